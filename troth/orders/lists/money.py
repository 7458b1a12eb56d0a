"""How it stands with the money of an order, as questions to the books."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from .. import brought, states
from ..models import Dispute, OnAccount, Payment
from ..models.account import Standing
from ..models.dispute import GOING_ON
from ..models.payment import SETTLED, Paying
from ..states import Status

OURS = (Paying.SUCCEEDED, Paying.UNDECIDED)


class MoneyState(TextChoices):
    """Each order that was paid is in exactly one of PAID, PART_BACK and ALL_BACK; the others may come besides."""

    AWAITED = "awaited", _("Not paid yet")
    FAILED = "failed", _("The payment failed")
    LEFT = "left", _("The payment page was left")
    PAID = "paid", _("Paid")
    PART_BACK = "part-back", _("Partly given back")
    ALL_BACK = "all-back", _("All given back")
    DISPUTED = "disputed", _("Disputed by the bank")


def is_so(state: MoneyState) -> Q:
    """For a filter of orders."""
    match state:
        case MoneyState.AWAITED:
            return Q(status__in=states.AWAITS_PAYMENT) | brought.unpaid() | _open_on_account()
        case MoneyState.FAILED:
            return Q(status=Status.PAYMENT_FAILED)
        case MoneyState.LEFT:
            return Q(status=Status.PLACED) & left()
        case MoneyState.PAID:
            return ~Q(Exists(_gone())) & ~_open_on_account() & (Q(Exists(_kept())) | brought.paid(*states.SOLD))
        case MoneyState.PART_BACK:
            return Q(Exists(_kept())) & Q(Exists(_gone()))
        case MoneyState.ALL_BACK:
            return (~Q(Exists(_kept())) & Q(Exists(_gone()))) | brought.paid(Status.REFUNDED)
        case MoneyState.DISPUTED:
            return Q(Exists(Dispute.objects.filter(payment__order=OuterRef("pk"), state__in=GOING_ON)))


def _open_on_account() -> Q:
    """Its invoice is not paid whole."""
    return Q(Exists(OnAccount.objects.filter(order=OuterRef("pk"), state=Standing.OPEN)))


def left() -> Q:
    """The payment page was left, and nobody is at it again."""
    tries = Payment.objects.filter(order=OuterRef("pk"))
    return Q(Exists(tries.filter(state=Paying.LEFT))) & ~Q(Exists(tries.filter(state=Paying.STARTED)))


def _settled():  # type: ignore[no-untyped-def]
    return Payment.objects.filter(order=OuterRef("pk"), state__in=SETTLED)


def _kept():  # type: ignore[no-untyped-def]
    """Money that came and is, in part at least, still with the shop."""
    return _settled().filter(Q(given_back__lt=F("amount")) | Q(amount=0), state__in=OURS)


def _gone():  # type: ignore[no-untyped-def]
    return _settled().filter(Q(given_back__gt=0) | ~Q(state__in=OURS))
