"""Somebody who rings and names an order of theirs: its contact and address, for the form that is filled in for them.

Nobody is searched for. Opened for sending orders, with its entry; a job that includes that only with a reason gives one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from troth import gate

from ..models import Order
from ..numbers import PATTERN
from ..parts import CONTACT as ORDER_CONTACT
from ..parts import DELIVERY as ORDER_DELIVERY

NUMBER = re.compile(rf"{PATTERN}\Z")


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """Plain text for inputs and nothing else."""

    number: str
    contact: Mapping[str, str] = field(default_factory=dict)
    delivery: Mapping[str, str] = field(default_factory=dict)


def of_order(number: str, actor: gate.Actor, *, reason: str = "") -> Known | None:
    """None for no such order, and for one of which nothing is kept any more. Raises gate.Refused."""
    typed = number.strip().upper()
    order = Order.objects.filter(number=typed).first() if NUMBER.match(typed) else None
    if order is None:
        return None
    opened = gate.use(order.whose, (ORDER_CONTACT, ORDER_DELIVERY), purpose="fulfil_order", actor=actor, reason=reason)
    contact, delivery = plain(opened, ORDER_CONTACT), plain(opened, ORDER_DELIVERY)
    return Known(order.number, contact, delivery) if contact or delivery else None


def plain(opened: gate.Opened, kind: str) -> dict[str, str]:
    """The values of one kind, for inputs."""
    record = opened.first(kind)
    if record is None:
        return {}
    return {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}
