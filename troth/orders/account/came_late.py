"""Money that came after its debt was let go. Nobody asked for it any more, and it was owed all the same: somebody decides.

keep        it pays what had been let go; more than is left of that can only go back
give_back   it goes back, as whoever paid was told that it is not asked for
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth import channels, gate
from troth.catalog.money import Money

from .. import moving, refunds
from ..errors import NotPossible
from ..models import OnAccount, Order, Payment
from ..models.account import Standing
from ..models.order import By, What
from ..models.payment import Paying
from ..models.refund import Why
from . import known


@dataclass(frozen=True, slots=True)
class Late:
    """One sum that waits for a decision. `order` is a number."""

    id: int
    order: str
    amount: Money
    came: datetime | None


def waiting(actor: gate.Actor, order: str = "") -> tuple[Late, ...]:
    """Oldest first; of one order, or of all. Raises gate.Refused."""
    known.may(actor)
    found = Payment.objects.filter(state=Paying.UNDECIDED).select_related("order").order_by("settled_at", "pk")
    rows = found.filter(order__number=order) if order else found[:500]
    return tuple(Late(row.pk, row.order.number, Money(row.amount, row.currency), row.settled_at) for row in rows)


def keep(payment: int, actor: gate.Actor) -> None:
    """Raises NotPossible for what was decided before, or is more than is left of the debt; gate.Refused, Payment.DoesNotExist."""
    known.may(actor)
    with transaction.atomic():
        order, came = _held(payment)
        owed = OnAccount.objects.get(order=order)
        if owed.state != Standing.LET_GO or came.amount > owed.left:
            raise NotPossible
        Payment.objects.filter(pk=came.pk).update(state=Paying.SUCCEEDED)
        owed.received += came.amount
        ended = {} if owed.left else {"state": Standing.PAID, "ended_at": timezone.now()}
        OnAccount.objects.filter(pk=owed.pk).update(received=owed.received, **ended)
        moving.note(order, By.STAFF, What.ACCOUNT_KEPT)
        if not owed.left:
            moving.note(order, By.SHOP, What.PAID)
            channels.send("order_paid", order.whose, order=order.pk)


def give_back(payment: int, actor: gate.Actor) -> None:
    """It waits to be transferred then, as all that goes back. Raises NotPossible, gate.Refused, Payment.DoesNotExist."""
    known.may(actor)
    with transaction.atomic():
        order, came = _held(payment)
        Payment.objects.filter(pk=came.pk).update(state=Paying.SUCCEEDED)
        back = refunds.owe(order, came.pk, By.STAFF, Why.LET_GO)
        if back is None:
            raise NotPossible
        channels.send(refunds.TEMPLATE, order.whose, order=order.pk, refund=back.pk)


def _held(payment: int) -> tuple[Order, Payment]:
    """The order, locked until the end of the transaction, and money of it that waits."""
    order = moving.held(Payment.objects.values_list("order_id", flat=True).get(pk=payment))
    came = Payment.objects.select_for_update().get(pk=payment)
    if came.state != Paying.UNDECIDED:
        raise NotPossible
    return order, came
