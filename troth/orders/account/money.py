"""`record`: money came to the shop's bank account for an order. Written once, however often the button is pressed.

Each sum that came is a payment of its own, so that it can go back by itself. What is more than was asked for is one, too,
and is owed back at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from troth import channels, gate
from troth.catalog.money import Money

from .. import moving, numbers, refunds
from ..errors import NotPossible
from ..models import OnAccount, Order, Payment
from ..models.account import Standing
from ..models.order import By, What
from ..models.payment import TRANSFER, Paying
from ..models.refund import Why
from ..risk import weighing
from ..states import Status
from . import known
from .errors import WrongDay

OVER = " and more"


@dataclass(frozen=True, slots=True)
class Booked:
    """`part`: what of it the invoice takes; `over`: what goes back; `left`: what is still open. `again`: it was known.

    `late`: what came of a debt that had been let go, and waits for somebody to decide (see `came_late`).
    """

    part: Money
    over: Money
    left: Money
    again: bool = False
    late: Money | None = None


def record(number: str, amount: int, on: date, actor: gate.Actor, *, key: str) -> Booked:
    """`amount`: minor units. `key`: of the form or of the bank's line. Raises NotPossible, WrongDay, gate.Refused,
    OnAccount.DoesNotExist.
    """
    known.may(actor)
    owed = known.read(number)
    if amount <= 0:
        raise NotPossible
    if not timezone.localdate(owed.opened_at) <= on <= timezone.localdate():
        raise WrongDay
    ref = reference(key)
    try:
        with transaction.atomic():
            return _record(moving.held(owed.order_id), amount, on, ref)
    except IntegrityError:
        if Payment.objects.filter(ref=ref).exists():  # two presses at once, for two orders; the other one was first
            raise NotPossible from None
        raise


def reference(key: str) -> str:
    """How a sum that came is named in the books."""
    return numbers.digest(f"transfer {key}")[:43]


def known_already(refs: list[str]) -> frozenset[str]:
    return frozenset(Payment.objects.filter(ref__in=refs).values_list("ref", flat=True))


def _record(order: Order, amount: int, on: date, ref: str) -> Booked:
    owed = OnAccount.objects.get(order=order)
    if before := Payment.objects.filter(ref=ref).first():
        if before.order_id != order.pk:
            raise NotPossible
        return _booked(owed, 0, 0, again=True)
    part = min(amount, owed.left) if owed.state == Standing.OPEN else 0
    late = min(amount, _let_go(order, owed)) if owed.state == Standing.LET_GO else 0
    over = amount - part - late
    if part:
        _write(order, part, on, ref)
        _received(order, owed, part)
    if late:
        _write(order, late, on, ref, Paying.UNDECIDED)
        moving.note(order, By.SHOP, What.ACCOUNT_PAID_LATE)
    if over:
        surplus = _write(order, over, on, reference(ref + OVER) if part or late else ref)
        moving.note(order, By.SHOP, What.OVERPAID)
        why = Why.LATE if owed.state == Standing.CALLED_OFF else Why.TWICE
        back = refunds.owe(order, surplus.pk, By.SHOP, why)
        if back is not None:
            channels.send(refunds.TEMPLATE, order.whose, order=order.pk, refund=back.pk)
    return _booked(owed, part, over, late=late)


def _let_go(order: Order, owed: OnAccount) -> int:
    """What of the debt that was let go nothing has come for."""
    waits = order.payments.filter(state=Paying.UNDECIDED).aggregate(sum=Sum("amount"))["sum"] or 0
    return max(0, owed.left - waits)


def _write(order: Order, amount: int, on: date, ref: str, state: Paying = Paying.SUCCEEDED) -> Payment:
    return Payment.objects.create(
        order=order,
        ref=ref,
        provider=TRANSFER,
        amount=amount,
        currency=order.currency,
        state=state,
        settled_at=min(timezone.now(), timezone.make_aware(datetime.combine(on, time(12)))),
    )


def _received(order: Order, owed: OnAccount, part: int) -> None:
    owed.received += part
    if owed.left:
        OnAccount.objects.filter(pk=owed.pk).update(received=owed.received)
        moving.note(order, By.SHOP, What.PART_PAID)
        return
    ended = {"state": Standing.PAID, "remind_on": None, "ended_at": timezone.now()}
    OnAccount.objects.filter(pk=owed.pk).update(received=owed.received, **ended)
    if not moving.advance(order, Status.PAID, By.SHOP, What.PAID):
        moving.note(order, By.SHOP, What.PAID)  # it was packed or sent before
    channels.send("order_paid", order.whose, order=order.pk)
    weighing.weigh.enqueue(order.pk)


def _booked(owed: OnAccount, part: int, over: int, *, again: bool = False, late: int = 0) -> Booked:
    left = owed.left if owed.state == Standing.OPEN else 0
    told = Money(part, owed.currency), Money(over, owed.currency), Money(left, owed.currency)
    return Booked(*told, again, Money(late, owed.currency) if late else None)
