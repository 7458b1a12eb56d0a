"""Refunds as pages and desks show them: frozen values without a word about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext

from troth.catalog.money import Money

from .models import Order, Payment, Refund
from .models.payment import EARLIER_SHOP, TRANSFER, Paying
from .models.refund import CLAIMS, Giving, Why


@dataclass(frozen=True, slots=True)
class RefundShown:
    """`theirs` is the provider's reference, for whoever looks it up there; `order` a number. `before`: in an earlier shop."""

    id: int
    order: str
    amount: Money
    why: Why
    state: Giving
    theirs: str
    decided_at: datetime
    ended_at: datetime | None
    before: bool = False
    by_hand: bool = False  # somebody of ours transfers it

    @property
    def why_words(self) -> str:
        return gettext("Given back in the earlier shop") if self.before else str(self.why.label)

    @property
    def state_words(self) -> str:
        return str(self.state.label)


def left(payment: Payment) -> int:
    """What may still go back of a payment, in minor units."""
    ours = payment.state == Paying.SUCCEEDED and payment.provider != EARLIER_SHOP
    return payment.amount - payment.given_back if ours else 0


def left_of(order: Order) -> Money:
    """The most that one refund of this order can give back."""
    return Money(max((left(payment) for payment in order.payments.all()), default=0), order.currency)


def of_order(number: str) -> tuple[RefundShown, ...]:
    """In the order they were decided."""
    return _all(Refund.objects.filter(payment__order__number=number))


def under_way() -> tuple[RefundShown, ...]:
    """What the provider has not finished, oldest first."""
    return _all(Refund.objects.filter(state__in=(Giving.DUE, Giving.ASKED)))


def refused() -> tuple[RefundShown, ...]:
    """What the provider refused or could not carry out, while that money is still with us: somebody must decide.

    Whoever gave it back anew since has decided.
    """
    still_ours = Refund.objects.filter(state=Giving.FAILED, payment__state=Paying.SUCCEEDED)
    anew = Refund.objects.filter(payment=OuterRef("payment"), pk__gt=OuterRef("pk"), state__in=CLAIMS)
    return _all(still_ours.filter(~Exists(anew), payment__given_back__lte=F("payment__amount") - F("amount")))


def shown(refund: Refund) -> RefundShown:
    payment = refund.payment
    return RefundShown(
        id=refund.pk,
        order=payment.order.number,
        amount=Money(refund.amount, payment.currency),
        why=Why(refund.why),
        state=Giving(refund.state),
        theirs=refund.theirs,
        decided_at=refund.decided_at,
        ended_at=refund.ended_at,
        before=payment.provider == EARLIER_SHOP,
        by_hand=payment.provider == TRANSFER,
    )


def _all(found: QuerySet[Refund]) -> tuple[RefundShown, ...]:
    return tuple(shown(refund) for refund in found.select_related("payment__order")[:500])
