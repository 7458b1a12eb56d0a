"""What a partner says of where somebody works: its words for the door `leads` (`inbound`).

POST, signed as `inbound.reading` says
{"id": "l-4711", "about": "<the number we gave>", "organization": "Institut Muster", "position": "Head of purchasing"}

`about` is a number that the shop's staff gave the partner by hand for one person; only the shop can read it.

    read(partner, body, headers)       a frozen `Said`, or NotTheirWord, or LookupError where there is no such partner
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.views.decorators.debug import sensitive_variables

from .. import inbound
from ..inbound import Door
from ..inbound.reading import shaped
from ..payment import NotTheirWord

LONGEST = 100  # characters of a line
_NUMBER = re.compile(r"[A-Za-z0-9_-]{40,200}\Z")
_NAMES = frozenset({"about", "organization", "position"})


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a partner's. `dropped`: how much it said beside what it may say; nothing of that was kept."""

    id: str
    about: str
    organization: str = field(repr=False)
    position: str = field(default="", repr=False)
    dropped: int = 0


@sensitive_variables("body", "word")
def read(partner: str, body: bytes, headers: Mapping[str, str]) -> Said:
    """Raises LookupError for a partner there is not, NotTheirWord for what is forged, late, too long or makes no sense."""
    word = inbound.read(Door.LEADS, partner, body, headers, _NAMES)
    organization = _line(word.told.get("organization"))
    if not organization:
        raise NotTheirWord("the body is signed but makes no sense")
    about = shaped(_NUMBER, word.told.get("about"))
    return Said(word.id, about, organization, _line(word.told.get("position", "")), word.dropped)


@sensitive_variables("told")
def _line(told: object) -> str:
    """One line that can be read. Raises NotTheirWord for anything else."""
    if not isinstance(told, str) or not told.isprintable() or len(told) > LONGEST:
        raise NotTheirWord("the body is signed but makes no sense")
    return told.strip()
