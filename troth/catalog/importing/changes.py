"""Setting values and keeping the difference: what a dry run shows and a second import does not find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from troth.catalog.money import Money

from .imported import Value
from .report import Change

_SHOWN = 120
_AMOUNTS = ("price", "compare_at")


def put(row: Model, values: Mapping[str, Value], where: str = "") -> list[Change]:
    """Set the columns of an unsaved or saved row; the changes, by the names people know the columns under."""
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        changes.append(Change(where, label, _told(row, name, before), _told(row, name, value)))
    return changes


def _told(row: Model, name: str, value: Any) -> str:
    if name in _AMOUNTS and isinstance(value, int):
        return Money(value, getattr(row, "currency")).plain  # noqa: B009  (only variants have these columns)
    return brief(value)


def brief(value: Any) -> str:
    """A value as a line of a report."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
