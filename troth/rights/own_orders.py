"""From My privacy to the page of an order: whoever reads there has shown whose mailbox it is."""

from __future__ import annotations

from troth import gate
from troth.orders import access
from troth.orders.models import Order

from .reader import Reader


def show(reader: Reader, number: str, browser: str) -> bool:
    """Let this browser see one of the reader's own orders; False for anybody else's and for none."""
    parties = [party for person in reader.persons for party in gate.parties_of(person)]
    order = Order.objects.filter(number=number, party__in=parties).only("pk").first()
    if order is None:
        return False
    access.let_in(order.pk, browser, proven=True)
    return True
