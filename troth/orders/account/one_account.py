"""One invoice on the book-keeper's desk, with what came of it, and whether its buyer may buy so again. Opens one thing:
what was decided about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from troth import gate
from troth.catalog.money import Money

from .. import shown as orders
from ..models import OnAccount, Order, Payment
from ..models.payment import TRANSFER
from ..shown import OrderShown
from ..states import Status
from . import approval, came_late, deciding, known
from .came_late import Late
from .shown import AccountShown, shown


@dataclass(frozen=True, slots=True)
class Came:
    amount: Money
    at: datetime | None
    back: Money


@dataclass(frozen=True, slots=True)
class Opened:
    """`owed`: None for an order that was not placed on account. `approved`: None where nothing was decided.

    `can_approve`: whoever placed it has an account. `late`: what came after it was let go, and waits for a decision.
    """

    order: OrderShown
    owed: AccountShown | None
    came: tuple[Came, ...]
    late: tuple[Late, ...]
    approved: bool | None
    can_approve: bool
    can_send_first: bool
    can_let_go: bool


def opened(number: str, actor: gate.Actor) -> Opened | None:
    """None for an order that is not there. Raises gate.Refused."""
    known.may(actor)
    order = Order.objects.filter(number=number).prefetch_related(*orders.WHOLE).first()
    if order is None:
        return None
    row = OnAccount.objects.select_related("order").filter(order=order).first()
    owed = shown(row) if row else None
    can_approve = approval.has_account(number)
    return Opened(
        orders.of(order),
        owed,
        tuple(_came(each) for each in order.payments.all() if each.provider == TRANSFER),
        came_late.waiting(actor, number),
        approval.of_buyer(number, actor) if can_approve else None,
        can_approve,
        bool(owed and owed.is_open and order.status == Status.AWAITS_TRANSFER),
        bool(owed and owed.is_open and order.status in deciding.SENT),
    )


def _came(payment: Payment) -> Came:
    return Came(
        Money(payment.amount, payment.currency), payment.settled_at, Money(payment.given_back, payment.currency)
    )
