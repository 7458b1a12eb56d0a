"""Reaching the customer about a problem, by the channels the policy and their own word leave open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth import channels, gate
from troth.orders import jobs
from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.models import Order
from troth.policy import Refused

from .attempts import noted
from .cases import PURPOSE
from .models import Case, Tried

TEMPLATE = "order_problem"
MAIL, TELEPHONE = "email", "telephone"
DONE_HERE = frozenset({MAIL, TELEPHONE})  # the others the shop can't use yet; see 3b.other of the policy
AGAIN_AFTER = timedelta(minutes=10)
AFTER_RINGING = (Tried.REACHED, Tried.MESSAGE_LEFT, Tried.NO_ANSWER)


class WrittenAlready(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("A mail left a few minutes ago. Please give it time to arrive."))


@dataclass(frozen=True, slots=True)
class Way:
    """A channel. `allowed` says whether they may be reached by it; otherwise `clause` and `reason` say why not."""

    channel: str
    label: str
    allowed: bool
    here: bool
    clause: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        return self.allowed and self.here


@dataclass(frozen=True, slots=True)
class Ringing:
    """What is needed to ring. Both are printed with `|reveal`; None where the customer left none."""

    name: gate.Personal | gate.Withheld | None
    telephone: gate.Personal | gate.Withheld | None


def ways(order: Order) -> tuple[Way, ...]:
    """A dry question: opens nothing, and nothing is entered. Two queries for them all."""
    known = gate.policy()
    person = gate.person_of_party(order.whose)
    return tuple(
        _way(channel, known.channels[channel].label, person) for channel in sorted(known.purposes[PURPOSE].channels)
    )


def ways_of(number: str) -> tuple[Way, ...]:
    """The same by an order's number; none for one that is not there."""
    order = Order.objects.filter(number=number).first()
    return ways(order) if order else ()


def write(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Queue the mail about it. Raises NotPossible, WrittenAlready, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    case = _open_case(ref)
    _may(case.order, MAIL)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        lately = case.attempts.filter(channel=MAIL, at__gt=timezone.now() - AGAIN_AFTER)
        if lately.exists():
            raise WrittenAlready
        noted(case, MAIL, Tried.WRITTEN)
        channels.send(TEMPLATE, case.order.whose, order=case.order_id, problem=case.problem)


def ring(ref: uuid.UUID, actor: gate.Actor) -> Ringing:
    """Name and number, opened for this call. Raises NotPossible, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    case = _open_case(ref)
    asked = ("order_contact.name", "order_contact.telephone")
    opened = gate.use(case.order.whose, asked, purpose=PURPOSE, actor=actor, channel=TELEPHONE)
    noted(case, TELEPHONE, Tried.LOOKED)
    contact = opened.first("order_contact")
    return Ringing(contact["name"], contact["telephone"]) if contact else Ringing(None, None)


def rang(ref: uuid.UUID, tried: Tried, actor: gate.Actor) -> None:
    """What came of the call. Raises NotPossible, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    case = _open_case(ref)
    if tried not in AFTER_RINGING:
        raise NotPossible
    noted(case, TELEPHONE, tried)


def _open_case(ref: uuid.UUID) -> Case:
    case = Case.objects.select_related("order").get(ref=ref)
    if case.closed_at is not None:
        raise NotPossible
    return case


def _may(order: Order, channel: str) -> None:
    person = gate.person_of_party(order.whose)
    if person is None:
        raise NotPossible
    decision = gate.may_reach(person, PURPOSE, channel)
    if isinstance(decision, Refused):
        raise gate.Refused.by(decision)


def _way(channel: str, label: str, person: gate.PersonId | None) -> Way:
    if person is None:
        return Way(channel, label, False, channel in DONE_HERE, "", gettext("There is nobody to reach any more."))
    decision = gate.may_reach(person, PURPOSE, channel)
    if isinstance(decision, Refused):
        return Way(channel, label, False, channel in DONE_HERE, decision.clause, decision.reason)
    return Way(channel, label, True, channel in DONE_HERE)
