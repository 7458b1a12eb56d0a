"""The basket: what somebody may want to buy, kept under the hash of a random cookie and under nothing else.

look(token)                     -> Contents, one query
count(token)                    -> how many things are in it, one query
add(token, ref, quantity)       -> Added (with a new token if there was none)
change(token, ref, quantity)    -> Added; a quantity of 0 takes the line out
refill_from(token, number)      -> the goods of an order that came to nothing, once more
forget_old()                    -> deletes what nobody has touched for a month
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from troth import prepared
from troth.catalog import stock
from troth.catalog.models import Status, Variant
from troth.catalog.words import reading

from . import numbers
from .basket_contents import Contents, contents
from .models import Basket, BasketLine, OrderLine

MOST_A_LINE = 99
MOST_LINES = 60
KEPT = timedelta(days=30)  # as long as the cookie


class Outcome(StrEnum):
    """What became of a wish."""

    DONE = "done"
    LESS = "less"  # some, but not as many as asked for
    NONE_LEFT = "none-left"
    GONE = "gone"  # not sold any more, or never was
    TAKEN_OUT = "taken-out"
    FULL = "full"
    OTHER_CURRENCY = "other-currency"


@dataclass(frozen=True, slots=True)
class Added:
    """`quantity`: how many of it are in the basket now."""

    outcome: Outcome
    token: str
    title: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    pk: int
    title: str
    currency: str
    most: int


def look(token: str) -> Contents:
    """What is in the basket, with today's prices and stock. Empty for a token nobody knows."""
    return contents(numbers.digest(token)) if token else Contents()


def count(token: str) -> int:
    if not token:
        return 0
    rows = _PIECES.rows(token=numbers.digest(token))
    return int(rows[0][1] or 0) if rows else 0


def _pieces(token: str) -> QuerySet[Basket, Any]:
    return Basket.objects.filter(token_digest=token).values_list("pk").annotate(many=Sum("lines__quantity"))


_PIECES = prepared.Rows(_pieces, token=str)


def add(token: str, ref: UUID, quantity: int) -> Added:
    """Put more of a variant into the basket. An unknown or empty token starts a new basket under a new one."""
    return _put(token, ref, quantity, on_top=True)


def change(token: str, ref: UUID, quantity: int) -> Added:
    """Make it exactly so many."""
    return _put(token, ref, quantity, on_top=False)


def refill_from(token: str, number: str) -> str:
    """Put the goods of an order in again, as far as they are there; the basket's token, "" if nothing was."""
    lines = OrderLine.objects.filter(order__number=number).exclude(variant=None)
    for ref, quantity in lines.values_list("variant__ref", "quantity"):
        token = add(token, ref, quantity).token
    return token


def forget_old() -> int:
    return Basket.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()[0]


def _put(token: str, ref: UUID, quantity: int, *, on_top: bool) -> Added:
    wanted = _wanted(ref)
    with transaction.atomic():
        basket = _basket(token)
        if not on_top and quantity < 1:
            return _take_out(basket, token, ref, wanted)
        if wanted is None:
            return Added(Outcome.GONE, token)
        if basket is None:
            return _start(wanted, max(1, quantity))
        return _set_line(basket, token, wanted, max(1, quantity), on_top=on_top)


def _start(wanted: _Wanted, quantity: int) -> Added:
    """The first thing of a new basket."""
    given = min(quantity, wanted.most, MOST_A_LINE)
    if given < 1:
        return Added(Outcome.NONE_LEFT, "", wanted.title)
    token = numbers.secret()
    basket = _BASKETS.write(Basket(token_digest=numbers.digest(token)))
    _LINES.write(BasketLine(basket=basket, variant_id=wanted.pk, quantity=given))
    return Added(Outcome.DONE if given == quantity else Outcome.LESS, token, wanted.title, given)


def _set_line(basket: Basket, token: str, wanted: _Wanted, quantity: int, *, on_top: bool) -> Added:
    held = {
        pk: (many, money) for pk, many, money in basket.lines.values_list("variant", "quantity", "variant__currency")
    }
    before, _ = held.get(wanted.pk, (0, ""))
    if wanted.pk not in held and len(held) >= MOST_LINES:
        return Added(Outcome.FULL, token, wanted.title)
    if any(currency != wanted.currency for _, currency in held.values()):
        return Added(Outcome.OTHER_CURRENCY, token, wanted.title, before)
    asked = before + quantity if on_top else quantity
    given = min(asked, wanted.most, MOST_A_LINE)
    if given < 1:
        return Added(Outcome.NONE_LEFT, token, wanted.title, before)
    if given != before:
        if not basket.lines.filter(variant=wanted.pk).update(quantity=given):
            BasketLine.objects.create(basket=basket, variant_id=wanted.pk, quantity=given)
        _touch(basket)
    return Added(Outcome.DONE if given == asked else Outcome.LESS, token, wanted.title, given)


def _take_out(basket: Basket | None, token: str, ref: UUID, wanted: _Wanted | None) -> Added:
    if basket is not None and basket.lines.filter(variant__ref=ref).delete()[0]:
        _touch(basket)
    return Added(Outcome.TAKEN_OUT, token, wanted.title if wanted else "")


def _basket(token: str) -> Basket | None:
    if not token:
        return None
    return Basket.objects.select_for_update().filter(token_digest=numbers.digest(token)).first()


def _touch(basket: Basket) -> None:
    Basket.objects.filter(pk=basket.pk).update(version=F("version") + 1, changed_at=timezone.now())


def _wanted(ref: UUID) -> _Wanted | None:
    rows = _WANTED.rows(ref=ref)
    if not rows:
        return None
    pk, named, currency, tracked, oversell, left, offered = rows[0]
    return _Wanted(
        pk, str(named), currency, stock.most(tracked=tracked, oversell=oversell, stock=left, offered=offered)
    )


def _offered(ref: UUID, language: str = "") -> QuerySet[Variant, Any]:
    found = Variant.objects.filter(ref=ref, product__status=Status.PUBLISHED)
    title: reading.Column = "product__title"
    if language:
        found, title = reading.beside(found, language, "product__"), reading.told("title", "product__")
    return found.values_list("pk", title, "currency", "tracked", "oversell", "stock", "offered")


_WANTED = reading.InLanguage(_offered, ref=UUID)
_BASKETS, _LINES = prepared.Inserts(Basket), prepared.Inserts(BasketLine)
