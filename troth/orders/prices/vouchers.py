"""Vouchers: typed into a basket, used by an order, given back when the order comes to nothing.

enter(token, typed)     -> Entered        the basket keeps it, if there is one
take_out(token)                           the basket keeps it no more
of_basket(voucher)      -> Voucher | None what the basket holds, as it is now
label(voucher)          -> str            what it is called on a line of costs
use(voucher, order)                       one conditional update: of many who want the last use, one gets it
give_back(order)                          the order was cancelled or never paid
take_again(order)                         it was paid after all, late
"""

from __future__ import annotations

import re
from enum import StrEnum

from django.db.models import F, Q
from django.utils import timezone

from troth.catalog.words import reading, spoken
from troth.catalog.words.saying import Said, said

from .. import numbers
from ..errors import VoucherGone
from ..models import Basket, Order, Voucher, VoucherUse
from ..models.voucher import PATTERN

_LEFT = Q(limit=None) | Q(used__lt=F("limit"))


class Entered(StrEnum):
    DONE = "voucher"
    UNKNOWN = "voucher-unknown"
    USED_UP = "voucher-used-up"
    NO_BASKET = "voucher-no-basket"


def enter(token: str, typed: str) -> Entered:
    """Put the voucher with this code into the basket. What it takes off is reckoned each time the basket is shown."""
    code = re.sub(r"\s+", "", typed).upper()[:40]
    voucher = Voucher.objects.filter(code=code, active=True).first() if PATTERN.match(code) else None
    if voucher is None:
        return Entered.UNKNOWN
    if used_up(voucher):
        return Entered.USED_UP
    kept = Basket.objects.filter(token_digest=numbers.digest(token)).update(voucher=voucher) if token else 0
    return Entered.DONE if kept else Entered.NO_BASKET


def take_out(token: str) -> None:
    if token:
        Basket.objects.filter(token_digest=numbers.digest(token)).update(voucher=None)


def of_basket(voucher: int) -> Voucher | None:
    """With its words in the language of the page beside it. One query."""
    found, language = Voucher.objects.filter(pk=voucher), spoken()
    if language:
        found = reading.beside(found, language).annotate(said_name=F(f"{reading.SAID}__name"))
    return found.first()


def label(voucher: Voucher) -> str:
    """ "Spring sale (SPRING10)", in the language of the page; the code alone where nothing was written beside it."""
    language = spoken()
    told = said(voucher.name, {language: getattr(voucher, "said_name", None) or ""}, language)
    if not told:
        return voucher.code
    first = _beside(voucher.name, voucher.code) if voucher.name else voucher.code
    return Said(_beside(told, voucher.code), first=first, lang=told.lang)


def _beside(name: str, code: str) -> str:
    return f"{name} ({code})"


def used_up(voucher: Voucher) -> bool:
    return voucher.limit is not None and voucher.used >= voucher.limit


def use(voucher: int, order: Order) -> None:
    """In the order's own transaction. Raises VoucherGone; then nothing of the order may stay."""
    now = timezone.now()
    begun = Q(begins=None) | Q(begins__lte=now)
    not_over = Q(ends=None) | Q(ends__gt=now)
    found = Voucher.objects.filter(_LEFT, begun, not_over, pk=voucher, active=True)
    if not found.update(used=F("used") + 1):
        raise VoucherGone
    VoucherUse.objects.create(voucher_id=voucher, order=order)


def give_back(order: Order) -> bool:
    """In the transaction that cancels the order or gives it up. Twice is once."""
    use = VoucherUse.objects.filter(order=order, given_back_at=None)
    voucher = use.values_list("voucher", flat=True).first()
    if voucher is None or not use.update(given_back_at=timezone.now()):
        return False
    Voucher.objects.filter(pk=voucher, used__gt=0).update(used=F("used") - 1)
    return True


def take_again(order: Order) -> bool:
    """The price that was paid stands, also if somebody else used the voucher meanwhile: then it counts once more."""
    use = VoucherUse.objects.filter(order=order).exclude(given_back_at=None)
    voucher = use.values_list("voucher", flat=True).first()
    if voucher is None or not use.update(given_back_at=None):
        return False
    Voucher.objects.filter(pk=voucher).update(used=F("used") + 1)
    return True
