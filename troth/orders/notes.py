"""Notes of staff about an order. What one says is the buyer's data: sealed in the vault, and the buyer can read it.

notes.write(number, text, actor)
notes.opened(order, actor)       -> each with its time; sealed for a job that may not read them
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import gate

from . import card_numbers, jobs
from .errors import NotPossible, OrderTrouble
from .models import Order, OrderNote
from .parts import Value

KIND = "order_note"
WRITES = "resolve_order_problem"
READS = (WRITES, "fulfil_order")
LONGEST = 1000


class HoldsCardNumber(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("This looks like the number of a card. Card numbers are never written down here."))


@dataclass(frozen=True, slots=True)
class Noted:
    at: datetime
    text: Value


@sensitive_variables("text")
def write(number: str, text: str, actor: gate.Actor) -> None:
    """Raises HoldsCardNumber, NotPossible for nobody's order any more, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, WRITES)
    order = Order.objects.get(number=number)
    told = text.strip()[:LONGEST]
    person = gate.person_of_party(order.whose)
    if not told or person is None:
        raise NotPossible
    if card_numbers.among(told):
        raise HoldsCardNumber
    note = {KIND: {"text": told}}
    taken = gate.collect(person, note, purpose=WRITES, source="office", actor=actor, party=order.whose)
    OrderNote.objects.create(order=order, record=uuid.UUID(int=taken.records[KIND].int))


def opened(order: Order, actor: gate.Actor) -> tuple[Noted, ...]:
    """Opens nothing, and enters nothing, where nobody wrote a note. A note that is gone from the vault is not shown."""
    rows = [*order.notes.all()]
    if not rows:
        return ()
    purpose = jobs.purpose_for(actor, *READS)
    if purpose is None:
        return tuple(Noted(row.at, jobs.seal(actor, *READS)) for row in rows)
    try:
        found = gate.use(order.whose, (KIND,), purpose=purpose, actor=actor)
    except gate.Refused as refused:
        return tuple(Noted(row.at, gate.Withheld(refused.clause, refused.reason)) for row in rows)
    texts = {each.id: each["text"] for each in found.records if each.kind == KIND}
    return tuple(Noted(row.at, text) for row in rows if (text := texts.get(row.record)) is not None)
