"""The journal as a table, and the accounts in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.formats import localize
from django.utils.translation import gettext as _

from troth.catalog.money import Money
from troth.orders.bookkeeping.accounts import Chart
from troth.orders.bookkeeping.journal import Entry
from troth.orders.bookkeeping.names import Named
from troth.orders.models.order import TaxCase

from ..reports.tables import Table, Value


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One row of the form. `usual`: the chart's own number, which holds where none is written over it."""

    use: str
    words: str
    number: str
    usual: str
    about: str = ""


def table(entries: Sequence[Entry], chart: Chart, currency: str, named: Mapping[UUID, Named] | None = None) -> Table:
    """`named`: whom each paper is made out to; None for a file that names nobody."""
    columns = (
        *(_("Date"), _("What"), _("Paper"), _("Order"), _("Takes back from invoice")),
        *(_("Tax"), _("Rate, %"), _("Why"), _("Net"), _("Tax amount"), _("Gross")),
        *(_("Account"), _("Account of the tax"), _("Counter account")),
        *((_("Name"), _("Organization")) if named is not None else ()),
    )
    rows = tuple((*_row(entry, chart, currency), *_who(entry, named)) for entry in entries)
    return Table(_("Journal"), columns, rows)


def _row(entry: Entry, chart: Chart, currency: str) -> tuple[Value, ...]:
    paper = entry.kind.is_paper
    return (
        *(entry.day, str(entry.kind.words), entry.number, entry.order, entry.about),
        *(entry.tax_name, Decimal(entry.rate) / 1000 if entry.rate else None),
        str(TaxCase(entry.case).label) if entry.case in TaxCase.values else entry.case,
        *((Money(entry.net, currency), Money(entry.tax, currency)) if paper else (None, None)),
        Money(entry.gross, currency),
        *(chart.of(entry), chart.of_tax(entry), chart["customers"]),
    )


def _who(entry: Entry, named: Mapping[UUID, Named] | None) -> tuple[str, ...]:
    if named is None:
        return ()
    found = named.get(entry.party) if entry.party else None
    return found.told if found else ("", "")


def accounts(chart: Chart, uses: Sequence[str], typed: Mapping[str, str] | None = None) -> list[AccountLine]:
    """`typed`: what somebody wrote and could not be kept; nothing of it is lost."""
    beneath = Chart({}, chart.usual)
    return [
        AccountLine(use, _words(use), (typed or {}).get(use, chart[use]), beneath[use], _about(use)) for use in uses
    ]


def _words(use: str) -> str:
    what, _colon, rate = use.partition(":")
    if rate:
        told = {"rate": localize((Decimal(rate) / 1000).normalize())}
        words = _("Sales with %(rate)s%% tax") if what == "sales" else _("Tax of %(rate)s%%")
        return words % told
    return {
        "customers": _("What customers owe"),
        "money": _("What the payment provider holds for us"),
        "bank": _("Bank"),
        "export": _("Sales that leave the country, without tax"),
        "reverse_charge": _("Sales whose buyer owes the tax"),
        "untaxed": _("Sales without tax"),
        "adviser": _("DATEV: number of the adviser"),
        "client": _("DATEV: number of the client"),
    }[use]


def _about(use: str) -> str:
    if use.startswith("tax:"):
        return _("Empty where the account of the sales reckons the tax by itself.")
    return ""
