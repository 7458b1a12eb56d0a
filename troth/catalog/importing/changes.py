"""Setting values and keeping the difference: what a dry run shows, an undo takes back, and a second import does not find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from troth.catalog.money import Money

from .imported import Value
from .report import Change
from .trace import Of, Traced

_SHOWN = 120
_AMOUNTS = ("price", "compare_at")


@dataclass(slots=True)
class Changes:
    """`told` for people, `traced` for an undo, `columns` what to write: {row: names of columns}."""

    told: list[Change] = field(default_factory=list)
    traced: list[Traced] = field(default_factory=list)
    columns: dict[Model, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.told)

    def put(self, row: Model, values: Mapping[str, Value], of: Of, key: str = "", where: str = "") -> None:
        """Set columns of a saved row, as far as they differ."""
        for name, value in values.items():
            before = getattr(row, name)
            if before == value:
                continue
            setattr(row, name, value)
            label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.told.append(Change(where, label, _told(row, name, before), _told(row, name, value)))
            self.traced.append(Traced(of, key, name, before, value))
            self.columns.setdefault(row, set()).add(name)

    def note(self, where: str, label: str, before: str, after: str, traced: Traced | None = None) -> None:
        self.told.append(Change(where, label, before, after))
        if traced is not None:
            self.traced.append(traced)


def _told(row: Model, name: str, value: Any) -> str:
    if name in _AMOUNTS and isinstance(value, int):
        return Money(value, getattr(row, "currency")).plain  # noqa: B009  (only variants have these columns)
    return brief(value)


def brief(value: Any) -> str:
    """A value as a line of a report."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
