"""What was approved is kept with the books, as long as tax law wants it. What was not goes sooner: it is filed under another kind.

A certificate moves when it is approved. A process that dies in between leaves it behind as filed; `ending.sweep` and
an erasure move it then.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from troth import gate

from ..models.exemption import Exemption, Standing
from .purpose import BY_US, FILED, KIND, PURPOSE, kinds

logger = logging.getLogger("troth.orders")

HELD: Final = (Standing.HOLDS, Standing.WITHDRAWN)


def unentered() -> QuerySet[Exemption]:
    return Exemption.objects.filter(state__in=HELD, in_books=False)


def outlived(row: Exemption, now: datetime) -> bool:
    """Whether it was filed longer ago than the policy keeps what was not approved. Opens nothing."""
    person = gate.person_of_party(row.whose)
    standing = gate.standing(person) if person is not None else None
    if standing is None or FILED not in kinds():
        return False
    retention = gate.policy().kinds[FILED].retention
    until = gate.policy().keep_until(retention, row.begun_at, standing.jurisdiction)
    return until is not None and until <= now


def enter_late(row: Exemption) -> None:
    """What a process that died did not come to. Nothing else waits for it: one that is refused, since its time as filed is over,
    holds up neither the others nor an erasure.
    """
    try:
        enter(row)
    except gate.Refused as refused:
        logger.warning("an approved tax exemption could not be kept with the books: %s", refused.code)


def enter(row: Exemption, actor: gate.Actor | None = None, reason: str = "") -> None:
    """May be done twice. `actor`: the employee who approved it, else the shop. `reason`: kept for its holder. Raises `gate.Refused`."""
    person = gate.person_of_party(row.whose)
    if person is None:
        return
    if FILED in kinds():
        by = actor or gate.system(PURPOSE)
        with gate.together(person):
            filed = gate.use(row.whose, [FILED], purpose=PURPOSE, actor=by).first(FILED)
            if filed is not None:
                told = {
                    name: value.reveal() for name, value in filed.fields.items() if isinstance(value, gate.Personal)
                }
                gate.collect(
                    person, {KIND: told}, purpose=PURPOSE, source=BY_US, actor=by, party=row.whose, reason=reason
                )
                gate.forget_unfinished(row.whose, purpose=PURPOSE, kind=FILED)
    Exemption.objects.filter(pk=row.pk).update(in_books=True)
