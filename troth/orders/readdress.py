"""Somebody told the order desk that their parcel goes elsewhere: the address is changed while no label bears the old one.

    opened(number, actor)                the address as it is, for the form
    change(number, address, seen, …)     another one in its place, in the same country and under the same taxes
    same_taxes(order, old, new)          the rule of the latter, for customers who put it right themselves, too

What sending costs was reckoned for the country, and the tax for the place, so an address that would change either is
refused. Invoices are not touched: what was issued keeps the address that it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate

from . import jobs, moving, parts, places
from .errors import OrderTrouble
from .exemptions import holding
from .models import Order
from .models.order import By, What
from .models.parcel import Booking, Way
from .parts import DELIVERY, Part
from .prices import book
from .prices.book import Book
from .prices.local import nearest
from .prices.rates import Place
from .states import OPEN, Status

PURPOSE, SOURCE, TEMPLATE = "fulfil_order", "office", "order_readdressed"
CHANGES = OPEN - {Status.PART_SHIPPED}
LABELLED = (Booking.ASKED, Booking.BOOKED, Booking.UNHEARD)
BESIDE = frozenset({"purchase_order"})  # what was told with it and is no part of the address


class AddressTrouble(OrderTrouble):
    """`field`: the line of the address at fault, "" for all of it."""

    field = ""


class GoneAlready(AddressTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Where an order goes can be changed only before anything of it is sent. Nothing was done. "
                "Ask the carrier to redirect the parcel, or wait for it to come back."
            )
        )


class LabelFirst(AddressTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "A label bears the old address. Take the label back first, then change the address. Nothing was done."
            )
        )


class AnotherCountry(AddressTrouble):
    field = "country"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Sending was priced for the country that was ordered to, so it stays. "
                "Cancel the order, and let it be ordered again to the other country."
            )
        )


class OtherTaxes(AddressTrouble):
    field = "postcode"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Other taxes are due at that address than those that were paid. "
                "Cancel the order, and let it be ordered again to the new address."
            )
        )


class NotSentThere(AddressTrouble):
    field = "postcode"

    def __init__(self, reason: str) -> None:
        super().__init__(gettext("We may not send there. Nothing was done. %(reason)s") % {"reason": reason})


class SameAddress(AddressTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("That is the address it goes to already. Nothing was changed."))


class ChangedSince(AddressTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("The address was changed since you opened it, so nothing was done. Please look at it again.")
        )


class LabelMeanwhile(AddressTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The address was changed, but a label was made in the same moment and may bear the old one. "
                "Please take the label back and book it again."
            )
        )


@dataclass(frozen=True, slots=True)
class Address:
    """`seen`: which version it is, in a word that a form carries. `fields`: in plain words, for the form and nothing else.

    `part`: as it stands on a parcel.
    """

    seen: str
    fields: Mapping[str, str] = field(repr=False)
    part: Part = field(repr=False)


def can(order: Order) -> bool:
    return order.status in CHANGES and order.emptied_at is None and not _labelled(order)


@sensitive_variables("found", "record", "told")
def opened(number: str, actor: gate.Actor) -> Address | None:
    """Opening it is an entry. None for a number that is not there, and where there is no address (any more).

    Raises `gate.Refused` for whoever sends no orders.
    """
    jobs.may(actor, PURPOSE)
    order = Order.objects.filter(number=number).first()
    found = gate.use(order.whose, (DELIVERY,), purpose=PURPOSE, actor=actor) if order else None
    record = found.first(DELIVERY) if found else None
    if found is None or record is None:
        return None
    told = {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}
    return Address(str(record.id), told, parts.address(found, DELIVERY))


@sensitive_variables("address")
def change(number: str, address: Mapping[str, str], seen: str, *, actor: gate.Actor) -> None:
    """`address`: as `people.postal` checked it. `seen`: of the version that was on the form. The customer is told by mail.

    Raises an AddressTrouble, Order.DoesNotExist, `gate.Refused`.
    """
    jobs.may(actor, PURPOSE)
    order = Order.objects.get(number=number)
    _may_change(order)
    person = gate.person_of_party(order.whose)
    if person is None:  # erased in this moment: nobody is made anew for it
        raise GoneAlready
    # Whoever else changes it waits: of two who saw the same address, the second is told that it is another one now.
    with gate.together(person):
        trouble = _kept(person, order, address, seen, actor)
    if trouble is not None:  # raised out here: that the address was looked at stays recorded
        raise trouble
    _noted(order.pk)


@sensitive_variables("address", "before", "old", "new")
def _kept(
    person: gate.PersonId, order: Order, address: Mapping[str, str], seen: str, actor: gate.Actor
) -> AddressTrouble | None:
    """Under the order's own key, as told to an employee. What stands in the way; nothing is written then."""
    before = opened(order.number, actor)
    if before is None:
        return GoneAlready()
    old = {name: value for name, value in before.fields.items() if name not in BESIDE}
    new = {name: value for name, value in address.items() if value and name not in BESIDE}
    if old == new:
        return SameAddress()
    if before.seen != seen:
        return ChangedSince()
    if (trouble := _other_terms(order, old, new)) is not None:
        return trouble
    told = {name: value for name, value in ({**before.fields, **dict.fromkeys(old, ""), **new}).items() if value}
    gate.collect(person, {DELIVERY: told}, purpose=PURPOSE, source=SOURCE, actor=actor, party=order.whose)
    return None


def _may_change(order: Order) -> None:
    if order.status in (*CHANGES, Status.SHIPPED) and _labelled(order):
        gone = order.parcels.filter(booking=Booking.BOOKED).exclude(way=Way.BOOKED).exists()
        raise GoneAlready if gone else LabelFirst
    if order.status not in CHANGES or order.emptied_at is not None:
        raise GoneAlready


def _labelled(order: Order) -> bool:
    return order.parcels.filter(booking__in=LABELLED).exists()


@sensitive_variables("old", "new", "closed")
def _other_terms(order: Order, old: Mapping[str, str], new: Mapping[str, str]) -> AddressTrouble | None:
    if old.get("country", "") != new.get("country", ""):
        return AnotherCountry()
    closed = places.closed(new.get("country", ""), new.get("region", ""))
    if closed is not None:
        return NotSentThere(closed.reason)
    return None if same_taxes(order, old, new) else OtherTaxes()


@sensitive_variables("old", "new")
def same_taxes(order: Order, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether what was paid for the one address would have to be paid for the other."""
    told, here, there = book.current(), _place(old), _place(new)
    return _taxes(told, here) == _taxes(told, there) and _exempt(told, order, here) == _exempt(told, order, there)


def _place(address: Mapping[str, str]) -> Place:
    return Place(*(address.get(line, "") for line in ("country", "region", "postcode")))


def _taxes(told: Book, place: Place) -> object:
    """All that falls on anything there. By the rules of today: an order is of another day, but both are asked alike."""
    classes = dict.fromkeys(row.tax_class for row in told.rates.rows)
    return [told.rates.row(place, each) for each in classes], nearest.rate(told.rates, told.local, place)


def _exempt(told: Book, order: Order, place: Place) -> bool:
    """Whether the buyer need pay no tax there."""
    person = gate.person_of_party(order.whose) if told.exempting else None
    return person is not None and holding.of(person, place) is not None


def _noted(pk: int) -> None:
    """Whatever became of the order meanwhile: the address is another one now, and the customer is told."""
    with transaction.atomic():
        order = moving.held(pk)
        moving.note(order, By.STAFF, What.READDRESSED)
        channels.send(TEMPLATE, order.whose, order=order.pk)
    if _labelled(order):
        raise LabelMeanwhile
