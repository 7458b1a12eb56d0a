"""How old the open invoices are: sums to the cent, for whoever keeps the books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from troth import gate

from ..models import OnAccount
from ..models.account import LEFT, Standing
from . import known

# Days after the invoice was due: from, to. None: without an end.
BANDS: tuple[tuple[int, int | None], ...] = ((0, 30), (31, 60), (61, 90), (91, None))

NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Aged:
    """Open in one currency. `not_due` and each of `late` (as BANDS): (how many invoices, minor units)."""

    currency: str
    not_due: tuple[int, int]
    late: tuple[tuple[int, int], ...]

    @property
    def whole(self) -> tuple[int, int]:
        every = (self.not_due, *self.late)
        return sum(many for many, _sum in every), sum(amount for _many, amount in every)


def ageing(actor: gate.Actor) -> tuple[Aged, ...]:
    """As it stands now, in every currency. One query. Raises gate.Refused."""
    known.may(actor)
    return _aged(Q())


def aged(currency: str) -> Aged | None:
    """The same in one currency, for the page of the books; None where nothing is open in it."""
    return next(iter(_aged(Q(currency=currency))), None)


def _aged(which: Q) -> tuple[Aged, ...]:
    today = timezone.localdate()
    open_now = OnAccount.objects.filter(which, state=Standing.OPEN)
    asked = {NOT_DUE: Q(due_on__gte=today)} | {f"late_{at}": _in(band, today) for at, band in enumerate(BANDS)}
    told: dict[str, Any] = {f"{name}_many": Count("pk", filter=lies) for name, lies in asked.items()}
    told |= {f"{name}_sum": Sum(LEFT, filter=lies) for name, lies in asked.items()}
    rows: Iterable[Mapping[str, Any]] = open_now.order_by("currency").values("currency").annotate(**told)
    return tuple(
        Aged(row["currency"], _of(row, NOT_DUE), tuple(_of(row, f"late_{at}") for at in range(len(BANDS))))
        for row in rows
    )


def _of(row: Mapping[str, Any], name: str) -> tuple[int, int]:
    return row[f"{name}_many"], row[f"{name}_sum"] or 0


def _in(band: tuple[int, int | None], today: date) -> Q:
    """Late by so many days. What is due today is not late."""
    first, last = max(band[0], 1), band[1]
    late = Q(due_on__lte=today - timedelta(days=first))
    return late if last is None else late & Q(due_on__gte=today - timedelta(days=last))
