"""One debt on the desk, and reaching who owes it: by the channels that the policy and their own word leave open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext

from troth import gate
from troth.policy import Refused

from .. import jobs, parts
from .. import shown as orders
from ..disputes import shelf as disputes
from ..disputes.shelf import DisputeShown
from ..errors import NotPossible
from ..models import Debt, Order
from ..models.owed import Owing
from ..parts import BILLING, CONTACT, Part
from ..shown import OrderShown
from . import known
from .shown import DebtShown, shown

# What is opened to reach somebody by hand; mails are the shop's own doing.
BY_HAND = {"telephone": (f"{CONTACT}.name", f"{CONTACT}.telephone"), "post": (BILLING,)}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel that is gone by hand. Where it is not allowed, `clause` and `reason` say why."""

    channel: str
    label: str
    allowed: bool
    clause: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Nobody's data; whom it is about is opened by `reach` alone."""

    debt: DebtShown
    order: OrderShown
    dispute: DisputeShown
    ways: tuple[Way, ...]
    can_decide: bool


def opened(ref: uuid.UUID, actor: gate.Actor) -> Opened | None:
    """None for one that is not there. Raises gate.Refused."""
    known.may(actor)
    debt = Debt.objects.select_related("dispute__payment__order").filter(public_id=ref).first()
    if debt is None:
        return None
    order = known.order_of(debt)
    return Opened(
        shown(debt),
        orders.of(order),
        disputes.shown(debt.dispute),
        _ways(order) if debt.state == Owing.OPEN else (),
        jobs.includes(actor, known.PURPOSE),
    )


def reach(ref: uuid.UUID, channel: str, actor: gate.Actor) -> Part:
    """Name and number, or name and address, opened for this one call or letter. Raises NotPossible, gate.Refused,
    Debt.DoesNotExist.
    """
    known.may(actor)
    debt = known.read(ref)
    whose = known.order_of(debt).whose
    if debt.state != Owing.OPEN or channel not in BY_HAND or gate.person_of_party(whose) is None:
        raise NotPossible  # of who was erased the books keep an address, for the law and not for letters
    found = gate.use(whose, BY_HAND[channel], purpose=known.PURPOSE, actor=actor, channel=channel)
    return parts.address(found, BILLING) if channel == "post" else _to_ring(found)


def _to_ring(found: gate.Opened) -> Part:
    """Without what was not asked for. The number lacks where the customer left none."""
    contact = found.first(CONTACT)
    values = (contact["name"], contact["telephone"]) if contact else ()
    return Part(tuple(value for value in values if value is not None))


def _ways(order: Order) -> tuple[Way, ...]:
    """A dry question: opens nothing, and nothing is entered."""
    policy = gate.policy()
    person = gate.person_of_party(order.whose)
    offered = [each for each in BY_HAND if each in policy.purposes[known.PURPOSE].channels]
    return tuple(_way(channel, policy.channels[channel].label, person) for channel in offered)


def _way(channel: str, label: str, person: gate.PersonId | None) -> Way:
    if person is None:
        return Way(channel, label, False, "", gettext("There is nobody to reach any more."))
    decision = gate.may_reach(person, known.PURPOSE, channel)
    if isinstance(decision, Refused):
        return Way(channel, label, False, decision.clause, decision.reason)
    return Way(channel, label, True)
