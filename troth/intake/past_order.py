"""An order of an earlier shop, as all layouts say it, and what it adds up to here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from troth.orders.states import Status

from .contact import Word

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
    """Minor units. `tax` on top, or `tax_included`; `extra`: charges the file has no line for (fees, duties, a tip)."""

    goods: int
    discount: int
    shipping: int
    tax: int
    tax_included: int
    extra: int
    total: int
    told: bool  # exactly as the file says it


@dataclass(frozen=True, slots=True)
class PastTax:
    """A tax by the earlier shop's name, if it had one. `rate`: thousandths of a per cent, 0 for one nobody told."""

    name: str
    rate: int
    amount: int


@dataclass(frozen=True, slots=True)
class PastOrder:
    """`key`: how it is known in the earlier shop. `itemised`: the file names its lines. Dates in UTC.

    `taxes`: named one by one, () where the file tells their sum alone. `unexplained`: the part of `sums.discount` that the file
    names nowhere, because its amounts do not add up to its total.
    `given_back`: the part of the total that went back there, in minor units; 0 where all of it did, which `status` says.
    `unpaid`: not all of it was paid there. `sent_lines`: of an order sent in part, how many of each line; () if nobody knows.
    `carrier`: a recipient of the policy, or "". `payment_reference`: the provider's name of the money.
    `by_mail`: a no to news that the order has. A yes of that day may have been taken back since, so it is none here.
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
    unpaid: bool = False
    payment_reference: str = ""
    tracking: str = ""
    carrier: str = ""
    sent_lines: tuple[int, ...] = ()
    taxes: tuple[PastTax, ...] = ()
    unexplained: int = 0
    paid_at: datetime | None = None
    sent_at: datetime | None = None
    cancelled_at: datetime | None = None
    by_mail: Word = Word.NONE
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


class Sent(StrEnum):
    """How much of it left the earlier shop."""

    NOTHING = "nothing"
    PART = "part"
    ALL = "all"
    UNKNOWN = "unknown"  # a word we do not know


@dataclass(frozen=True, slots=True)
class Stood:
    """Where an order stood there: `status` is the nearest of ours."""

    status: Status
    unpaid: bool
    sent: Sent


NEVER_PLACED: Final = frozenset({"checkoutdraft", "draft", "autodraft", "trash", "entwurf"})  # orders that are none
_PAID: Final = frozenset({"paid", "partiallyrefunded", "fullypaid"})
_REFUNDED: Final = frozenset({"refunded", "fullyrefunded"})
_UNPAID: Final = frozenset({"", "pending", "authorized", "unpaid", "notpaid", "partiallypaid", "overdue", "due"})
_VOID: Final = frozenset({"voided", "expired", "canceled", "cancelled", "declined"})
_SENT: Final = frozenset({"fulfilled", "shipped", "delivered"})
_PARTLY: Final = frozenset({"partial", "partiallyfulfilled", "partiallyshipped"})
_NOT_SENT: Final = frozenset(
    {"", "unfulfilled", "notfulfilled", "unshipped", "pending", "pendingfulfillment", "open", "onhold", "scheduled"}
    | {"inprogress", "restocked", "readytoship", "readyforpickup"}
)


def word(cell: str) -> str:
    """A word of the earlier shop, spelled small and without signs."""
    return "".join(sign for sign in cell.casefold() if sign.isalnum())


def sent_of(cell: str) -> Sent:
    """The earlier shop's word about sending, of an order or of a line."""
    goods = word(cell)
    if goods in _SENT:
        return Sent.ALL
    if goods in _PARTLY:
        return Sent.PART
    return Sent.NOTHING if goods in _NOT_SENT | _VOID else Sent.UNKNOWN


def stood(paid: str, sent: str, *, cancelled: bool) -> Stood | None:
    """None for a word about the payment that we do not know."""
    money, goods = word(paid), sent_of(sent)
    if money not in _PAID | _REFUNDED | _UNPAID | _VOID:
        return None
    unpaid = money in _UNPAID | _VOID
    if money in _REFUNDED:
        status = Status.REFUNDED
    elif cancelled or money in _VOID or word(sent) in _VOID:
        status = Status.CANCELLED
    elif goods in _SHIPS:
        status = _SHIPS[goods]
    else:
        status = Status.PLACED if unpaid else Status.PAID
    return Stood(status, unpaid, goods)


_SHIPS: Final = {Sent.PART: Status.PART_SHIPPED, Sent.ALL: Status.DELIVERED}


def balanced(
    lines: Sequence[PastLine], *, charges: int, shipping: int, taxes: int, discounts: Sequence[int], total: int
) -> tuple[Sums, int]:
    """What fits the total: taxes on top or contained, and the first of the discounts that does. Where none of them fits, what is
    missing becomes a charge of its own, or is taken off: the second value is how much.
    """
    goods = sum(line.price * line.quantity for line in lines) + charges
    ways = [(discount, on_top) for discount in discounts for on_top in (True, False)]
    missing = {way: total - (goods - way[0] + shipping + (taxes if way[1] else 0)) for way in ways}
    discount, on_top = min(ways, key=lambda way: (missing[way] and way[0] != discounts[0], abs(missing[way])))
    gap = missing[discount, on_top]
    extra, unexplained = max(0, gap), max(0, -gap)
    tax, included = (taxes, 0) if on_top else (0, taxes)
    off = discount + unexplained
    return Sums(goods + extra, off, shipping, tax, included, charges + extra, total, not gap), unexplained
