"""Orders that were sent and paid, for what comes back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube
from troth import gate
from troth.catalog.models import Variant
from troth.orders import moving, ship
from troth.orders.models import Order, Payment, ReturnRequest
from troth.orders.models.order import By, What
from troth.orders.models.payment import Paying
from troth.orders.models.returning import BackFor, Condition, Wish
from troth.orders.returns import ask, decide, receive
from troth.orders.returns.ask import Asked, Back
from troth.orders.returns.receive import Seen
from troth.orders.states import Status


def delivered(olga: gate.Actor, *goods: tuple[Variant, int], days_ago: int = 0, **changes: object) -> Order:
    """Paid, sent in one parcel, arrived."""
    order = bought(ADA, *(goods or ((tube(title="Flask"), 3),)), **changes)
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED, settled_at=timezone.now())
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    order.parcels.update(way="delivered", delivered_at=timezone.now() - timedelta(days=days_ago))
    assert moving.advance(Order.objects.get(pk=order.pk), Status.DELIVERED, By.CARRIER, What.DELIVERED)
    return Order.objects.get(pk=order.pk)


def line(order: Order, title: str = "Flask") -> int:
    return int(order.lines.get(title=title, replaces=None).pk)


def some(order: Order, quantity: int = 1, wish: Wish = Wish.MONEY, title: str = "Flask") -> Asked:
    return Asked({line(order, title): Back(quantity, BackFor.CHANGED_MIND)}, wish)


def asked(order: Order, olga: gate.Actor, quantity: int = 1, wish: Wish = Wish.MONEY) -> uuid.UUID:
    return ask.by_staff(order.number, some(order, quantity, wish), olga)


def here(order: Order, olga: gate.Actor, quantity: int = 1, wish: Wish = Wish.MONEY, restock: int = 0) -> uuid.UUID:
    """Asked for, agreed to and unpacked."""
    ref = asked(order, olga, quantity, wish)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref, restock), olga)
    return ref


def all_of(ref: uuid.UUID, restock: int = 0, condition: Condition = Condition.AS_NEW) -> dict[int, Seen]:
    back = ReturnRequest.objects.get(public_id=ref)
    return {each.pk: Seen(condition, restock) for each in back.lines.all()}


def state(ref: uuid.UUID) -> str:
    return ReturnRequest.objects.get(public_id=ref).state
