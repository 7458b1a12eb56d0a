"""`settle`: act on a payment provider's word. Duplicated, reordered, late and forged words are all safe.

The event's id is written in the transaction that acts on it, so it is acted on once or will be sent again. A payment
that succeeded stays so whatever arrives after. Money for an order that cannot be had any more goes back.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import channels
from troth.catalog import stock
from troth.recipients import chosen
from troth.recipients.payment import Event, NotTheirWord, Word

from . import moving, refunds
from .models import Order, Payment, ProviderEvent
from .models.order import By, What
from .models.payment import SETTLED, Paying
from .states import Status


class NotYetKnown(Exception):
    """Their word about a session that is not written down here yet. They will say it again."""


def settle(provider: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Take in one webhook. True if it changed something, False if it was known already or says nothing to act on.

    Raises LookupError for a provider we do not work with, NotTheirWord, and NotYetKnown.
    """
    event = chosen.payment_provider(provider).read(body, headers)
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
    payment = (
        Payment.objects.select_related("order")
        .select_for_update()  # the order as well: two words about one order take turns
        .filter(provider=provider, session=event.session)
        .first()
    )
    if payment is None:
        raise NotYetKnown
    if (event.amount, event.currency) != (payment.amount, payment.currency):
        raise NotTheirWord("the amount is not the one that was asked for")
    ProviderEvent.objects.create(provider=provider, event=event.id)
    return _ACTS[event.word](payment.order, payment, event)


def _succeeded(order: Order, payment: Payment, event: Event) -> bool:
    if payment.state in SETTLED:
        return False
    Payment.objects.filter(pk=payment.pk).update(
        state=Paying.SUCCEEDED,
        charge=event.charge,
        brand=event.brand,
        last_four=event.last_four,
        settled_at=timezone.now(),
    )
    if order.status == Status.ABANDONED:
        return _late(order, payment)
    if moving.advance(order, Status.PAID, By.PROVIDER, What.PAID):
        _mail("order_paid", order)
        return True
    twice = order.status not in (Status.CANCELLED, Status.REFUNDED)
    return _give_back(order, payment, What.PAID_TWICE if twice else What.PAID_LATE)


def _late(order: Order, payment: Payment) -> bool:
    """Paid after the goods were let go: sent all the same if they are still there, else refund and apology."""
    try:
        stock.reserve_all(moving.reserved(order))
    except stock.SoldOut:
        return _give_back(order, payment, What.PAID_LATE)
    moving.advance(order, Status.PAID, By.PROVIDER, What.PAID_LATE)
    _mail("order_paid", order)
    return True


def _give_back(order: Order, payment: Payment, why: What) -> bool:
    moving.note(order, By.PROVIDER, why)
    refunds.owe(order, payment.pk, By.SHOP)
    _mail("refund_apology", order, payment=payment.pk, because=str(why))
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
    if not Payment.objects.filter(pk=payment.pk, state=Paying.REFUND_DUE).update(state=Paying.REFUNDED):
        return False
    if not moving.advance(order, Status.REFUNDED, By.PROVIDER, What.REFUNDED):
        moving.note(order, By.PROVIDER, What.REFUNDED)  # the second of two payments; the order goes on
    return True


_ACTS = {Word.SUCCEEDED: _succeeded, Word.FAILED: _failed, Word.LEFT: _left, Word.REFUNDED: _refunded}


def _mail(template: str, order: Order, **ids: object) -> None:
    channels.send(template, order.whose, order=order.pk, **ids)
