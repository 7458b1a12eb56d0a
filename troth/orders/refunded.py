"""Refunds as pages and desks show them: frozen values without a word about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from troth.catalog.money import Money

from .models import OnAccount, Order, Payment, Refund
from .models.account import Standing
from .models.order import What
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
    taken_off: bool = False  # of what is owed: no money moves

    @property
    def why_words(self) -> str:
        return gettext("Given back in the earlier shop") if self.before else str(self.why.label)

    @property
    def state_words(self) -> str:
        return gettext("Taken off the invoice") if self.taken_off else str(self.state.label)


def left(payment: Payment) -> int:
    """What may still go back of a payment, in minor units."""
    ours = payment.state == Paying.SUCCEEDED and payment.provider != EARLIER_SHOP
    return payment.amount - payment.given_back if ours else 0


def left_of(order: Order) -> Money:
    """The most that can be given back at once: what was paid, and what is owed on account. One query for an order on account."""
    paid = sum(left(payment) for payment in order.payments.all())
    owed = owed_of(order)
    return Money(paid + (owed.left if owed else 0), order.currency)


def owed_of(order: Order) -> OnAccount | None:
    """Of what it owes on account something can be taken off; also where it is not asked for any more."""
    if not any(event.what == What.ON_ACCOUNT for event in order.events.all()):
        return None
    found = OnAccount.objects.filter(order=order, state__in=(Standing.OPEN, Standing.LET_GO)).first()
    return found if found and found.left else None


def of_order(number: str) -> tuple[RefundShown, ...]:
    """In the order they were decided."""
    return _all(Refund.objects.filter(Q(payment__order__number=number) | Q(account__order__number=number)))


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
    provider = refund.payment.provider if refund.payment else ""
    return RefundShown(
        id=refund.pk,
        order=refund.order.number,
        amount=Money(refund.amount, refund.currency),
        why=Why(refund.why),
        state=Giving(refund.state),
        theirs=refund.theirs,
        decided_at=refund.decided_at,
        ended_at=refund.ended_at,
        before=provider == EARLIER_SHOP,
        by_hand=provider == TRANSFER,
        taken_off=refund.payment is None,
    )


def _all(found: QuerySet[Refund]) -> tuple[RefundShown, ...]:
    return tuple(shown(refund) for refund in found.select_related("payment__order", "account__order")[:500])
