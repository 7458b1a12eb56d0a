"""What buyers wrote about a problem, opened for whoever puts it right. Each look is an entry."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from troth import gate
from troth.orders import jobs
from troth.orders.models import Order

from .cases import PURPOSE
from .models import Report
from .reporting import KIND


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is printed with `|reveal`. `case`: the reference of the one it belongs to."""

    case: uuid.UUID
    at: datetime
    text: gate.Personal | gate.Withheld


def opened(number: str, actor: gate.Actor) -> tuple[Written, ...]:
    """Opens nothing, and enters nothing, where nobody wrote a word. What is gone from the vault is not shown."""
    rows = [*Report.objects.filter(case__order__number=number).exclude(record=None).select_related("case")]
    if not rows:
        return ()
    if not jobs.includes(actor, PURPOSE):
        return tuple(Written(row.case.ref, row.at, jobs.seal(actor, PURPOSE)) for row in rows)
    try:
        found = gate.use(Order.objects.get(number=number).whose, (KIND,), purpose=PURPOSE, actor=actor)
    except gate.Refused as refused:
        seal = gate.Withheld(refused.clause, refused.reason)
        return tuple(Written(row.case.ref, row.at, seal) for row in rows)
    texts: dict[uuid.UUID | None, gate.Personal | gate.Withheld | None] = {
        each.id: each["text"] for each in found.records if each.kind == KIND
    }
    return tuple(Written(row.case.ref, row.at, text) for row in rows if (text := texts.get(row.record)) is not None)
