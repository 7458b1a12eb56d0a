"""An order of an earlier shop, as all layouts say it, and what it adds up to here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from troth.orders.states import Status

Address = Mapping[str, str]  # fields of the policy's `address`


@dataclass(frozen=True, slots=True)
class PastLine:
    """`price` of one, in minor units."""

    title: str
    sku: str
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Minor units. `tax` on top, or `tax_included`; `extra`: charges the file has no line for (a tip, duties)."""

    goods: int
    discount: int
    shipping: int
    tax: int
    tax_included: int
    extra: int
    total: int
    told: bool  # exactly as the file says it


@dataclass(frozen=True, slots=True)
class PastOrder:
    """`key`: how it is known in the earlier shop. `itemised`: the file names its lines. Dates in UTC.

    `given_back`: the part of the total that went back there, in minor units; 0 where all of it did, which `status` says.
    """

    rows: tuple[int, ...]
    key: str
    number: str
    placed_at: datetime
    status: Status
    currency: str
    sums: Sums
    lines: tuple[PastLine, ...]
    itemised: bool = True
    given_back: int = 0
    paid_at: datetime | None = None
    sent_at: datetime | None = None
    cancelled_at: datetime | None = None
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    delivery: Address = field(default_factory=dict, repr=False)
    billing: Address = field(default_factory=dict, repr=False)

    @property
    def last_known(self) -> datetime:
        """The latest date the file has of it."""
        return max(filter(None, (self.placed_at, self.paid_at, self.sent_at, self.cancelled_at)))

    @property
    def country(self) -> str:
        return self.billing.get("country", "") or self.delivery.get("country", "")


class Unfit(Exception):
    """The order cannot be taken over. The message is a sentence without a value; `column` is to blame, or ""."""

    def __init__(self, words: str, column: str = "") -> None:
        super().__init__(words)
        self.column = column


_PAID: Final = frozenset({"paid", "partiallyrefunded", "fullypaid"})
_REFUNDED: Final = frozenset({"refunded", "fullyrefunded"})
_UNPAID: Final = frozenset({"", "pending", "authorized", "unpaid", "notpaid", "partiallypaid"})
_VOID: Final = frozenset({"voided", "expired", "canceled", "cancelled", "declined"})
_SENT: Final = frozenset({"fulfilled", "shipped", "delivered"})
_PARTLY: Final = frozenset({"partial", "partiallyfulfilled", "partiallyshipped"})


def _word(cell: str) -> str:
    return "".join(sign for sign in cell.casefold() if sign.isalnum())


def status_of(paid: str, sent: str, *, cancelled: bool) -> tuple[Status | None, str]:
    """Where an order stands here, or None and what is wrong: "unknown", "part_sent" or "unpaid"."""
    money, goods = _word(paid), _word(sent)
    if money not in _PAID | _REFUNDED | _UNPAID | _VOID:
        return None, "unknown"
    if money in _REFUNDED:
        return Status.REFUNDED, ""
    if cancelled or money in _VOID or goods in _VOID:
        return Status.CANCELLED, ""
    if goods in _PARTLY:
        return None, "part_sent"
    if goods in _SENT:
        return Status.DELIVERED, ""
    return (Status.PAID, "") if money in _PAID else (None, "unpaid")


def balanced(lines: Sequence[PastLine], *, shipping: int, taxes: int, discount: int, total: int) -> Sums:
    """What fits the total: taxes on top or contained, the discount as told if it can be, and charges nobody named."""
    goods = sum(line.price * line.quantity for line in lines)
    over = {on_top: goods + shipping + (taxes if on_top else 0) - total for on_top in (True, False)}
    for on_top, left in over.items():
        if left == discount:
            return _sums(goods, left, shipping, taxes, on_top, 0, total, told=True)
    fitting = [(abs(left - discount), on_top, left) for on_top, left in over.items() if left >= 0]
    if fitting:
        _far, on_top, left = min(fitting)
        return _sums(goods, left, shipping, taxes, on_top, 0, total, told=False)
    extra = discount - over[True]
    return _sums(goods + extra, discount, shipping, taxes, True, extra, total, told=False)


def _sums(
    goods: int, discount: int, shipping: int, taxes: int, on_top: bool, extra: int, total: int, *, told: bool
) -> Sums:
    tax, included = (taxes, 0) if on_top else (0, taxes)
    return Sums(goods, discount, shipping, tax, included, extra, total, told)
