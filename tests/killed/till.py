"""Orders that were paid at the practice till, sent, and disputed; and what the till has of them."""

from __future__ import annotations

import uuid

from django.db.models import Sum
from django.utils import timezone

from tests.cast import ADA
from tests.killed.afterwards import glasses
from tests.orders.buying import bought
from tests.payments.counters import AWAY, BACK, PracticeCounter
from troth import gate
from troth.catalog.models import Variant
from troth.orders import access, moving, numbers, payments, ship
from troth.orders.models import Order, Payment, ReturnRequest
from troth.orders.models.order import By, What
from troth.orders.models.returning import BackFor, Condition, Wish
from troth.orders.returns import ask, decide
from troth.orders.returns.ask import Asked, Back
from troth.orders.returns.receive import Seen
from troth.orders.states import Status
from troth.recipients.models import TillRefund, TillSession

till = PracticeCounter()


def paid(glass: Variant | None = None, many: int = 2) -> Order:
    order = bought(ADA, (glass or glasses(5), many))
    payments.begin(order.number, BACK, AWAY)
    pays(order)
    return Order.objects.get(pk=order.pk)


def pays(order: Order) -> None:
    """On every page that is open for the order, and the shop hears of it."""
    for session in open_pages(order):
        till.pay(session)
    till.deliver()


def open_pages(order: Order) -> list[str]:
    ours = Payment.objects.filter(order=order).values_list("ref", flat=True)
    return [*TillSession.objects.filter(asked_ref__in=ours, state="open").values_list("ref", flat=True)]


def kept(order: Order) -> int:
    """What the till took for an order and did not give back, in minor units."""
    ours = Payment.objects.filter(order=order).values_list("ref", flat=True)
    sessions = TillSession.objects.filter(asked_ref__in=ours)
    took = sessions.filter(state__in=("paid", "refunded")).aggregate(sum=Sum("amount"))["sum"] or 0
    gave = TillRefund.objects.filter(session__in=sessions).aggregate(sum=Sum("amount"))["sum"] or 0
    return int(took - gave)


def status(order: Order) -> str:
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def delivered(olga: gate.Actor, glass: Variant | None = None, many: int = 2) -> Order:
    order = paid(glass, many)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    order.parcels.update(way="delivered", delivered_at=timezone.now())
    assert moving.advance(Order.objects.get(pk=order.pk), Status.DELIVERED, By.CARRIER, What.DELIVERED)
    return Order.objects.get(pk=order.pk)


def agreed(order: Order, olga: gate.Actor, many: int = 1, wish: Wish = Wish.MONEY) -> uuid.UUID:
    """The desk takes so many of it back."""
    ref = ask.by_staff(order.number, Asked({order.lines.get().pk: Back(many, BackFor.CHANGED_MIND)}, wish), olga)
    decide.agree(ref, olga)
    return ref


def as_new(ref: uuid.UUID, restock: int = 1) -> dict[int, Seen]:
    back = ReturnRequest.objects.get(public_id=ref)
    return {each.pk: Seen(Condition.AS_NEW, restock) for each in back.lines.all()}


def proven(order: Order) -> str:
    """A browser that has shown whose order it is."""
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    return browser
