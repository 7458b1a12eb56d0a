"""What became of each product when an import was taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What became of a product when its import was taken back."""

    REMOVED = "removed"
    HIDDEN = "hidden"  # somebody has it in a basket or an order
    RESTORED = "restored"
    PARTLY = "partly"  # some of it was changed since
    LEFT = "left"  # all of it was changed since, or it is gone


@dataclass(frozen=True, slots=True)
class Undone:
    handle: str
    title: str
    fate: Fate
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class UndoReport:
    products: list[Undone] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {fate.value: sum(each.fate is fate for each in self.products) for fate in Fate}

    def as_json(self) -> dict[str, Any]:
        return {
            "undone": self.counts,
            "outcomes": [
                {"handle": each.handle, "title": each.title, "became": each.fate.value, "words": list(each.words)}
                for each in self.products
            ],
        }
