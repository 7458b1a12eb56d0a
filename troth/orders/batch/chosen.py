"""The orders that somebody ticked: those that can be packed or sent now, and why the others are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from .. import shown, states
from ..errors import TooMany
from ..models import Order
from ..shown import OrderShown
from ..states import Status

MOST = 100  # in one go: what one person packs before lunch, and one printer swallows
CAN_GO = states.TO_PACK | states.SENDS


@dataclass(frozen=True, slots=True)
class LeftOut:
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    orders: tuple[tuple[Order, OrderShown], ...]
    left_out: tuple[LeftOut, ...]


def each_once(numbers: Sequence[str]) -> list[str]:
    """In the order named. Raises TooMany."""
    once = list(dict.fromkeys(numbers))
    if len(once) > MOST:
        raise TooMany(MOST)
    return once


def chosen(numbers: Sequence[str]) -> Chosen:
    """In the order named, each once; a constant number of queries. Opens nothing. Raises TooMany."""
    once = each_once(numbers)
    known = {each.number: each for each in Order.objects.filter(number__in=once).prefetch_related(*shown.WHOLE)}
    going, left_out = [], []
    for number in once:
        order = known.get(number)
        if order is None:
            left_out.append(LeftOut(number, gettext("There is no order of that number.")))
            continue
        told = shown.of(order)
        why = why_not(told)
        if why:
            left_out.append(LeftOut(number, why))
        else:
            going.append((order, told))
    return Chosen(tuple(going), tuple(left_out))


def why_not(order: OrderShown) -> str:
    """Why nothing of it can be packed or sent now; "" if it can."""
    if order.is_held and order.status in states.OPEN:
        return gettext("It is held back. Let it go on first.")
    if order.status in CAN_GO and any(line.left for line in order.lines):
        return ""
    return where_it_stands(order.status)


def where_it_stands(status: Status) -> str:
    return gettext("Nothing to do with it now: its state is “%(state)s”.") % {"state": status.label}
