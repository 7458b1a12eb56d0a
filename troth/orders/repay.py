"""Asking the provider to give money back, and hearing what became of it. Every verb here may run twice.

due ──► asked ──► done          failed after done: the payer's bank sent it back
 └────────┴────────┴──► failed  the claim on the payment is let go, and somebody must decide
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from troth import tasks
from troth.recipients import chosen
from troth.recipients.payment import Back, ProviderRefused, RefundAsked, RefundSeen

from . import moving, numbers
from .models import Dispute, OnAccount, Order, Payment, Refund
from .models.account import Standing
from .models.dispute import Contesting
from .models.order import By, What
from .models.payment import SETTLED, TRANSFER, Paying
from .models.refund import CLAIMS, Giving, Why
from .states import Status

_RANK = {Giving.DUE: 0, Giving.ASKED: 1, Giving.DONE: 2, Giving.FAILED: 3}
_STATE = {Back.PENDING: Giving.ASKED, Back.DONE: Giving.DONE, Back.FAILED: Giving.FAILED}


@tasks.task(tries=20, lease=120)
def give_back(refund: int) -> None:
    """Ask the provider. Raises what the provider raises when nothing is known, and is tried again."""
    owed = Refund.objects.select_related("payment").get(pk=refund)
    payment = owed.payment
    if (
        payment is None or owed.state != Giving.DUE or payment.provider == TRANSFER
    ):  # somebody here transfers that: account.paid_back
        return
    asked = RefundAsked(owed.ref, payment.session, payment.intent, owed.amount, payment.currency)
    try:
        seen = chosen.payment_provider(payment.provider).refund(asked)
    except ProviderRefused:
        seen = RefundSeen("", owed.ref, payment.intent, owed.amount, payment.currency, Back.FAILED)
    with transaction.atomic():
        hear(Payment.objects.select_for_update().get(pk=payment.pk), seen)


def hear(payment: Payment, seen: RefundSeen, by: By = By.PROVIDER) -> bool:
    """Take in how a refund stands with the provider. Inside the caller's transaction, the payment locked by it.

    True if it changed something. One that nobody here decided was made on the provider's own pages and is written
    down as such.
    """
    refund = _known(payment, seen) or _from_elsewhere(payment, seen)
    state = _STATE[seen.state]
    if refund is None or not _goes_on(refund, state, seen):
        return False
    ended = {} if state is Giving.ASKED else {"ended_at": timezone.now()}
    Refund.objects.filter(pk=refund.pk).update(state=state, theirs=seen.id or refund.theirs, **ended)
    order = Order.objects.get(pk=payment.order_id)
    _balance(payment)
    if state is Giving.FAILED:
        moving.note(order, By.PROVIDER, What.REFUND_FAILED)
    elif state is Giving.DONE:
        _done(order, payment, by, refund.why)
    return True


def _goes_on(refund: Refund, state: Giving, seen: RefundSeen) -> bool:
    """Words may come in any order. What we gave up while they were carrying it out was given all the same."""
    given_up = refund.state == Giving.FAILED and not refund.theirs and bool(seen.id)
    return given_up or _RANK[state] > _RANK[Giving(refund.state)]


def _known(payment: Payment, seen: RefundSeen) -> Refund | None:
    refunds = Refund.objects.filter(payment=payment)
    if seen.id and (found := refunds.filter(theirs=seen.id).first()):
        return found
    return refunds.filter(ref=seen.ref).first() if seen.ref else None


def _from_elsewhere(payment: Payment, seen: RefundSeen) -> Refund | None:
    """Written as if we had just asked. What we had not asked for yet and is no longer there is given up."""
    if seen.state is Back.FAILED or payment.state not in SETTLED or not 0 < seen.amount <= payment.amount:
        return None
    gone = _sum(payment, Giving.ASKED, Giving.DONE)
    if gone + seen.amount > payment.amount:
        return None
    due = Refund.objects.filter(payment=payment, state=Giving.DUE)
    for ours in due.order_by("-pk"):
        if gone + seen.amount + _sum(payment, Giving.DUE) > payment.amount:
            Refund.objects.filter(pk=ours.pk).update(state=Giving.FAILED, ended_at=timezone.now())
    return Refund.objects.create(
        payment=payment,
        ref=numbers.digest(f"{payment.provider} {seen.id}"),
        amount=seen.amount,
        why=Why.ELSEWHERE,
        by=By.PROVIDER,
        theirs=seen.id,
    )


def _balance(payment: Payment) -> None:
    """What is given back is the sum of its parts, and the payment's state follows from it."""
    claimed = min(payment.amount, _sum(payment, *CLAIMS) + lost(payment))
    state = Paying.SUCCEEDED
    if claimed == payment.amount:
        back = _sum(payment, Giving.DONE) + lost(payment)
        state = Paying.REFUNDED if back >= payment.amount else Paying.REFUND_DUE
    Payment.objects.filter(pk=payment.pk).update(given_back=claimed, state=state)


def lost(payment: Payment) -> int:
    """What the payer's bank took back."""
    found = Dispute.objects.filter(payment=payment, state=Contesting.LOST, currency=payment.currency)
    return min(payment.amount, found.aggregate(sum=Sum("amount"))["sum"] or 0)


def took(payment: Payment) -> None:
    """The bank took money back: nobody gives it back a second time."""
    if payment.state in SETTLED:
        _balance(payment)


def _done(order: Order, payment: Payment, by: By, why: str) -> None:
    paid = order.payments.filter(state__in=SETTLED)
    still_owed = OnAccount.objects.filter(order=order, state__in=(Standing.OPEN, Standing.LET_GO))
    all_back = not paid.exclude(state=Paying.REFUNDED).exists() and not still_owed.exists()
    if all_back and moving.advance(order, Status.REFUNDED, by, What.REFUNDED):
        return
    if why == Why.LET_GO:
        moving.note(order, by, What.ACCOUNT_LATE_BACK)
        return
    whole = _sum(payment, Giving.DONE) >= payment.amount
    moving.note(order, by, What.REFUNDED if whole else What.PART_REFUNDED)


def _sum(payment: Payment, *states: Giving) -> int:
    found = Refund.objects.filter(payment=payment, state__in=states)
    return found.aggregate(sum=Sum("amount"))["sum"] or 0
