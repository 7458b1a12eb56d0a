"""What every mail about an order is told. The link is minted here, at the moment the mail leaves."""

from __future__ import annotations

from troth import channels

from . import access, said
from .models import Order

Facts = dict[str, object]


def order_facts(leaving: channels.Leaving) -> tuple[said.Said, Facts]:
    order = Order.objects.get(pk=int(leaving.ids["order"]))
    told = said.facts_for_mail(order.pk)
    lines = [{"name": line.name, "quantity": line.quantity, "total": line.total} for line in told.lines]
    return told, {
        "number": told.number,
        "url": access.mint(order, wish="news" in leaving.ids),
        "lines": lines,
        "total": told.total,
        "costs": [{"words": line.words, "amount": line.amount} for line in told.costs],
    }
