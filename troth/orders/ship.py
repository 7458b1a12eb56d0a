"""`ship`: what happens to a street address when a parcel leaves.

    claim the parcel ─► gate.disclose(…, recipient) ─► the carrier's adapter ─► gate.outcome ─► shipped, mail queued

The carrier is told what the policy grants them and nothing else. The label carries a name and an address: it is
handed to the caller for showing, and kept nowhere. An order may go in several parcels, one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import channels, gate
from troth.recipients import chosen
from troth.recipients.carrier import Booked, CarrierSilent, CarrierTrouble, CarrierUnreachable, ParcelAsked, Print

from . import jobs, left, moving, numbers, sent_by, shipping, states, unheard, voiding
from .errors import CarrierSaysNo, HeldBack, NotPossible
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking, Way
from .parts import DELIVERY
from .states import Status
from .voiding import LEASE

FIRST_LOOK = timedelta(hours=2)  # carriers scan nothing sooner


@dataclass(frozen=True, slots=True)
class Shipped:
    """`invoice`: a customs paper to print as well, of `invoice_type`, where a border asks for one."""

    number: str
    carrier: str
    tracking: str
    label: bytes = field(repr=False)
    content_type: str = "image/svg+xml"
    invoice: bytes = field(default=b"", repr=False)
    invoice_type: str = "application/pdf"

    @property
    def prints_invoice(self) -> bool:
        """It is printed from the page, as the label is; others are a file."""
        return bool(self.invoice) and self.invoice_type.startswith("image/")

    @property
    def is_picture(self) -> bool:
        """A browser shows it; other labels are for a printer."""
        return bool(self.label) and self.content_type.startswith("image/")

    @property
    def file_name(self) -> str:
        return f"{self.number}.{'zpl' if self.content_type.endswith('zpl') else 'pdf'}"


def ship(
    number: str, actor: gate.Actor, lines: Mapping[int, int] | None = None, *, printed: Print = Print.PDF
) -> Shipped:
    """packed → (part shipped →) shipped. Raises NotPossible, NotLeftToSend, CarrierSaysNo, gate.Refused, Order.DoesNotExist.

    `lines`: so many of each line of the order, by its id; everything that is left without it. Pressed twice, one press
    wins and the other is told NotPossible. After a crash in the middle it can be tried again with the same parcel; where
    that may be a second label, it says so and books nothing until somebody has looked (see `looked_up`).
    """
    jobs.may(actor)
    order = Order.objects.get(number=number).pk
    _nobody_died_at_it(order)
    parcel = _claim(order, lines)
    try:
        booked, country = _book(parcel, actor, printed)
    except (gate.Refused, CarrierTrouble) as trouble:
        unheard.not_taken(parcel, trouble)
        if isinstance(trouble, CarrierTrouble):
            raise CarrierSaysNo.because(trouble) from None
        raise
    left_the_house(parcel, booked, _expected(parcel, country))
    return _shipped(parcel, booked)


def label(number: str, actor: gate.Actor, *, printed: Print = Print.PDF) -> Shipped:
    """The label of the newest parcel once more: the carrier is asked, and told, again.

    Carriers that would book a second parcel are first asked to take the first label back; they give a new number. That
    is possible only until they have the parcel. Without a new number the parcel is to be sent again. Where they give none
    (by hand) the one that was noted stays. Raises as `ship`.
    """
    jobs.may(actor)
    parcel = Parcel.objects.select_related("order").filter(order__number=number, booking=Booking.BOOKED).last()
    if parcel is None or not parcel.carrier:  # the shop's own means have no label
        raise NotPossible
    gone = _old_one_is_gone(parcel)
    try:
        booked, _country = _book(parcel, actor, printed)
    except (gate.Refused, CarrierTrouble) as trouble:
        if gone:
            unheard.without_a_label(parcel, trouble)
        if isinstance(trouble, CarrierTrouble):
            raise CarrierSaysNo.because(trouble) from None
        raise
    told = {"tracking": booked.tracking} if booked.tracking else {}
    Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=None, **told)
    moving.note(parcel.order, By.STAFF, What.LABEL_AGAIN)
    return _shipped(parcel, booked)


def _old_one_is_gone(parcel: Parcel) -> bool:
    """True where another one would be a second. The parcel has no number then, until there is a new one."""
    try:
        if chosen.carrier(parcel.carrier).books_once:
            return False
    except LookupError:
        raise CarrierSaysNo from None
    if parcel.way != Way.BOOKED or not parcel.tracking:  # without one somebody is at it, or has died
        raise NotPossible
    voiding.void(parcel)
    booking_since = timezone.now()  # it has a lease of its own
    Parcel.objects.filter(pk=parcel.pk).update(tracking="", void_asked_at=booking_since)
    return True


def _nobody_died_at_it(order: int) -> None:
    """Raises CarrierSaysNo where somebody did, until it is known what the carrier made of it."""
    if parcel := unheard.booking_of(order):
        unheard.given_up(parcel)
    if Parcel.objects.filter(order=order, booking=Booking.UNHEARD).exists():
        raise CarrierSaysNo.because(CarrierSilent())


def _shipped(parcel: Parcel, booked: Booked) -> Shipped:
    label = (booked.tracking, booked.label, booked.content_type)
    return Shipped(parcel.order.number, parcel.carrier, *label, booked.invoice, booked.invoice_type)


def _claim(pk: int, lines: Mapping[int, int] | None) -> Parcel:
    """The parcel, ours to book. Raises NotPossible if nothing may leave now or somebody else is at it."""
    try:
        with transaction.atomic():
            order = moving.held(pk)
            sent = sent_by.of(order)
            if order.held_since is not None:
                raise HeldBack
            if order.status not in states.SENDS or sent is None:
                raise NotPossible
            parcel = _tried_before(order)
            packed = left.choose(order, lines, but=parcel.pk if parcel else None)
            what = {"carrier": sent.carrier, "service": sent.service, "grams": left.grams(order, packed)}
            if parcel is None:
                parcel = Parcel.objects.create(order=order, ref=numbers.secret(), **what)
            else:
                Parcel.objects.filter(pk=parcel.pk).update(booking=Booking.ASKED, asked_at=timezone.now(), **what)
            left.write(parcel, packed)
    except IntegrityError:
        raise NotPossible from None
    return Parcel.objects.select_related("order").get(pk=parcel.pk)


def _tried_before(order: Order) -> Parcel | None:
    """A booking that failed or was never heard of again. Raises NotPossible if somebody is at one just now."""
    parcel = order.parcels.filter(booking__in=(Booking.ASKED, Booking.FAILED)).first()
    if parcel and parcel.booking == Booking.ASKED and parcel.asked_at > timezone.now() - LEASE:
        raise NotPossible
    return parcel


def _book(parcel: Parcel, actor: gate.Actor, printed: Print) -> tuple[Booked, gate.Personal | None]:
    """The booking, and the country it goes to as the carrier was told it, if it was. Nobody is told of the shop's own."""
    if not parcel.carrier:
        return Booked("", b""), None
    try:
        carrier = chosen.carrier(parcel.carrier)
    except LookupError:
        raise CarrierUnreachable("this shop has no adapter for the carrier") from None
    inside = left.contents(parcel)
    told = gate.disclose(parcel.order.whose, purpose="fulfil_order", recipient=parcel.carrier, actor=actor)
    asked = ParcelAsked(parcel.ref, parcel.order.number, parcel.service, parcel.grams, inside, printed)
    outcome = "unknown"
    try:
        booked = carrier.book(asked, told)
        outcome = "delivered"
    except CarrierTrouble as trouble:
        outcome = "unknown" if isinstance(trouble, CarrierUnreachable) else "failed"
        raise
    finally:
        gate.outcome(told.disclosure, outcome)
    return booked, told.fields.get(DELIVERY, {}).get("country")


def left_the_house(parcel: Parcel, booked: Booked, expected: date | None) -> None:
    """It is booked, and on its way; the customer is told."""
    now = timezone.now()
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        Parcel.objects.filter(pk=parcel.pk).update(
            booking=Booking.BOOKED,
            tracking=booked.tracking,
            shipped_at=now,
            expected_on=expected,
            look_at=now + FIRST_LOOK if booked.tracking else None,
        )
        rest = any(left.left(order).values())
        to, what = (Status.PART_SHIPPED, What.PART_SHIPPED) if rest else (Status.SHIPPED, What.SHIPPED)
        if not moving.advance(order, to, By.STAFF, what):
            moving.note(order, By.STAFF, what)  # one more of several
        channels.send("order_shipped", order.whose, order=order.pk, parcel=parcel.pk)


def _expected(parcel: Parcel, country: gate.Personal | None) -> date | None:
    """The last of the days the checkout promises for such a parcel. Only the day is kept, not where it goes."""
    found = shipping.method(parcel.order.method, country.reveal(), parcel.grams) if country is not None else None
    return shipping.arrival(found.working[1]) if found and found.working[1] else None
