"""`weigh`: look whether an order is genuine, seal what was seen, and hold the order back if it is enough.

What was seen is the buyer's data: it lies sealed with the order, they read it on My privacy, and it goes with the
order. The books keep a number. Whoever stopped the processing of their data is not weighed: their order goes on.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate, tasks

from .. import moving, states
from ..models import Order, OrderCheck
from ..models.order import By, What
from ..states import Status
from .known import PURPOSE, facts
from .signals import HOLD_AT, score, sentences, weighed

KIND = "order_check"
CAN_BE_HELD = frozenset({Status.PAID}) | states.INVOICED_FIRST


@tasks.task(tries=5, lease=60)
def weigh(order: int) -> None:
    """At the payment, or once it is ordered on account, and again when more is known of it. May run twice: what was decided stays decided."""
    row = Order.objects.filter(pk=order, status__in=CAN_BE_HELD, emptied_at=None).first()
    if row is not None:
        look(row)


def look(order: Order) -> None:
    """Never within a transaction of the shop."""
    try:
        known = facts(order)
        signals = weighed(known)
        if signals:
            _seal(order, sentences(known, signals))
    except gate.Refused:  # recorded as such
        signals = ()
    _note(order.pk, score(signals))


@sensitive_variables("lines", "told")
def _seal(order: Order, lines: tuple[str, ...]) -> None:
    person = gate.person_of_party(order.whose)
    if person is None:
        raise gate.Refused("2f.verify", "nobody", "There is nobody here by that id.")
    told = {KIND: {"signals": "\n".join(lines)}}
    gate.collect(person, told, purpose=PURPOSE, source="check", actor=gate.system(PURPOSE), party=order.whose)


@transaction.atomic
def _note(pk: int, number: int) -> None:
    order, now = moving.held(pk), timezone.now()
    check, _new = OrderCheck.objects.update_or_create(order=order, defaults={"score": number, "weighed_at": now})
    if number < HOLD_AT or check.decided_at or check.held_at or order.status not in CAN_BE_HELD:
        return
    OrderCheck.objects.filter(pk=check.pk).update(held_at=now)
    if order.held_since is None:
        Order.objects.filter(pk=pk).update(held_since=now)
        moving.note(order, By.SHOP, What.HELD)


def before_packing(number: str) -> None:
    """An order is packed only after it was weighed, also if the queue is slow."""
    order = Order.objects.filter(number=number, status__in=CAN_BE_HELD, check_of=None, emptied_at=None).first()
    if order is not None:
        look(order)
