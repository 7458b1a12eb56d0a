"""Fields that hold a picture: base64 of a JPEG that the shop drew itself. People are shown the picture, not its letters."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from troth import gate

Shown = tuple[str, gate.Personal]  # what it is called, and where a page finds it: in itself


def fields(kind: str) -> frozenset[str]:
    return frozenset(name for name, field in gate.policy().kinds[kind].fields.items() if field.picture)


def of(record: gate.OpenedRecord) -> tuple[Shown, ...]:
    """Those that are open, for an `<img src>`."""
    declared = gate.policy().kinds[record.kind].fields
    return tuple(
        (declared[name].label, gate.Personal(f"data:image/jpeg;base64,{value.reveal()}", value.grant))
        for name, value in _open(record)
    )


def files(records: Iterable[gate.OpenedRecord]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each, to be put beside a page."""
    for record in records:
        for name, value in _open(record):
            yield file_name(record, name), base64.b64decode(value.reveal())


def file_name(record: gate.OpenedRecord, field: str) -> str:
    return f"pictures/{record.id}-{field}.jpg"


def _open(record: gate.OpenedRecord) -> Iterator[tuple[str, gate.Personal]]:
    for name in gate.policy().kinds[record.kind].fields:
        value = record[name]
        if name in fields(record.kind) and isinstance(value, gate.Personal) and value:
            yield name, value
