"""What went wrong with a payment, and what the desk may do about it. Words, times and numbers; nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from troth import gate

from . import jobs, pay_link, states
from .models import Order
from .models.order import What
from .pay_link import LinkSent
from .shown import EventShown, OrderShown
from .states import Status

MENDS = "resolve_order_problem"
WENT_WRONG = frozenset({What.PAYMENT_FAILED, What.PAYMENT_LEFT, What.ABANDONED})


@dataclass(frozen=True, slots=True)
class Trouble:
    """`held_until` is None once the goods were let go. `tries`: how often somebody went to pay. `link`: the newest sent."""

    what: EventShown
    tries: int
    held_until: datetime | None
    link: LinkSent | None
    can_send_link: bool
    can_cancel: bool


def of_each(told: Sequence[tuple[Order, OrderShown]], actor: gate.Actor) -> dict[int, Trouble]:
    """The trouble of each order that has some, by its id. One query for all."""
    mends, found = jobs.includes(actor, MENDS), {}
    wrong = {order.pk: (shown, what) for order, shown in told if (what := _what(shown))}
    links = pay_link.sent(wrong)
    for pk, (shown, what) in wrong.items():
        found[pk] = Trouble(
            what,
            1 + sum(event.what is What.PAYMENT_STARTED for event in shown.events),
            shown.kept_until if shown.status in states.AWAITS_PAYMENT else None,
            links.get(pk),
            can_send_link=mends and shown.can_pay,
            can_cancel=mends and shown.can_cancel,
        )
    return found


def _what(shown: OrderShown) -> EventShown | None:
    """The newest thing that went wrong, unless somebody is paying again or it was paid or cancelled since."""
    if shown.status not in (Status.PLACED, Status.PAYMENT_FAILED, Status.ABANDONED):
        return None
    turns = [event for event in shown.events if event.what in WENT_WRONG or event.what is What.PAYMENT_STARTED]
    return turns[-1] if turns and turns[-1].what in WENT_WRONG else None
