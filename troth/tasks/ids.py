"""What may wait in a queue: ids. A queue row outlives the moment, so it never holds a value about a person."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

Id = int | str | uuid.UUID

# A slug starts with a letter (so a telephone number is none) and is too short for a 256-bit secret.
_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z")


class NotAnId(TypeError):
    """An argument that is not an int, a UUID or a short slug. The text names the argument, never the value."""


def only_ids(named: Mapping[str, object]) -> dict[str, int | str]:
    """The same mapping as JSON can hold it (UUIDs as text); raises NotAnId for anything that is not an id."""
    return {name: _plain(name, value) for name, value in named.items()}


def _plain(name: str, value: object) -> int | str:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and (_SLUG.match(value) or _is_uuid(value)):
        return value
    raise NotAnId(
        f"'{name}' is a {type(value).__name__} that is no id. Queue an int, a UUID or a short slug, "
        "and let the task look up the rest when it runs."
    )


def _is_uuid(value: str) -> bool:
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False
