"""`claim`: somebody of ours decides to ask for what a bank took back. Never a program, and never without a reason."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import gate

from .. import moving
from ..errors import NotPossible, OrderTrouble
from ..models import Debt, Dispute, Order, Parcel
from ..models.dispute import Contesting
from ..models.order import By, What
from ..models.owed import Asking
from ..models.parcel import Booking, Way
from ..parts import CONTACT
from . import known

SHORTEST = 8
# The bank says that somebody else paid with the card: the buyer may be the one it was done to.
DOUBTFUL = frozenset({"fraudulent", "unrecognized", "debit_not_authorized"})


class NothingSent(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Nothing of this order was sent, or it came back. Then nothing is owed."))


class ClaimedAlready(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The money was asked for already."))


class NobodyLeft(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("There is nobody here any more whom it could be asked of."))


class NoReason(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Please write why, in a few words. The customer can read it."))


class Doubtful(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The bank says that the cardholder did not pay this. The buyer may be the one whom it was done to. Confirm "
                "that you have looked at this before you ask them for money."
            )
        )


@sensitive_variables("reason")
def claim(dispute: int, actor: gate.Actor, reason: str, *, sure: bool = False) -> uuid.UUID:
    """Ask for it: the first letter leaves. The reference of what is owed.

    `sure`: they have seen that the buyer may be a victim. Pressed twice, it is asked for once. Raises NothingSent,
    ClaimedAlready, NobodyLeft, NoReason, Doubtful, NotPossible, gate.Refused, Dispute.DoesNotExist.
    """
    known.may(actor)
    lost = Dispute.objects.select_related("payment__order").get(pk=dispute)
    order = lost.payment.order
    if len(reason.strip()) < SHORTEST:
        raise NoReason
    _must_be_possible(lost)
    if doubtful(lost) and not sure:
        raise Doubtful
    # The reason is sealed with the look, for the customer; the ledger has who it was.
    gate.use(order.whose, [f"{CONTACT}.name"], purpose=known.PURPOSE, actor=actor, reason=reason.strip())
    try:
        with transaction.atomic():
            return _write(lost, moving.held(order.pk))
    except IntegrityError:  # two presses at once; the other one was first
        raise ClaimedAlready from None


def hindrance(dispute: Dispute) -> OrderTrouble | None:
    """Why it can't be asked for, as a sentence; None where it can."""
    order = dispute.payment.order
    if dispute.state != Contesting.LOST or dispute.currency != dispute.payment.currency:
        return NotPossible()
    if Debt.objects.filter(dispute=dispute).exists():
        return ClaimedAlready()
    if not Parcel.objects.filter(order=order, booking=Booking.BOOKED).exclude(way=Way.RETURNED).exists():
        return NothingSent()
    if order.emptied_at is not None or gate.person_of_party(order.whose) is None:
        return NobodyLeft()
    return None


def doubtful(dispute: Dispute) -> bool:
    return dispute.reason in DOUBTFUL


def _must_be_possible(dispute: Dispute) -> None:
    if (trouble := hindrance(dispute)) is not None:
        raise trouble


def _write(lost: Dispute, order: Order) -> uuid.UUID:
    if Debt.objects.filter(dispute=lost).exists():
        raise ClaimedAlready
    amount = min(lost.amount, lost.payment.amount)
    debt = Debt.objects.create(dispute=lost, amount=amount, currency=lost.currency, due_on=known.due())
    moving.note(order, By.STAFF, What.DEBT_ASKED)
    known.write(debt, order, Asking.REQUEST)
    return debt.public_id
