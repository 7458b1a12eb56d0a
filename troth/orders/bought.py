"""Whether somebody bought a product here, for a mark beside what they write about it. The look into their orders is entered."""

from __future__ import annotations

from django.db.models import F

from troth import gate

from .models import OrderLine
from .suggested import HAVE

PURPOSE = "order_history"
LEAST = "order_contact.name"  # the gate decides about each order by a field of it; what it opens is not looked at


def bought(person: gate.PersonId, product: int) -> bool:
    """`product`: its key. By the orders that the person may look up at this moment, paid and not called off.

    What was taken out of an order again was not bought.
    """
    parties = gate.parties_of(person)
    if not parties:
        return False
    lines = OrderLine.objects.filter(
        order__party__in=parties, order__status__in=HAVE, variant__product=product, out__lt=F("quantity")
    ).values_list("order__party", flat=True)
    orders = [gate.PartyId(int=party.int) for party in lines.distinct()[:20]]
    if not orders:
        return False
    opened = gate.use_each(orders, [LEAST], purpose=PURPOSE, actor=gate.the_person(person))
    return any(isinstance(answer, gate.Opened) and answer.records for answer in opened.values())
