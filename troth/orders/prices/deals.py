"""What a voucher or an offer takes off. Pure; who may use a voucher once more is `vouchers`' business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .rates import WHOLE
from .split import part, shares


class Kind(StrEnum):
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    FREE_SHIPPING = "free_shipping"


class Unfit(StrEnum):
    """Why a deal takes nothing off just now."""

    NOT_YET = "not-yet"
    OVER = "over"
    TOO_LITTLE = "too-little"
    OTHER_GOODS = "other-goods"
    OTHER_CURRENCY = "other-currency"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a basket. `total` in minor units; `categories` are known only where a deal asks for them."""

    total: int
    product: int = 0
    categories: frozenset[int] = frozenset()
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True)
class Deal:
    """`value`: thousandths of a per cent, or minor units of `currency`. Empty `products` and `categories` mean all.

    `words`: its label in further languages.
    """

    kind: Kind
    label: str
    value: int = 0
    currency: str = ""
    minimum: int = 0
    products: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    begins: datetime | None = None
    ends: datetime | None = None
    words: Mapping[str, str] = field(default_factory=dict, compare=False)

    def fits(self, item: Item) -> bool:
        if not self.products and not self.categories:
            return True
        return item.product in self.products or bool(item.categories & self.categories)

    def unfit(self, items: Sequence[Item], currency: str, now: datetime) -> Unfit | None:
        """Why it takes nothing off these; None if it does. The minimum counts the goods it is for."""
        if self.begins is not None and now < self.begins:
            return Unfit.NOT_YET
        if self.ends is not None and now >= self.ends:
            return Unfit.OVER
        if currency != self.currency and (self.kind is Kind.AMOUNT or self.minimum):
            return Unfit.OTHER_CURRENCY
        fitting = [item for item in items if self.fits(item)]
        if not fitting:
            return Unfit.OTHER_GOODS
        return Unfit.TOO_LITTLE if sum(item.total for item in fitting) < self.minimum else None


def off(deal: Deal, items: Sequence[Item], before: Sequence[int]) -> tuple[int, ...]:
    """What it takes off each item. `before`: what others took off already. Never more than is left of an item."""
    left = [item.total - gone if deal.fits(item) else 0 for item, gone in zip(items, before, strict=True)]
    whole = sum(left)
    if deal.kind is Kind.PERCENTAGE:
        amount = part(whole, min(deal.value, WHOLE), WHOLE)
    elif deal.kind is Kind.AMOUNT:
        amount = min(deal.value, whole)
    else:
        amount = 0
    return shares(amount, left) if whole else tuple(0 for _ in left)


def best(offers: Sequence[Deal], items: Sequence[Item], shipping: int, currency: str, now: datetime) -> Deal | None:
    """The one offer that saves the buyer most; offers are not added to each other. Of equals the first."""
    nothing = [0] * len(items)
    found: Deal | None = None
    most = 0
    for deal in offers:
        if deal.unfit(items, currency, now):
            continue
        saved = shipping if deal.kind is Kind.FREE_SHIPPING else sum(off(deal, items, nothing))
        if saved > most:
            found, most = deal, saved
    return found
