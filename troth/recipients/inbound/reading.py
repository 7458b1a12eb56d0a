"""A partner's message, of whichever door: how it is signed, how long it may be, and what is thrown away of it.

POST, Troth-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">
{"id": "w-4711", …}

The threats: a forged word (signature, made with a secret that each door has for itself), an old one played again (its time,
and its number is heard once), one that is meant to fill memory (length, before anything is parsed), one that is valid and
makes no sense, and one that says more than it was asked (thrown away and counted).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.views.decorators.debug import sensitive_variables

from .. import signature
from ..payment import NotTheirWord
from .partners import Door, secrets_of

HEADER = "troth-signature"
LARGEST = 8 * 1024  # bytes; the longest true word has not a tenth of it
_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """`told` holds the names that were asked for and nothing else; `dropped`: how many others there were."""

    id: str
    told: Mapping[str, Any] = field(repr=False)
    dropped: int = 0


@sensitive_variables("body", "told")
def read(door: Door, partner: str, body: bytes, headers: Mapping[str, str], names: frozenset[str]) -> Read:
    """Raises LookupError for a partner there is not, NotTheirWord for what is forged, late, too long or makes no sense."""
    secrets = secrets_of(door, partner)
    if len(body) > LARGEST:
        raise NotTheirWord("the body is too large")
    mark = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    signature.check(body, mark, secrets)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise NotTheirWord("the body is signed but makes no sense")
    kept = {name: value for name, value in told.items() if name in names}
    return Read(shaped(_ID, told.get("id")), kept, len(told.keys() - names - {"id"}))


def shaped(shape: re.Pattern[str], told: object) -> str:
    """Raises NotTheirWord for anything but text of that shape."""
    if not isinstance(told, str) or shape.match(told) is None:
        raise NotTheirWord("the body is signed but makes no sense")
    return told
