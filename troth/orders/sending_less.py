"""What of the cost of sending goes back when something is taken out of an order: its share by what sending the rest costs.

less(number, out, actor)    by the shop's prices of today, of what was paid for sending then
"""

from __future__ import annotations

from collections.abc import Mapping

from troth import gate
from troth.catalog.money import Money

from . import jobs, shipping
from .models import Order, OrderLine
from .parts import DELIVERY
from .returns.amounts import sending_left

PURPOSE = "fulfil_order"


def can_tell(actor: gate.Actor) -> bool:
    """Reckoning it opens the country that the order goes to."""
    return jobs.includes(actor, PURPOSE)


def less(order: Order, out: Mapping[OrderLine, int], grams: int, actor: gate.Actor) -> int:
    """Minor units, tax included: never more than is left of what was paid. `grams`: what is taken out weighs.

    The country is opened for it, which is entered; so it is asked before the transaction that changes the order.
    Nothing where today's prices don't tell, or where sending the rest costs as much.
    """
    most = sending_left(order)
    country = _country(order, actor) if most else ""
    if not country:
        return 0
    worth = sum(line.price * line.wanted for line in order.lines.all())
    before = _price(order, country, order.grams, worth)
    gone = sum(line.price * many for line, many in out.items())
    after = _price(order, country, max(0, order.grams - grams), worth - gone)
    if not before or after is None or after >= before:
        return 0
    return min(most, most * (before - after) // before)


def _price(order: Order, country: str, grams: int, worth: int) -> int | None:
    """In whichever currency the price is written down: only how much less it is counts."""
    told = Money(worth, order.currency)
    found = next((way for way in shipping.methods(country, grams, worth=told) if way.code == order.method), None)
    return None if found is None else found.price if found.own is None else found.own.amount


def _country(order: Order, actor: gate.Actor) -> str:
    opened = gate.use(order.whose, (f"{DELIVERY}.country",), purpose=PURPOSE, actor=actor)
    record = opened.first(DELIVERY)
    told = record["country"] if record else None
    return told.reveal() if isinstance(told, gate.Personal) else ""
