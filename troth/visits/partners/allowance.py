"""How much a partner may learn about a month, and that two exports at once can't both spend the last of it.

Each series (one figure of one page or currency) of a month costs `EACH` once, however many of its days are asked for
and how often: a visitor's or a buyer's day is one, and a cell's noise is drawn once. A month that is spent stays spent.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ..models import Allowance, Series
from .errors import AllowanceSpent
from .question import Question

EACH: Final = 250  # epsilon of a series, in thousandths
A_MONTH: Final = 2000  # of one partner, for all series about one month


def of_a_day(most: int) -> int:
    """Epsilon in thousandths of everything that everybody is ever told of a day, where one visitor or buyer is in `most` series.

    Cells are drawn once for all, so it makes no difference how many partners there are, or how many pages they ask for.
    """
    return most * EACH


def spend(question: Question) -> int:
    """Pay for what was not paid for yet, in the shop transaction that is open. Raises AllowanceSpent."""
    spent = 0
    for month in question.months:
        spent += _spend(month, question)
    return spent


def left(partner: str, month: date) -> int:
    """In thousandths of epsilon."""
    row = Allowance.objects.filter(partner=partner, month=month).first()
    return row.granted - row.spent if row else A_MONTH


def _spend(month: date, question: Question) -> int:
    own = {"partner": question.partner, "month": month}
    Allowance.objects.bulk_create([Allowance(**own, granted=A_MONTH)], ignore_conflicts=True)
    row = Allowance.objects.select_for_update().get(**own)  # others wait here; SQLite has one writer anyway
    named = {"figure": question.figure, "subject": question.subject}
    if row.series.filter(**named).exists():
        return 0
    if row.spent + EACH > row.granted:
        raise AllowanceSpent(month)
    Series.objects.create(allowance=row, **named)
    row.spent += EACH
    row.save(update_fields=["spent"])
    return EACH
