"""One statement, and where in it which value goes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

# Stand for the values while a statement is put together; no index, number, instant or id of a shop is like them.
_TEXT, _NUMBER, _ID = "\x01prepared {}", 1_987_654_321, 0x70726570617265640000000000000000


def marks(takes: Mapping[str, type]) -> dict[str, Any]:
    """A value to put the statement together with, for each name: text, a number, an instant or an id."""
    return {name: _mark(kind, place) for place, (name, kind) in enumerate(takes.items())}


def _mark(kind: type, place: int) -> Any:
    if kind is str:
        return _TEXT.format(place)
    if kind is int:
        return _NUMBER + place
    if kind is UUID:
        return UUID(int=_ID + place)
    if kind is datetime:
        return datetime(1987, 6, 5, 4, 3, 21, 1 + place, tzinfo=UTC)
    raise TypeError(f"a prepared statement takes no {kind.__name__}")


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]  # where in `values` which name goes

    def told(self, values: Mapping[str, Any], connection: Any) -> list[Any]:
        """The parameters for these values. Raises KeyError for one that is missing."""
        found = list(self.values)
        for place, name in self.places:
            found[place] = _for_store(values[name], connection)
        return found


def of(sql: str, parameters: Sequence[Any], marked: Mapping[str, Any], connection: Any) -> Statement:
    """Raises ValueError where a value has not become a parameter of its own, and so could not be changed later."""
    names = {_for_store(mark, connection): name for name, mark in marked.items()}
    places = tuple(
        (place, names[each]) for place, each in enumerate(parameters) if isinstance(each, Hashable) and each in names
    )
    if {name for _, name in places} != set(marked):
        raise ValueError("a value of a prepared statement is no parameter of it")
    return Statement(sql, tuple(parameters), places)


def _for_store(value: Any, connection: Any) -> Any:
    """As Django's fields hand it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value
