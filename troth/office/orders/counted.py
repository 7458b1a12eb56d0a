"""How many of each: fields such as "line-12" with a whole number in them. Nonsense counts for nothing."""

from __future__ import annotations

from collections.abc import Mapping


def counted(posted: Mapping[str, object], prefix: str) -> dict[int, int]:
    """By the number behind the prefix; what is empty or nought is left out."""
    found = {name.removeprefix(prefix): str(posted[name]).strip() for name in posted if name.startswith(prefix)}
    return {int(name): int(many) for name, many in found.items() if whole(name) and whole(many) and int(many)}


def whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
