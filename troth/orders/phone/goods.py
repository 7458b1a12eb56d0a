"""What a draft is about. Its basket is like every other one, so prices, stock and vouchers are the shop's own."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from troth import gate
from troth.catalog import stock
from troth.catalog.models import ProductWords, Status, Variant
from troth.catalog.money import Money

from .. import basket, jobs
from ..basket import Added
from ..prices import vouchers
from ..prices.vouchers import Entered
from . import PURPOSE
from .held import living

MOST_WORDS, MOST_FOUND = 6, 20


@dataclass(frozen=True, slots=True)
class Found:
    """A variant that can be put in. `most`: how many could be ordered now."""

    ref: uuid.UUID
    sku: str
    title: str
    price: Money
    stock_words: str
    most: int


def find(words: str) -> tuple[Found, ...]:
    """Variants whose article number begins with it, or whose names hold every word, in whichever language of the shop each
    word is. One query; none for no words.
    """
    asked = re.sub(r"\s+", " ", words.replace("\x00", "")).strip()[:80]
    if not asked:
        return ()
    named = Q()
    for word in asked.split()[:MOST_WORDS]:
        elsewhere = ProductWords.objects.filter(product=OuterRef("product"), title__icontains=word)
        named &= (
            Q(product__title__icontains=word)
            | Exists(elsewhere)
            | Q(option1__icontains=word)
            | Q(option2__icontains=word)
            | Q(option3__icontains=word)
        )
    rows = Variant.objects.filter(named | Q(sku__istartswith=asked), product__status=Status.PUBLISHED)
    rows = rows.select_related("product").order_by("product__title", "sort_order", "pk")
    return tuple(_found(row) for row in rows[:MOST_FOUND])


def put(ref: uuid.UUID, variant: uuid.UUID, quantity: int, actor: gate.Actor) -> Added:
    """More of it. Raises NotPossible, gate.Refused, Draft.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    return basket.add(living(ref).basket, variant, quantity)


def change(ref: uuid.UUID, variant: uuid.UUID, quantity: int, actor: gate.Actor) -> Added:
    """Exactly so many; none takes it out. Raises as `put`."""
    jobs.may(actor, PURPOSE)
    return basket.change(living(ref).basket, variant, quantity)


def voucher(ref: uuid.UUID, typed: str, actor: gate.Actor) -> Entered | None:
    """A code the caller named; none takes it out again. Raises as `put`."""
    jobs.may(actor, PURPOSE)
    draft = living(ref)
    if typed.strip():
        return vouchers.enter(draft.basket, typed)
    vouchers.take_out(draft.basket)
    return None


def _found(row: Variant) -> Found:
    tracked, oversell, left, offered = row.tracked, row.oversell, row.stock, row.offered
    there = stock.availability(tracked=tracked, oversell=oversell, stock=left, offered=offered)
    choice = " / ".join(value for value in (row.option1, row.option2, row.option3) if value)
    return Found(
        row.ref,
        row.sku,
        f"{row.product.title} ({choice})" if choice else row.product.title,
        Money(row.price, row.currency),
        stock.words(there, left),
        stock.most(tracked=tracked, oversell=oversell, stock=left, offered=offered),
    )
