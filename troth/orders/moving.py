"""Moving an order from one state to the next: a conditional update, so that of two who try at once one succeeds."""

from __future__ import annotations

from functools import cache

from django.db.models import F
from django.utils import timezone

from troth import prepared

from . import programs, states
from .models import Order, OrderEvent
from .models.order import By, What
from .states import Status

_EVENTS = prepared.Inserts(OrderEvent)


def advance(order: Order, to: Status, by: By, what: What) -> bool:
    """True if this call moved it; then the event is written too. False, and nothing changed, if it may not go there."""
    moved = _to(to).run(pk=order.pk)
    if moved:
        order.status = to
        note(order, by, what)
    return bool(moved)


@cache
def _to(to: Status) -> prepared.Changes:
    return prepared.Changes(
        lambda pk: (Order.objects.filter(pk=pk, status__in=states.before(to)), {"status": to}), pk=int
    )


def step_back(order: Order, to: Status, by: By, what: What) -> bool:
    """A label was taken back: True if this call moved it, and wrote the event."""
    froms = [state for state, before in states.BACK.items() if to in before]
    moved = Order.objects.filter(pk=order.pk, status__in=froms).update(status=to)
    if moved:
        order.status = to
        note(order, by, what)
    return bool(moved)


def more_to_send(order: Order) -> bool:
    """A replacement will follow. False if nothing of the order was sent, or all of its money is back."""
    moved = Order.objects.filter(pk=order.pk, status__in=states.MORE_TO_SEND).update(status=Status.PART_SHIPPED)
    if moved:
        order.status = Status.PART_SHIPPED
    return bool(moved)


def note(order: Order, by: By, what: What) -> None:
    """Something happened that changes no state. Programs that want to hear of it do."""
    _EVENTS.write(OrderEvent(order=order, at=timezone.now(), by=by, what=what))
    programs.hear(order, what)


def held(order_pk: int) -> Order:
    """The order, locked until the end of the transaction. Raises Order.DoesNotExist."""
    return Order.objects.select_for_update().get(pk=order_pk)


def reserved(order: Order) -> dict[int, int]:
    """Which stock the order holds or held: variant → quantity. Variants deleted since hold nothing."""
    lines = order.lines.exclude(variant=None).values_list("variant_id", F("quantity") - F("out"))
    return {variant: quantity for variant, quantity in lines if variant is not None and quantity}
