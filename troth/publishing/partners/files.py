"""What was given, as a file: the numbers with their noise, and beside them what the noise is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from troth.catalog.money import Money
from troth.orders.reports.sizes import BANDS
from troth.visits.partners import Given, of_a_day

from .giving import counted

CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json"
MECHANISM: Final = "discrete Laplace (OpenDP)"

type Row = dict[str, str | int]


def as_csv(given: Given) -> bytes:
    """A heading and a line for each number."""
    rows, file = [*_rows(given)], io.StringIO()
    out = csv.DictWriter(file, fieldnames=[*rows[0]])
    out.writeheader()
    out.writerows(rows)
    return file.getvalue().encode()


def as_json(given: Given) -> bytes:
    """With what was asked, what the noise protects and how much, and the number of the ledger's entry."""
    asked = given.question
    unit = counted(asked.figure)
    told = {
        "partner": asked.partner,
        "figure": asked.figure,
        "of": asked.subject,
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "counted": unit.how,
        "noise": {
            "mechanism": MECHANISM,
            "epsilon": given.loss / 1000,
            "hides": unit.hides,
            "epsilon_of_a_day": of_a_day(unit.most) / 1000,
            "note": "Numbers may be below zero. Asking again gives the same numbers.",
        },
        "entry": str(given.entry),
        "rows": [*_rows(given)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _rows(given: Given) -> Iterator[Row]:
    subject = given.question.subject
    for day, values in given.rows.items():
        if given.question.figure != "order_sizes":
            yield {"day": day.isoformat(), "page": subject, "visitors": values[0]}
            continue
        for place, many in enumerate(values):
            above = BANDS[place + 1 :]
            yield {
                "day": day.isoformat(),
                "currency": subject,
                "from": Money(BANDS[place], subject).plain,
                "below": Money(above[0], subject).plain if above else "",
                "orders": many,
            }
