"""`begin`: send a buyer to the payment provider. The order is placed and its goods are kept back before that."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import gate
from troth.recipients import chosen
from troth.recipients.payment import Asked, PaymentProvider, PaymentTrouble, ProviderUnreachable, Session

from . import moving, numbers, states
from .errors import NotPayable, TillClosed
from .models import Order, Payment
from .models.order import By, What
from .models.payment import Paying
from .states import Status

AT_LEAST = timedelta(minutes=30)  # what somebody who starts to pay is given
AT_MOST = timedelta(hours=3)  # after placing; nobody keeps goods back by starting again and again


def prepare(order: Order) -> None:
    """The first attempt, written with the order itself."""
    with suppress(LookupError):  # no provider just now: the order stands, and its page says so
        _write(order, chosen.payment_provider().name)


def begin(number: str, back: str, away: str) -> str:
    """Where the buyer's browser goes to pay. Asked twice, it is the same page. Raises NotPayable and TillClosed.

    `back` and `away` are whole addresses of the shop: after paying, and after leaving without.
    """
    try:
        provider = chosen.payment_provider()
    except LookupError:
        raise TillClosed from None
    payment = _under_way(number) or _another(number, provider.name)
    if payment.address:
        return payment.address
    order = payment.order
    asked = Asked(payment.ref, order.number, payment.amount, payment.currency, back, away)
    session = _open(provider, asked, order.whose)
    Payment.objects.filter(pk=payment.pk).update(session=session.ref, address=session.address)
    return session.address


def _under_way(number: str) -> Payment | None:
    """The attempt that has neither succeeded nor failed, if its order still waits for it."""
    found = Payment.objects.select_related("order").filter(order__number=number, state=Paying.STARTED).first()
    return found if found and _waits(found.order) else None


def _waits(order: Order) -> bool:
    return order.status in states.AWAITS_PAYMENT and order.reserved_until > timezone.now()


def _another(number: str, provider: str) -> Payment:
    try:
        with transaction.atomic():
            order = Order.objects.select_for_update().get(number=number)
            if not _waits(order):
                raise NotPayable
            if not moving.advance(order, Status.PLACED, By.CUSTOMER, What.PAYMENT_STARTED):
                moving.note(order, By.CUSTOMER, What.PAYMENT_STARTED)
            until = min(timezone.now() + AT_LEAST, order.placed_at + AT_MOST)
            if until > order.reserved_until:
                Order.objects.filter(pk=order.pk).update(reserved_until=until)
            return _write(order, provider)
    except IntegrityError:  # two presses at once; the other one was first
        return Payment.objects.select_related("order").get(order__number=number, state=Paying.STARTED)


def _write(order: Order, provider: str) -> Payment:
    return Payment.objects.create(
        order=order, ref=numbers.secret(), provider=provider, amount=order.total, currency=order.currency
    )


def _open(provider: PaymentProvider, asked: Asked, party: gate.PartyId) -> Session:
    """Tell the provider of the payment, and of the payer what the policy grants them, if it does."""
    told: gate.Payload | None
    try:
        told = gate.disclose(party, purpose="billing", recipient=provider.recipient, actor=gate.system("billing"))
    except gate.Refused:
        told = None  # recorded as a refusal; money can be paid without telling who pays
    state = "unknown"
    try:
        session = provider.open(asked, told)
        state = "delivered"
    except PaymentTrouble as trouble:
        state = "unknown" if isinstance(trouble, ProviderUnreachable) else "failed"
        raise TillClosed from trouble
    finally:
        if told is not None:
            gate.outcome(told.disclosure, state)
    return session
