"""Opened values, and what stands in their place when they are withheld.

A `Personal` is not a string. Django's templates call `str()` before anything else, so a value that masked itself there
would print its mask, also as a form's initial value, and saving the form would store the mask; a subclass of `str`
leaks through `json`, `%s` and `strip`. So `str()` fails loudly, `repr()` masks, and there is one way out: `reveal()`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from troth import ledger

from .inforce import policy


@dataclass(frozen=True, slots=True)
class Grant:
    """Why a value is open: it travels with the value. `entry` is the ledger's token for the use that opened it."""

    purpose: str
    clause: str
    entry: str = ""


class Unspeakable(TypeError):
    """A personal value was about to turn into text by accident."""

    def __init__(self) -> None:
        super().__init__("A personal value does not turn into text by itself; reveal() it where it is shown or sent.")


class Personal:
    __slots__ = ("__value", "grant")

    def __init__(self, value: str, grant: Grant) -> None:
        self.__value = value
        self.grant = grant

    def reveal(self) -> str:
        return self.__value

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __repr__(self) -> str:
        return f"<personal, open for {self.grant.purpose}>"

    def __str__(self) -> str:
        raise Unspeakable

    def __format__(self, spec: str) -> str:
        raise Unspeakable

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise Unspeakable

    def __getstate__(self) -> NoReturn:
        raise Unspeakable

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise Unspeakable

    def __iter__(self) -> Iterator[Any]:
        raise Unspeakable


@dataclass(frozen=True, slots=True)
class Withheld:
    """Stands where a value would be. Says why."""

    clause: str
    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    id: uuid.UUID
    kind: str
    source: str
    collected_at: datetime
    policy_version: str
    fields: Mapping[str, Personal | Withheld]
    party: uuid.UUID | None = None

    def __getitem__(self, field: str) -> Personal | Withheld | None:
        """The field, or None where the person left it empty. Raises KeyError for what the kind does not have.

        A template tries `record["id"]` before `record.id`: only an error lets it go on to the attribute.
        """
        if field not in policy().kinds[self.kind].fields:
            raise KeyError(field)
        return self.fields.get(field)


@dataclass(frozen=True, slots=True)
class Opened:
    """What one use opened."""

    records: tuple[OpenedRecord, ...]
    grant: Grant

    def all(self, kind: str) -> tuple[OpenedRecord, ...]:
        return tuple(record for record in self.records if record.kind == kind)

    def first(self, kind: str) -> OpenedRecord | None:
        return next((record for record in self.records if record.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Payload:
    """Exactly what one recipient may be told. `disclosure` names the entry, `written` is it, for the outcome."""

    disclosure: uuid.UUID
    recipient: str
    fields: Mapping[str, Mapping[str, Personal]]
    grant: Grant
    written: tuple[str, ledger.EntryBody] | None = field(default=None, repr=False, compare=False)
