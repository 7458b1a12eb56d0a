"""`hear`: take in a security partner's word about an order that is still to be checked, and weigh the order again.

What they say is the buyer's data: it lies sealed with the order, with the partner's name and the door it came in by, and
they read it on My privacy. The books keep that a word was heard, and how much was thrown away unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.recipients import security
from troth.recipients.inbound import Door, label_of, tally
from troth.recipients.inbound.partners import PRACTICE
from troth.recipients.security import Band, Reason, Warned, practice

from .. import jobs, states
from ..errors import OrderTrouble
from ..models import Order
from ..states import Status
from . import weighing
from .known import PURPOSE, WARNING

SOURCE = "security"
# What is under way is not stopped by a word: then nothing is left that it could be collected for.
STILL_CHECKED = frozenset({Status.PLACED, Status.PAYMENT_FAILED, Status.PAID}) | states.INVOICED_FIRST


class NoSuchOrder(LookupError):
    """None that a partner could warn of: unknown, on its way, or of somebody who may not be checked. Which, nobody says."""


class NothingToWarnOf(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("There is no order with this number that is still to be checked."))


@sensitive_variables("body")
def hear(partner: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """False for a word that was heard before. Raises LookupError for an unknown partner, NotTheirWord, and NoSuchOrder.

    Never within a transaction of the shop. Told twice at once, the order still has one warning.
    """
    word = security.read(partner, body, headers)
    if tally.heard(Door.SECURITY, partner, word.id):
        return False
    order = _order(word)
    _keep(order, word, label_of(Door.SECURITY, partner))
    try:
        with transaction.atomic():
            tally.note(Door.SECURITY, partner, word.id, word.dropped)
            weighing.weigh.enqueue(order.pk)
    except tally.HeardBefore:
        return False
    return True


def practise(number: str, band: Band, reasons: Iterable[Reason], actor: gate.Actor) -> None:
    """Let the practice partner warn of an order. Raises LookupError in a live shop, `gate.Refused`, NothingToWarnOf."""
    jobs.may(actor, PURPOSE)
    try:
        hear(PRACTICE, *practice.message(number, band, reasons))
    except NoSuchOrder:
        raise NothingToWarnOf from None


def tallies() -> tuple[tuple[str, int, int], ...]:
    """(the partner's name, words heard, things thrown away unread) of each partner there is. One query."""
    return tally.tallies(Door.SECURITY)


def _order(word: Warned) -> Order:
    order = Order.objects.filter(number=word.order, status__in=STILL_CHECKED, emptied_at=None).first()
    if order is None:
        raise NoSuchOrder
    return order


@sensitive_variables("told")
def _keep(order: Order, word: Warned, name: str) -> None:
    person = gate.person_of_party(order.whose)
    if person is None:
        raise NoSuchOrder
    reasons = "\n".join(str(security.REASONS[each]) for each in word.reasons)
    told = {WARNING: {"partner": name, "band": str(word.band), "reasons": reasons}}
    try:
        gate.collect(person, told, purpose=PURPOSE, source=SOURCE, actor=gate.system(PURPOSE), party=order.whose)
    except gate.Refused:  # recorded as such
        raise NoSuchOrder from None
