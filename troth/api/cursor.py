"""Where a list goes on: a word for the program to send back as it is. It holds a place in a public list and no secret."""

from __future__ import annotations

import base64
import binascii

from .answers import faulty

LONGEST = 200


def made(of: str, place: str) -> str:
    """The cursor behind `place` in the list called `of`."""
    return base64.urlsafe_b64encode(f"{of} {place}".encode()).decode().rstrip("=")


def read(of: str, text: str) -> str:
    """The place. "" for no cursor; a fault for one that is none of this list's."""
    if not text:
        return ""
    try:
        told = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise faulty("query.cursor", "cursor") from None
    name, space, place = told.partition(" ")
    if name != of or not space or not place or "\0" in place:
        raise faulty("query.cursor", "cursor")
    return place
