"""One order on the desk: everything about it, and what this employee may do with it now."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate
from troth.catalog.money import Money
from troth.catalog.shown import Picture

from . import (
    arriving,
    disputes,
    hold,
    jobs,
    line_pictures,
    looked_up,
    notes,
    parts,
    readdress,
    refunded,
    sending_less,
    shown,
    states,
    story,
    taking_out,
    telling,
    trouble,
)
from .account import AccountShown
from .account import of_order as account_of
from .disputes import DisputeShown
from .looked_up import Waiting
from .models import Order
from .owed import DebtShown
from .owed import of_order as owed_of
from .parts import Parts
from .refunded import RefundShown
from .returns import amounts, label_looked_up
from .returns import shown as returns_shown
from .returns.label_looked_up import WaitingBack
from .returns.shown import CanComeBack, ReturnShown
from .shown import OrderShown
from .states import Status
from .story import Moment
from .telling import Told
from .trouble import Trouble

MONEY_CAME = frozenset(Status) - {Status.PLACED, Status.PAYMENT_FAILED, Status.ABANDONED}


@dataclass(frozen=True, slots=True)
class Opened:
    """`pictures` go with the lines, one each. `told`: who will be told what when it is sent, or was.

    `left`: the most that can be given back at once; `takes_off`: it is taken off what is owed first. `coming_back`: what the desk may enter a return for.
    `sending_left`: what of the cost of sending may go back with what is taken out.
    `waiting`: a booking somebody has to look up with the carrier. `can_give_reason`: the job opens more to words that say why.
    """

    order: OrderShown
    parts: Parts
    pictures: tuple[Picture, ...]
    told: Told | None
    trouble: Trouble | None
    story: tuple[Moment, ...]
    refunds: tuple[RefundShown, ...]
    returns: tuple[ReturnShown, ...]
    coming_back: tuple[CanComeBack, ...]
    disputes: tuple[DisputeShown, ...]
    debts: tuple[DebtShown, ...]
    account: AccountShown | None
    left: Money
    waiting: Waiting | None
    waiting_back: tuple[WaitingBack, ...]
    sending_left: Money | None
    can_give_reason: bool
    can_pack: bool
    can_ship: bool
    can_print_again: bool
    can_deliver: bool
    can_cancel: bool
    can_send_link: bool
    can_hold: bool
    can_let_go_on: bool
    can_write_note: bool
    can_give_back: bool
    takes_off: bool
    can_take_out: bool
    can_reckon_sending: bool
    can_readdress: bool
    can_restock: bool


def open(number: str, actor: gate.Actor, *, reason: str = "") -> Opened | None:
    """One order, each part under the purpose it is needed for. None for a number that is not there.

    Raises `gate.Refused` for an employee without any job.
    """
    jobs.may_look(actor)
    order = Order.objects.filter(number=number).prefetch_related(*shown.WHOLE, "notes").first()
    if order is None:
        return None
    told, left, account = shown.of(order), refunded.left_of(order), account_of(order)
    mends, paid = jobs.includes(actor, trouble.MENDS), order.status in MONEY_CAME
    sent = mends and order.status in (Status.PART_SHIPPED, Status.SHIPPED, Status.DELIVERED)
    return Opened(
        told,
        parts.opened(order.whose, actor=actor, reason=reason),
        line_pictures.of(told.lines),
        telling.told(told.carrier),
        trouble.of_each([(order, told)], actor).get(order.pk),
        story.of(told, notes.opened(order, actor)),
        refunded.of_order(number) if paid else (),
        returns_shown.of_order(order, for_desk=mends),
        returns_shown.can_come_back(order) if sent else (),
        disputes.of_order(number) if paid else (),
        owed_of(order),
        account,
        left,
        looked_up.waiting(order) if jobs.includes(actor, "fulfil_order") else None,
        label_looked_up.waiting(order) if sent and jobs.includes(actor, "fulfil_order") else (),
        Money(amounts.sending_left(order), order.currency) if mends and taking_out.can(told) else None,
        **_can(order, told, actor, left, account),
    )


def returns_of(number: str) -> tuple[ReturnShown, ...] | None:
    """The returns of one order; None for a number that is not there."""
    order = Order.objects.filter(number=number).first()
    return returns_shown.of_order(order) if order else None


def _can(
    order: Order, told: OrderShown, actor: gate.Actor, left: Money, account: AccountShown | None
) -> dict[str, bool]:
    """What this job may do with it now."""
    desk, mends = jobs.includes(actor, "fulfil_order"), jobs.includes(actor, trouble.MENDS)
    return {
        "can_give_reason": jobs.wants_reason(actor, "fulfil_order"),
        "can_pack": desk and order.status in states.TO_PACK and not told.is_held,
        "can_ship": desk and told.can_ship and looked_up.waiting(order) is None,
        "can_print_again": desk and told.is_under_way and bool(told.carrier),
        "can_deliver": desk and arriving.can_arrive(order),
        "can_cancel": mends and told.can_cancel,
        "can_send_link": mends and (told.can_pay or told.was_unpaid_there),
        "can_hold": mends and order.status in hold.CAN_WAIT and not told.is_held,
        "can_let_go_on": mends and told.is_held,
        "can_write_note": mends and order.emptied_at is None,
        "can_give_back": mends and left.amount > 0,
        "takes_off": account is not None and account.can_be_less,
        "can_take_out": mends and taking_out.can(told),
        "can_reckon_sending": sending_less.can_tell(actor),
        "can_readdress": desk and readdress.can(order),
        "can_restock": told.is_under_way or order.status in (Status.DELIVERED, Status.NOT_ARRIVED),
    }
