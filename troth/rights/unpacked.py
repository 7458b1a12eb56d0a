"""Orders that lie on nobody's packing table yet: their contact and delivery address can still be put right."""

from __future__ import annotations

from collections.abc import Iterable

from troth import gate
from troth.orders.models import Order
from troth.orders.states import OPEN, Status

NOT_PACKED = OPEN - {Status.PACKED, Status.PART_SHIPPED}


def unpacked(parties: Iterable[gate.PartyId]) -> frozenset[gate.PartyId]:
    """Those of the parties whose order is neither packed nor over."""
    rows = Order.objects.filter(party__in=list(parties), status__in=NOT_PACKED).values_list("party", flat=True)
    return frozenset(gate.PartyId(int=party.int) for party in rows)
