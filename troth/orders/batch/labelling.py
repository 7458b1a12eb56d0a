"""Booking the labels of many orders: each by the verb that books one, one after the other, so each goes whole or not at all.

What one order comes to never stops the rest. Nothing is booked twice: a parcel is claimed before it is booked (`ship`), and one
whose booking may have gone through is left to a person who looks with the carrier first.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from traceback import extract_tb

from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.recipients import chosen as recipients
from troth.recipients.carrier import Print
from troth.recipients.models import CarrierHealth

from .. import jobs, sent_by, states
from ..errors import NotPossible, OrderTrouble
from ..models import Order
from ..models.parcel import Booking
from ..said import carrier_name
from ..ship import Shipped, ship
from ..states import Status
from .chosen import each_once, where_it_stands

logger = logging.getLogger("troth.orders")


@dataclass(frozen=True, slots=True)
class Labelled:
    """What became of one of them. `why` is empty where it was booked; then `shipped` has the label, which is kept nowhere."""

    number: str
    why: str = ""
    shipped: Shipped | None = field(default=None, repr=False)


def book_each(numbers: Sequence[str], actor: gate.Actor, *, printed: Print = Print.PDF) -> Iterator[Labelled]:
    """In the order named, each once, each booked when the next is asked for. Raises gate.Refused before the first, TooMany."""
    jobs.may(actor)
    once = each_once(numbers)
    return (_labelled(number, actor, printed) for number in once)


def _labelled(number: str, actor: gate.Actor, printed: Print) -> Labelled:
    try:
        return _booked(number, actor, printed)
    except Exception as error:  # the others go on; what went wrong here is written down and said
        where = "".join(f"\n{each.filename}:{each.lineno} {each.name}" for each in extract_tb(error.__traceback__))
        logger.error("Booking a label among many broke: %s%s", type(error).__name__, where)  # never its text
        words = gettext("Something broke on our side. A label may have been made: look before you book again.")
        return Labelled(number, words)


def _booked(number: str, actor: gate.Actor, printed: Print) -> Labelled:
    if why := _why_not(number):
        return Labelled(number, why)
    try:
        return Labelled(number, shipped=ship(number, actor, printed=printed))
    except gate.Refused as refused:
        return Labelled(number, refused.reason)
    except NotPossible:
        return Labelled(number, _why_not(number) or gettext("Somebody else is booking it just now."))
    except OrderTrouble as trouble:
        return Labelled(number, str(trouble))


def _why_not(number: str) -> str:
    """Why nobody should be asked for its label now, "" if nothing speaks against it."""
    order = Order.objects.filter(number=number).first()
    if order is None:
        return gettext("There is no order of that number.")
    sent = sent_by.of(order)
    if order.status in states.TO_PACK:
        return gettext("It is not packed yet.")
    if order.status not in states.SENDS or sent is None:
        return where_it_stands(Status(order.status))
    if _may_be_booked(order):
        return gettext(
            "A label was tried before and may have been made. Open the order: it says what to look for with the carrier."
        )
    if CarrierHealth.objects.filter(recipient=sent.carrier, resting_until__gt=timezone.now()).exists():
        words = gettext("%(carrier)s does not answer and was not asked. Book it again in a few minutes.")
        return words % {"carrier": carrier_name(sent.carrier)}
    return ""


def _may_be_booked(order: Order) -> bool:
    """A booking nobody heard the end of, with a carrier for whom asking again is a second label."""
    tried = order.parcels.filter(booking__in=(Booking.ASKED, Booking.UNHEARD)).first()
    if tried is None:
        return False
    try:
        return not recipients.carrier(tried.carrier).books_once
    except LookupError:
        return True
