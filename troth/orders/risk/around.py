"""The visits around an order that waits to be checked: of the log, what came from the address it was placed from, that day.

Two looks, both entered: one at where the order came from, which its buyer reads, and one into the log, which is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.visits.log import reading

from .. import jobs
from ..errors import NotPossible
from ..models import Order
from . import queue
from .known import PURPOSE, VISIT

ASKED = (f"{VISIT}.ip_address", f"{VISIT}.time")


@dataclass(frozen=True, slots=True)
class Around:
    """`day` and `visits` are None where nothing was noted with the order, or the time of that is over."""

    number: str
    day: date | None
    visits: reading.Visits | None


@sensitive_variables("opened", "record", "address", "time")
def around(number: str, actor: gate.Actor) -> Around:
    """Raises `gate.Refused`, and NotPossible for every order that does not wait to be checked, be there one or not."""
    jobs.may(actor, PURPOSE)
    order = Order.objects.filter(number=number).first()
    if order is None or not queue.waits(order.pk):
        raise NotPossible
    opened = gate.use(order.whose, ASKED, purpose=PURPOSE, actor=actor)
    record = opened.first(VISIT)
    address, time = (record["ip_address"], record["time"]) if record else (None, None)
    if not isinstance(address, gate.Personal) or not isinstance(time, gate.Personal):
        return Around(number, None, None)
    day = datetime.fromisoformat(time.reveal()).date()
    return Around(number, day, reading.from_there(address.reveal(), day, actor))
