"""`begin`: send a buyer to the payment provider. The order is placed and its goods are kept back before that."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import gate, prepared
from troth.recipients import chosen
from troth.recipients.payment import (
    Asked,
    PaymentProvider,
    PaymentTrouble,
    ProviderRefused,
    ProviderUnreachable,
    Session,
)

from . import expire, moving, numbers, states
from .errors import NotPayable, TillClosed
from .models import Order, Payment
from .models.order import By, What
from .models.payment import Paying
from .states import Status

AT_LEAST = timedelta(minutes=30)  # what somebody who starts to pay is given
AT_MOST = timedelta(hours=3)  # after placing; nobody keeps goods back by starting again and again
SHORTEST = timedelta(minutes=31)  # Stripe's pages live 30 minutes at least and 24 hours at most
LONGEST = timedelta(hours=23)

_PAYMENTS = prepared.Inserts(Payment)
_DECIDED = prepared.Changes(
    lambda pk, until: (Payment.objects.filter(pk=pk, until=None), {"until": until}), pk=int, until=datetime
)
_OPENED = prepared.Changes(
    lambda pk, session, address: (Payment.objects.filter(pk=pk), {"session": session, "address": address}),
    pk=int,
    session=str,
    address=str,
)


def prepare(order: Order) -> Payment | None:
    """The first attempt, written with the order itself, and until when its page is to be open: most begin to pay at once."""
    with suppress(LookupError):  # no provider just now: the order stands, and its page says so
        return _write(order, chosen.payment_provider().name, until=_end(order.reserved_until))
    return None


def begin(number: str, back: str, away: str, first: Payment | None = None) -> str:
    """Where the buyer's browser goes to pay. Asked twice, it is the same page. Raises NotPayable and TillClosed.

    `back` and `away` are whole addresses of the shop: after paying, and after leaving without. `first`: the attempt
    that was written with the order just now.
    """
    payment = first if first and _waits(first.order) else _under_way(number)
    if payment is not None and not still_good(payment):
        payment = None
    payment = payment or _another(number)
    return page_of(payment, payment.order.reserved_until, back, away)


def page_of(payment: Payment, kept_until: datetime, back: str, away: str) -> str:
    """The provider's page of one attempt; opened now, if it has none yet. Raises TillClosed.

    `kept_until`: until when the goods are kept back for it.
    """
    if payment.address:
        return payment.address
    until = _until(payment, kept_until)
    asked = Asked(payment.ref, payment.order.number, payment.amount, payment.currency, back, away, until)
    try:
        session = _open(_provider(payment.provider), asked, payment.order.whose)
    except TillClosed as closed:
        if isinstance(closed.__cause__, ProviderRefused):  # asking the same again would be refused again
            Payment.objects.filter(pk=payment.pk, state=Paying.STARTED, address="").update(state=Paying.FAILED)
        if there := Payment.objects.filter(pk=payment.pk).exclude(address="").first():
            return there.address  # another press was heard while this one was not
        raise
    _OPENED.run(pk=payment.pk, session=session.ref, address=session.address)
    return session.address


def still_good(payment: Payment) -> bool:
    """Whether an attempt that was started can still be paid on its page; one that can't is given up."""
    if _may_go_on(payment) and _in_time(payment):
        return True
    _give_up(payment)
    return False


def _under_way(number: str) -> Payment | None:
    """The attempt that has neither succeeded nor failed, if its order still waits for it."""
    waiting = Payment.objects.filter(order__number=number, state=Paying.STARTED, difference=None, debt=None)
    found = waiting.select_related("order").first()
    return found if found and _waits(found.order) else None


def _provider(name: str = "") -> PaymentProvider:
    try:
        return chosen.payment_provider(name)
    except LookupError:
        raise TillClosed from None


def _may_go_on(payment: Payment) -> bool:
    """With the provider in use, or one that still is there for a page that was opened."""
    if payment.provider == settings.TROTH.payment:
        return True
    with suppress(LookupError):
        return bool(payment.address and chosen.payment_provider(payment.provider))
    return False


def _in_time(payment: Payment) -> bool:
    """Its page is still open; or is not open yet, and there is time enough to ask for it once more."""
    if payment.until is None:
        return True
    return payment.until > timezone.now() + (timedelta(0) if payment.address else SHORTEST)


def _give_up(payment: Payment) -> None:
    """The page of this attempt is over, or it never had one."""
    Payment.objects.filter(pk=payment.pk, state=Paying.STARTED).update(state=Paying.LEFT)


def _until(payment: Payment, kept_until: datetime) -> datetime:
    """When their page is to end: with the goods' reservation, within what providers allow. Decided once."""
    if payment.until is None:
        until = _end(kept_until)
        if _DECIDED.run(pk=payment.pk, until=until):
            payment.until = until
        else:  # another press decided it
            payment.refresh_from_db(fields=["until"])
    return payment.until or timezone.now() + 2 * SHORTEST


def _end(kept_until: datetime) -> datetime:
    now = timezone.now().replace(microsecond=0)
    return min(max(kept_until, now + 2 * SHORTEST), now + LONGEST)


def _waits(order: Order) -> bool:
    return order.status in states.AWAITS_PAYMENT and order.reserved_until > timezone.now()


def _another(number: str) -> Payment:
    provider = _provider().name
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
            close_earlier(order)
            return _write(order, provider)
    except IntegrityError:  # two presses at once; the other one was first
        return Payment.objects.select_related("order").get(order__number=number, state=Paying.STARTED)


def close_earlier(order: Order) -> None:
    """Only one page at a time takes money for an order, as far as that is in our hands."""
    earlier = order.payments.filter(state__in=(Paying.FAILED, Paying.LEFT), until__gt=timezone.now())
    for payment in earlier.exclude(session=""):
        expire.close_page.enqueue(payment.pk)


def _write(order: Order, provider: str, until: datetime | None = None) -> Payment:
    told = {"provider": provider, "amount": order.total, "currency": order.currency, "until": until}
    return _PAYMENTS.write(Payment(order=order, ref=numbers.secret(), **told))


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
            gate.outcome(told, state)
    return session
