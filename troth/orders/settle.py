"""`settle`: act on a payment provider's word. Duplicated, reordered, late and forged words are all safe.

The event's id is written in the transaction that acts on it, so it is acted on once or will be sent again. A payment
that succeeded stays so whatever arrives after. Money for an order that cannot be had any more goes back.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from troth import channels, prepared
from troth.catalog import stock
from troth.recipients import chosen
from troth.recipients.payment import Event, NotTheirWord, Word

from . import card, moving, refunds, repay, taken
from .disputes import hearing
from .models import Order, Payment, ProviderEvent
from .models.order import By, What
from .models.payment import SETTLED, Paying
from .models.refund import Why
from .owed import paid as debt_paid
from .prices import vouchers
from .returns import difference_paid
from .returns.difference_paid import Done
from .risk import weighing
from .states import Status

logger = logging.getLogger("troth.orders")

SAID_AGAIN = timedelta(days=1)  # how long a word about something unknown may be one that overtook another
BY_THEIR_NAME = frozenset({Word.REFUNDED, Word.DISPUTED})  # an account may be shared: others' money has these, too


_HEARD = prepared.Inserts(ProviderEvent)


class NotYetKnown(Exception):
    """Their word about what is not written down here yet. They will say it again."""


def settle(provider: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Take in one webhook. True if it changed something, False if it was known already or says nothing to act on.

    Raises LookupError for a provider we do not work with, NotTheirWord, and NotYetKnown.
    """
    return heard(provider, chosen.payment_provider(provider).read(body, headers))


def heard(provider: str, event: Event) -> bool:
    """Act on a word that is known to be theirs: by its signature, or because they were asked."""
    if event.word is Word.OTHER:
        return False
    try:
        with transaction.atomic():
            return _act(provider, event)
    except IntegrityError:
        if ProviderEvent.objects.filter(provider=provider, event=event.id).exists():
            return False
        raise


def _act(provider: str, event: Event) -> bool:
    payment = _payment(provider, event)
    if payment is None:
        if event.word in BY_THEIR_NAME and event.at < timezone.now() - SAID_AGAIN:
            logger.info("a word about money that is not ours: %s %s", provider, event.id)
            return False
        raise NotYetKnown
    if event.word is Word.SUCCEEDED and (event.amount, event.currency) != (payment.amount, payment.currency):
        raise NotTheirWord("the amount is not the one that was asked for")
    _HEARD.write(ProviderEvent(provider=provider, event=event.id))
    return _ACTS[event.word](payment.order, payment, event)


def _payment(provider: str, event: Event) -> Payment | None:
    """By their session, by our reference, or by their name of the money; locked with its order, so words take turns."""
    for by, value in ((_BY_SESSION, event.session), (_BY_REF, event.ref), (_BY_INTENT, event.intent)):
        if value and (found := by.first(provider=provider, value=value)) is not None:
            return found
    return None


def _theirs(name: str) -> prepared.Objects[Payment]:
    def found(provider: str, value: str) -> QuerySet[Payment]:
        theirs = Payment.objects.select_related("order").select_for_update()
        return theirs.filter(provider=provider, **{name: value}).order_by("pk")[:1]

    return prepared.Objects(found, provider=str, value=str)


_BY_SESSION, _BY_REF, _BY_INTENT = _theirs("session"), _theirs("ref"), _theirs("intent")


def _succeeded(order: Order, payment: Payment, event: Event) -> bool:
    if payment.state in SETTLED:
        return False
    Payment.objects.filter(pk=payment.pk).update(
        state=Paying.SUCCEEDED,
        session=event.session or payment.session,
        intent=event.intent,
        settled_at=timezone.now(),
        **card.fields(event.card),
    )
    if not event.card.charge:
        card.look_up.enqueue(payment.pk)
    if payment.difference_id is not None:
        return _difference(order, payment)
    if payment.debt_id is not None:
        return _debt(order, payment)
    if order.status == Status.ABANDONED:
        return _late(order, payment)
    if moving.advance(order, Status.PAID, By.PROVIDER, What.PAID):
        _mail("order_paid", order)
        weighing.weigh.enqueue(order.pk)
        return True
    twice = order.status not in (Status.CANCELLED, Status.REFUNDED)
    return _give_back(order, payment, What.PAID_TWICE if twice else What.PAID_LATE)


def _difference(order: Order, payment: Payment) -> bool:
    """What a dearer replacement costs on top. Paid twice, or too late for what was kept back, it goes back."""
    done = difference_paid.settle(order, payment)
    if done is Done.EXCHANGED:
        return True
    return _give_back(order, payment, What.PAID_TWICE if done is Done.PAID_ALREADY else What.PAID_LATE)


def _debt(order: Order, payment: Payment) -> bool:
    """Money owed. Paid twice, or after we had said that it is not asked for any more, it goes back."""
    done = debt_paid.settle(order, payment)
    if done is debt_paid.Done.RECEIVED:
        return True
    twice = done is debt_paid.Done.PAID_ALREADY
    return _give_back(order, payment, What.PAID_TWICE if twice else What.DEBT_PAID_LATE)


def _late(order: Order, payment: Payment) -> bool:
    """Paid after the goods were let go: sent all the same if they are still there, else refund and apology."""
    try:
        taken.again(order)
    except stock.SoldOut:
        return _give_back(order, payment, What.PAID_LATE)
    vouchers.take_again(order)
    moving.advance(order, Status.PAID, By.PROVIDER, What.PAID_LATE)
    _mail("order_paid", order)
    weighing.weigh.enqueue(order.pk)
    return True


def _give_back(order: Order, payment: Payment, what: What) -> bool:
    moving.note(order, By.PROVIDER, what)
    refunds.owe(order, payment.pk, By.SHOP, Why.TWICE if what is What.PAID_TWICE else Why.LATE)
    _mail("refund_apology", order, payment=payment.pk, because=str(what))
    return True


def _failed(order: Order, payment: Payment, event: Event) -> bool:
    if not Payment.objects.filter(pk=payment.pk, state=Paying.STARTED).update(state=Paying.FAILED):
        return False
    if moving.advance(order, Status.PAYMENT_FAILED, By.PROVIDER, What.PAYMENT_FAILED):
        _mail("payment_failed", order)
    return True


def _left(order: Order, payment: Payment, event: Event) -> bool:
    if not Payment.objects.filter(pk=payment.pk, state=Paying.STARTED).update(state=Paying.LEFT):
        return False
    moving.note(order, By.CUSTOMER, What.PAYMENT_LEFT)
    return True


def _refunded(order: Order, payment: Payment, event: Event) -> bool:
    _must_be_paid(payment)
    return event.refund is not None and repay.hear(payment, event.refund)


def _disputed(order: Order, payment: Payment, event: Event) -> bool:
    _must_be_paid(payment)
    return event.dispute is not None and hearing.hear(order, payment, event.dispute, event.at)


def _must_be_paid(payment: Payment) -> None:
    """A word that overtook the one that it was paid comes again after it, or what it says would be left out of the sum."""
    if payment.state not in SETTLED:
        raise NotYetKnown


_ACTS = {
    Word.SUCCEEDED: _succeeded,
    Word.FAILED: _failed,
    Word.LEFT: _left,
    Word.REFUNDED: _refunded,
    Word.DISPUTED: _disputed,
}


def _mail(template: str, order: Order, **ids: object) -> None:
    channels.send(template, order.whose, order=order.pk, **ids)
