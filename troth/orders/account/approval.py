"""Who may buy on account: decided by one of us, written in the vault, and to be read by whom it is about."""

from __future__ import annotations

from django.utils import timezone

from troth import gate

from .. import jobs
from ..models import Order
from .errors import NobodyToAsk

KIND, PURPOSE = "on_account", "billing"
YES, NO = "yes", "no"


def declared() -> bool:
    """Where the policy in force is silent nobody is approved."""
    return KIND in gate.policy().kinds


def is_approved(person: gate.PersonId) -> bool:
    """One look, entered: the checkout asks on the buyer's behalf."""
    if not declared():
        return False
    try:
        opened = gate.use(person, [KIND], purpose=PURPOSE, actor=gate.the_person(person))
    except gate.Refused:
        return False
    return _says_yes(opened)


def of_buyer(number: str, actor: gate.Actor) -> bool | None:
    """Of whoever placed this order; None where nothing was ever decided, or nobody has an account. Raises gate.Refused,
    Order.DoesNotExist.
    """
    jobs.may(actor, PURPOSE)
    person = _buyer(number)
    if person is None or not declared():
        return None
    opened = gate.use(person, [KIND], purpose=PURPOSE, actor=actor)
    return _says_yes(opened) if opened.first(KIND) else None


def decide(number: str, approved: bool, actor: gate.Actor) -> None:
    """Of whoever placed this order, for all they order from now on. Raises NobodyToAsk, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    person = _buyer(number)
    if person is None or not declared():
        raise NobodyToAsk
    told = {KIND: {"approved": YES if approved else NO, "decided_on": timezone.localdate().isoformat()}}
    gate.collect(person, told, purpose=PURPOSE, source="office", actor=actor)


def has_account(number: str) -> bool:
    """One that can be approved. Opens nothing."""
    return declared() and _buyer(number) is not None


def _buyer(number: str) -> gate.PersonId | None:
    person = gate.person_of_party(Order.objects.get(number=number).whose)
    return person if person is not None and gate.account_of_person(person) is not None else None


def _says_yes(opened: gate.Opened) -> bool:
    record = opened.first(KIND)
    value = record["approved"] if record else None
    return isinstance(value, gate.Personal) and value.reveal() == YES
