"""An order as pages and desks show it: frozen values without a word about anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext

from troth.catalog.money import Money

from . import brought, left, parcels_shown, sent_by, states
from .models import Order, OrderEvent, Payment
from .models.order import By, Origin, What
from .models.parcel import Way
from .models.payment import SETTLED
from .parcels_shown import ParcelShown
from .states import Status

WHOLE = ("lines", "events", "payments", "parcels__lines")  # prefetch these, and `of` makes no query
TONES = {
    Status.PLACED: "warning",
    Status.PAYMENT_FAILED: "bad",
    Status.AWAITS_TRANSFER: "warning",
    Status.ON_ACCOUNT: "good",
    Status.PAID: "good",
    Status.PACKED: "good",
    Status.PART_SHIPPED: "warning",
    Status.SHIPPED: "info",
    Status.DELIVERED: "good",
    Status.NOT_ARRIVED: "bad",
    Status.CANCELLED: "",
    Status.ABANDONED: "",
    Status.REFUNDED: "info",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """`id` names it to the verbs; `left`: how many of it lie in no parcel yet; `out`: how many were taken out again."""

    sku: str
    title: str
    quantity: int
    price: Money
    total: Money
    variant: int | None
    id: int = 0
    left: int = 0
    out: int = 0

    @property
    def wanted(self) -> int:
        return self.quantity - self.out


@dataclass(frozen=True, slots=True)
class EventShown:
    at: datetime
    what: What
    by: By

    @property
    def words(self) -> str:
        return str(self.what.label)

    @property
    def by_words(self) -> str:
        return str(self.by.label)


@dataclass(frozen=True, slots=True)
class OrderShown:
    """`tone` is fit for a badge's class; `carrier` is the name the policy has for them, `method` words for people.

    `tracking` and `shipped_at` are those of the newest parcel. `reference`: its number in an earlier shop.
    """

    number: str
    status: Status
    placed_at: datetime
    kept_until: datetime
    lines: tuple[LineShown, ...]
    goods: Money
    shipping: Money
    tax: Money
    total: Money
    method: str
    carrier: str
    grams: int
    events: tuple[EventShown, ...]
    card: str
    tracking: str
    shipped_at: datetime | None
    parcels: tuple[ParcelShown, ...] = ()
    held_since: datetime | None = None
    origin: Origin = Origin.WEB
    reference: str = ""
    paid_there: str = ""  # the provider's reference of a payment in an earlier shop
    is_paid: bool = False
    was_paid_there: bool = False  # in an earlier shop, as far as its file says
    sent_unpaid: bool = False  # by an earlier shop
    on_account: bool = False  # paid by bank transfer, after its invoice

    @property
    def status_words(self) -> str:
        if not self.is_denied:
            return str(self.status.label)
        part = any(each.way is Way.DELIVERED and not each.denied for each in self.parcels)
        return gettext("Delivered; a part is not there") if part else gettext("Said to be delivered, and not there")

    @property
    def tone(self) -> str:
        return "bad" if self.is_denied else TONES[self.status]

    @property
    def is_denied(self) -> bool:
        """Delivered by the carrier's word, and by the buyer's not there; that is not made good yet."""
        open_still = any(each.denied and not each.given_up for each in self.parcels)
        return self.status is Status.DELIVERED and open_still

    @property
    def is_settled(self) -> bool:
        """Nothing of it is still to be paid, here or in an earlier shop."""
        return self.is_paid or self.was_paid_there or not self.total.amount

    @property
    def can_pay(self) -> bool:
        return self.status in states.AWAITS_PAYMENT and self.kept_until > timezone.now()

    @property
    def was_unpaid_there(self) -> bool:
        """It came unpaid from an earlier shop: nothing is owed here until somebody sends a link to pay for it."""
        return self.origin is Origin.IMPORT and self.status in states.AWAITS_PAYMENT and not self.can_pay

    @property
    def can_cancel(self) -> bool:
        return states.may_follow(self.status, Status.CANCELLED)

    @property
    def can_refill(self) -> bool:
        """The goods may be put into a basket again."""
        return self.status in (Status.ABANDONED, Status.CANCELLED)

    @property
    def pieces(self) -> int:
        return sum(line.wanted for line in self.lines)

    @property
    def can_ship(self) -> bool:
        """Another parcel may leave."""
        return self.status in states.SENDS and not self.is_held

    @property
    def is_held(self) -> bool:
        return self.held_since is not None

    @property
    def can_ship_a_part(self) -> bool:
        """There is more than one piece left, so that one can stay behind."""
        return self.can_ship and sum(line.left for line in self.lines) > 1

    @property
    def label_printers(self) -> bool:
        """Labels can be had in the language of label printers."""
        return bool(settings.TROTH.carrier == "karrio")

    @property
    def is_under_way(self) -> bool:
        return self.status in states.UNDER_WAY

    @property
    def more(self) -> int:
        """How many lines there are after the first."""
        return len(self.lines) - 1


def of(order: Order) -> OrderShown:
    """Five small queries at most; none after `WHOLE` was prefetched."""
    prefetch_related_objects(
        [order], "lines", *(("parcels__lines",) if order.status in states.MAY_HAVE_PARCELS else ())
    )
    sent = sent_by.of(order)
    parcels = parcels_shown.of(order)
    newest = parcels[-1] if parcels else None
    return OrderShown(
        number=order.number,
        status=Status(order.status),
        placed_at=order.placed_at,
        kept_until=order.reserved_until,
        lines=tuple(_lines(order)),
        goods=Money(order.goods, order.currency),
        shipping=Money(order.shipping, order.currency),
        tax=Money(order.tax, order.currency),
        total=Money(order.total, order.currency),
        method=sent.name if sent else order.method,
        carrier=sent.carrier if sent else "",
        grams=order.grams,
        events=tuple(_event(event) for event in order.events.all()),
        card=_card(order),
        is_paid=_is_paid(order),
        tracking=newest.tracking if newest else "",
        shipped_at=newest.shipped_at if newest else None,
        parcels=parcels,
        held_since=order.held_since,
        origin=Origin(order.origin),
        reference=order.reference,
        paid_there=brought.paid_under(order),
        was_paid_there=brought.was_paid(order),
        sent_unpaid=brought.was_sent_unpaid(order),
        on_account=_happened(order, What.ON_ACCOUNT),
    )


def _lines(order: Order) -> Iterable[LineShown]:
    rest = left.left(order)
    for line in order.lines.all():
        price, total = Money(line.price, order.currency), Money(line.total, order.currency)
        told = (line.sku, line.title, line.quantity, price, total, line.variant_id)
        yield LineShown(*told, line.pk, rest[line.pk], line.out)


def _event(event: OrderEvent) -> EventShown:
    return EventShown(event.at, What(event.what), By(event.by))


def _card(order: Order) -> str:
    """ "Visa 4242": all there is to know of the card."""
    paid = _paid(order)
    return f"{paid.brand} {paid.last_four}".strip() if paid else ""


def _is_paid(order: Order) -> bool:
    """A part of what was asked for on account is not all of it."""
    if _happened(order, What.ON_ACCOUNT):
        return _happened(order, What.PAID)
    return _paid(order) is not None


def _happened(order: Order, what: What) -> bool:
    return any(event.what == what for event in order.events.all())


def _paid(order: Order) -> Payment | None:
    return next((payment for payment in order.payments.all() if payment.state in SETTLED), None)
