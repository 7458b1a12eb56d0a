"""`levels`: how many of each variant there are, for those who count; and which of them run low."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from . import stock
from .models import Status, Variant
from .shown import Availability


@dataclass(frozen=True, slots=True)
class Level:
    """`left`: None where the shop does not count it."""

    ref: UUID
    sku: str
    title: str
    choices: tuple[str, ...]
    left: int | None
    availability: Availability


def levels(after: UUID | None, most: int) -> tuple[Level, ...]:
    """At most so many variants behind `after`, in the order of their refs: nothing is told twice or left out. One query."""
    found = Variant.objects.order_by("ref")
    if after is not None:
        found = found.filter(ref__gt=after)
    columns = (
        "ref",
        "sku",
        "product__title",
        "option1",
        "option2",
        "option3",
        "tracked",
        "oversell",
        "stock",
        "offered",
    )
    return tuple(_level(*row) for row in found.values_list(*columns)[:most])


def low() -> Iterable[UUID]:
    """What is sold, counted, and almost or quite gone: the refs. One query."""
    found = Variant.objects.filter(tracked=True, oversell=False, offered=True, stock__lte=stock.FEW)
    return found.filter(product__status=Status.PUBLISHED).values_list("ref", flat=True)


def _level(
    ref: UUID,
    sku: str,
    title: str,
    option1: str,
    option2: str,
    option3: str,
    tracked: bool,
    oversell: bool,
    left: int,
    offered: bool,
) -> Level:
    available = stock.availability(tracked=tracked, oversell=oversell, stock=left, offered=offered)
    choices = tuple(value for value in (option1, option2, option3) if value)
    return Level(ref, sku, title, choices, left if tracked else None, available)
