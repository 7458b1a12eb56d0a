"""Whether an order is shown to be somebody's: by its account, or by the link of a mail. Opens nothing."""

from __future__ import annotations

from troth import gate

from .. import access
from ..models import Order


def proven(number: str, *, person: gate.PersonId | None = None, browser: str = "") -> Order | None:
    """The browser that only placed it has shown nothing."""
    if person is not None:
        order = Order.objects.filter(number=number, party__in=gate.parties_of(person)).first()
        if order is not None:
            return order
    held = access.of(number, browser)
    return held.order if held and held.proven else None
