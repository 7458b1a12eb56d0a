"""The practice partner: it says what somebody of the staff lets it say, signed as a real one would. A live shop has none."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from .. import signature
from .partners import PRACTICE, Door, practice_secret
from .reading import HEADER


def message(door: Door, told: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    """Body and headers of its word. Raises LookupError in a live shop."""
    if not settings.TROTH.practice:
        raise LookupError(PRACTICE)
    body = json.dumps({"id": secrets.token_urlsafe(16), **told}).encode()
    return body, {HEADER: signature.sign(body, practice_secret(door))}
