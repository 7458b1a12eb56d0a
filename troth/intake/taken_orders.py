"""Taking past orders back."""

from __future__ import annotations

from troth import gate
from troth.orders import sweep
from troth.orders.models import Order

from .models import Taken


def take_back(row: Taken) -> bool:
    """Remove an order as if it had not come, the vault's half first. False where somebody worked on it since."""
    order = Order.objects.filter(party=row.party).first()
    if order is not None and order.status != row.status:
        return False
    sweep.forget(gate.PartyId(int=row.party.int))
    if order is not None:
        order.delete()
    return True
