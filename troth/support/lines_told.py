"""Which things of the order a buyer says a case is about."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Case


@dataclass(frozen=True, slots=True)
class LineTold:
    """`id` of the order's line."""

    id: int
    title: str
    quantity: int


def told(case: Case) -> tuple[LineTold, ...]:
    """Told twice, the larger number of a thing counts: nobody adds up two tabs."""
    most: dict[int, LineTold] = {}
    for each in (line for report in case.reports.all() for line in report.lines.all()):
        if each.line_id not in most or most[each.line_id].quantity < each.quantity:
            most[each.line_id] = LineTold(each.line_id, each.line.title, each.quantity)
    return tuple(most.values())
