"""A draft becomes an order in the order's own transaction: a process that dies leaves both or neither."""

from __future__ import annotations

from ..errors import NotPossible
from ..models import Draft, Order
from ..models.draft import LIVING, Drafting


def placed(draft: int, order: Order) -> None:
    """Raises NotPossible for one that was called off meanwhile; then nothing is ordered."""
    living = Draft.objects.filter(pk=draft, state__in=LIVING)
    if not living.update(state=Drafting.PLACED, order=order):
        raise NotPossible
