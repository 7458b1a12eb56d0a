"""The names of the price book in the shop's further languages: read once with it, told in one of them without a query."""

from __future__ import annotations

from dataclasses import replace

from troth.catalog.words import further
from troth.catalog.words.saying import said

from ..models.words import NameWords
from ..shipping_table import Service, Table
from .deals import Deal
from .rates import Rate, Rates, rates

type Names = dict[int, dict[str, str]]  # key of a row → language → what it is called there


def names(model: type[NameWords], column: str = "name") -> Names:
    """What is written down. One query, none in a shop of one language."""
    found: Names = {}
    rows = model.objects.values_list("of", "language", column) if further() else ()
    for key, language, text in rows:
        if text:
            found.setdefault(key, {})[language] = text
    return found


def rates_in(told: Rates, language: str) -> Rates:
    return rates(_rate(row, language) for row in told.rows)


def offers_in(told: tuple[Deal, ...], language: str) -> tuple[Deal, ...]:
    return tuple(replace(deal, label=said(deal.label, deal.words, language)) for deal in told)


def sending_in(told: Table, language: str) -> Table:
    return Table(tuple(_service(one, language) for one in told.services))


def _rate(row: Rate, language: str) -> Rate:
    return replace(row, name=said(row.name, row.words, language))


def _service(one: Service, language: str) -> Service:
    name, remark = said(one.name, one.words, language), said(one.remark, one.remarks, language)
    return replace(one, name=name, remark=remark)
