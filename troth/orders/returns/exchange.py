"""A replacement for what came back: new lines of the same order that cost nothing, sent in a parcel of their own.

The same thing, or another variant of the product that costs no more; what is cheaper is given back as money.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troth import gate
from troth.catalog import stock
from troth.catalog.models import Variant
from troth.catalog.money import Money

from .. import jobs, refunds
from .. import moving as orders_moving
from ..errors import CostsMore, NotEnoughLeft, NotPossible
from ..models import Order, OrderLine, ReturnLine, ReturnRequest
from ..models.order import By, What
from ..models.refund import Why
from . import amounts, ask, moving
from .receive import arrived
from .states import Returning


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant that can be sent instead, and what the customer gets back for one of it."""

    variant: int
    name: str
    cheaper: Money


def choices(line: OrderLine) -> tuple[Choice, ...]:
    """What may replace a line: the variants of its product that cost no more, the same one first. Two queries."""
    same = Variant.objects.filter(pk=line.variant_id).select_related("product").first()
    if same is None:
        return ()
    found = Variant.objects.filter(stock.CAN_BUY, product=same.product, currency=same.currency, price__lte=same.price)
    ordered = sorted(found, key=lambda each: (each.pk != same.pk, each.pk))
    return tuple(Choice(each.pk, _name(same, each), Money(same.price - each.price, same.currency)) for each in ordered)


def exchange(ref: uuid.UUID, actor: gate.Actor, instead: Mapping[int, int] | None = None) -> None:
    """`instead`: another variant (id) for a line of the return (id); the same one without.

    Raises NotEnoughLeft, CostsMore, NotPossible, gate.Refused, ReturnRequest.DoesNotExist.
    """
    jobs.may(actor, ask.PURPOSE)
    with transaction.atomic():
        order, back = moving.held(ref)
        moving.advance(order, back, Returning.EXCHANGED, By.STAFF, What.EXCHANGED, ended_at=timezone.now())
        lines = arrived(back)
        cheaper = sum(_replace(order, each, (instead or {}).get(each.pk, each.line.variant_id)) for each in lines)
        if not lines or not orders_moving.more_to_send(order):
            raise NotPossible
        if cheaper:
            given = refunds.give(order.number, cheaper, Why.PRICE, actor=actor, key=f"difference {ref}")
            ReturnRequest.objects.filter(pk=back.pk).update(refund=given.id)


def _replace(order: Order, each: ReturnLine, variant: int | None) -> int:
    """Write the line that is sent instead; what the customer gets back because it is cheaper, in minor units."""
    old = Variant.objects.filter(pk=each.line.variant_id).select_related("product").first()
    new = Variant.objects.filter(pk=variant).select_related("product").first() if variant else None
    if old is None or new is None or new.product_id != old.product_id or new.currency != old.currency:
        raise NotPossible
    if new.price > old.price:
        raise CostsMore(Money((new.price - old.price) * each.quantity, new.currency).text)
    if not stock.reserve(new.pk, each.quantity):
        raise NotEnoughLeft([_name(old, new)])
    paid = amounts.of_line(order, each.line, each.quantity)
    cheaper = paid * (old.price - new.price) // old.price if old.price else 0
    sent = OrderLine.objects.create(
        order=order,
        variant=new,
        sku=new.sku,
        title=each.line.title if new.pk == old.pk else _name(old, new),
        quantity=each.quantity,
        price=0,
        total=0,
    )
    ReturnLine.objects.filter(pk=each.pk).update(replaced_by=sent, worth=paid - cheaper)
    return cheaper


def _name(old: Variant, new: Variant) -> str:
    options = " / ".join(filter(None, (new.option1, new.option2, new.option3)))
    return f"{old.product.title} · {options}"[:512] if options else old.product.title
