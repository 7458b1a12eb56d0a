"""Differences as pages show them: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from troth.catalog.models import Variant
from troth.catalog.money import Money
from troth.catalog.words import naming

from ..models import Difference, Order
from ..models.returning import Owed


@dataclass(frozen=True, slots=True)
class Goods:
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    """What is to be paid for an exchange, and until when. `back`: the reference of the return."""

    ref: uuid.UUID
    back: uuid.UUID
    amount: Money
    until: datetime
    goods: tuple[Goods, ...]


def waiting(order: Order) -> tuple[DifferenceShown, ...]:
    """Those that can be paid now. One query where there is none."""
    found = Difference.objects.filter(request__order=order, state=Owed.WAITING, until__gt=timezone.now())
    return tuple(
        DifferenceShown(
            each.public_id, each.request.public_id, Money(each.amount, each.currency), each.until, goods(each)
        )
        for each in found.select_related("request")
    )


def goods(asked: Difference) -> tuple[Goods, ...]:
    """What is sent once it is paid."""
    quantities = dict(asked.request.lines.values_list("pk", "quantity"))
    variants = Variant.objects.select_related("product").in_bulk([variant for _line, variant, _extra in asked.chosen])
    return tuple(
        Goods(_title(variants[variant]), quantities[line])
        for line, variant, _extra in asked.chosen
        if variant in variants
    )


def _title(variant: Variant) -> str:
    name = naming.name(variant)
    return f"{name.title} · {name.choice}" if name.choice else name.title
