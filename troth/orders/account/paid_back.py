"""`confirm`: a refund of money that came by bank transfer. Somebody of ours transfers it at the bank, and says so here.

Whose bank account it goes to stands in the bank's own statement, and nowhere in the shop.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from troth import gate
from troth.recipients.payment import Back, RefundSeen

from .. import moving, repay
from ..errors import NotPossible
from ..models import Payment, Refund
from ..models.order import By
from ..models.payment import TRANSFER
from ..models.refund import Giving
from ..refunded import RefundShown, shown
from . import known


@dataclass(frozen=True, slots=True)
class ToPayBack:
    """`came`: the day its money came, by which it is found at the bank."""

    refund: RefundShown
    came: object


def waiting(actor: gate.Actor) -> tuple[ToPayBack, ...]:
    """Oldest first. Raises gate.Refused."""
    known.may(actor)
    found = Refund.objects.filter(payment__provider=TRANSFER, state=Giving.DUE).select_related("payment__order")
    return tuple(_told(each) for each in found[:500])


def one(refund: int, actor: gate.Actor) -> ToPayBack | None:
    known.may(actor)
    found = Refund.objects.filter(pk=refund, payment__provider=TRANSFER).select_related("payment__order").first()
    return _told(found) if found else None


def _told(refund: Refund) -> ToPayBack:
    return ToPayBack(shown(refund), refund.payment.settled_at if refund.payment else None)


def confirm(refund: int, actor: gate.Actor) -> None:
    """It was transferred. Raises NotPossible for one that was confirmed before, gate.Refused, Refund.DoesNotExist."""
    known.may(actor)
    owed = Refund.objects.select_related("payment").get(pk=refund, payment__provider=TRANSFER)
    with transaction.atomic():
        moving.held(owed.of.order_id)  # before the payment, as whoever gives money back does
        payment = Payment.objects.select_for_update().get(refunds=owed)
        seen = RefundSeen("", owed.ref, "", owed.amount, payment.currency, Back.DONE)
        if not Refund.objects.filter(pk=owed.pk, state=Giving.DUE).exists() or not repay.hear(payment, seen, By.STAFF):
            raise NotPossible
