"""From parties, which the vault knows, to orders, which the books know. Never the other way round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from troth import gate

from .models import Order
from .states import OPEN


def numbers(parties: Iterable[gate.PartyId]) -> dict[gate.PartyId, tuple[str, datetime]]:
    """Number and date of each party's order, in one query."""
    rows = Order.objects.filter(party__in=list(parties)).values_list("party", "number", "placed_at")
    return {gate.PartyId(int=party.int): (number, placed_at) for party, number, placed_at in rows}


def unfinished(parties: Iterable[gate.PartyId]) -> list[gate.PartyId]:
    """Those whose order is still to be paid, packed or sent."""
    rows = Order.objects.filter(party__in=list(parties), status__in=OPEN).values_list("party", flat=True)
    return [gate.PartyId(int=party.int) for party in rows]
