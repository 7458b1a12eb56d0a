"""What each page of figures says: leading numbers, plots, tables. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.catalog.money import Money
from troth.orders.reports import sales
from troth.orders.reports.span import Span, Step

from . import plots
from .choosing import Chosen
from .plots import Plot
from .tables import NOTHING, Table, Value


@dataclass(frozen=True, slots=True)
class Lead:
    """A number that stands large above. `than`: how it compares with the time before, in words."""

    words: str
    value: str
    than: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    leads: tuple[Lead, ...] = ()
    plots: tuple[Plot, ...] = ()
    tables: tuple[Table, ...] = ()
    says: str = ""
    empty: str = ""


def of_sales(chosen: Chosen) -> Told:
    rows = sales.sales(chosen.span, chosen.currency)
    whole, before = sales.altogether(rows), sales.altogether(sales.sales(_before(chosen.span), chosen.currency))
    names = [spelled(row.first, chosen.span.step) for row in rows]
    title = _("What was ordered, %(currency)s") % {"currency": chosen.currency}
    says = ngettext(
        "%(orders)s order, %(total)s altogether.", "%(orders)s orders, %(total)s altogether.", whole.orders
    ) % {"orders": formats.number_format(whole.orders, force_grouping=True), "total": _money(chosen, whole.total).text}
    return Told(
        leads=_leads(chosen, whole, before),
        plots=(plots.bars(title, says, names, [row.total for row in rows], short(chosen.currency)),),
        tables=(_table(chosen, rows, whole),),
        says=_(
            "An order counts on the day it was placed, once it is paid. What was given back, taken back by a bank after a "
            "dispute, paid after all, or paid on top for a dearer replacement counts on the day of that."
        ),
        empty="" if whole.orders or whole.net else _("Nothing was sold in these days."),
    )


def _leads(chosen: Chosen, now: sales.Sales, before: sales.Sales) -> tuple[Lead, ...]:
    def money(amount: int | None) -> str:
        return _money(chosen, amount).text if amount is not None else NOTHING

    return (
        Lead(_("Orders"), formats.number_format(now.orders, force_grouping=True), _than(now.orders, before.orders)),
        Lead(_("Ordered"), money(now.total), _than(now.total, before.total)),
        Lead(_("Given back"), money(now.refunds), _than(now.refunds, before.refunds)),
        Lead(_("An order on average"), money(now.average), _than(now.average or 0, before.average or 0)),
    )


def _than(now: int, before: int) -> str:
    """ "12% more than in the time before": of the same length."""
    if not before:
        return ""
    change = round(100 * (now - before) / before)
    if change == 0:
        return _("as much as in the time before")
    words = (
        _("%(change)s%% more than in the time before") if change > 0 else _("%(change)s%% less than in the time before")
    )
    return words % {"change": abs(change)}


def _before(span: Span) -> Span:
    days = timedelta(days=span.days)
    return Span(span.first - days, span.last - days, span.step)


def _table(chosen: Chosen, rows: tuple[sales.Sales, ...], whole: sales.Sales) -> Table:
    columns = (
        *(_("From") if chosen.span.step is not Step.DAY else _("Day"), _("Orders"), _("Goods"), _("Discount")),
        *(_("Shipping"), _("Tax"), _("Total"), _("For exchanges"), _("Given back"), _("Taken back by banks")),
        *(_("Paid after all"), _("Left"), _("Average")),
    )
    newest_first = tuple(_row(chosen, row, row.first) for row in reversed(rows))
    return Table(_("Sales"), columns, newest_first, _row(chosen, whole, _("Altogether")))


def _row(chosen: Chosen, row: sales.Sales, name: date | str) -> tuple[Value, ...]:
    amounts = (
        row.goods,
        row.discount,
        row.shipping,
        row.tax,
        row.total,
        row.extra,
        row.refunds,
        row.charged_back,
        row.recovered,
    )
    average = None if row.average is None else _money(chosen, row.average)
    return (name, row.orders, *(_money(chosen, amount) for amount in (*amounts, row.net)), average)


def _money(chosen: Chosen, amount: int) -> Money:
    return Money(amount, chosen.currency)


def spelled(first: date, step: Step) -> str:
    """A short name under a plot: "3 Nov", "Nov 25"."""
    return formats.date_format(first, _("M y") if step is Step.MONTH else _("j M"))


def short(currency: str) -> plots.Words:
    """Amounts beside a plot, without decimals where they are large."""

    def words(amount: int) -> str:
        text = Money(amount, currency)
        whole = round(float(text.plain))
        return formats.number_format(whole, force_grouping=True) if abs(whole) >= 10 or amount == 0 else text.plain

    return words


def count(many: int) -> str:
    return formats.number_format(many, force_grouping=True)


def first_of(table: Table, many: int) -> Table:
    """For a page: the file has all of it."""
    if len(table.rows) <= many:
        return table
    note = _("The first %(many)s of %(all)s; a file has all of them.") % {"many": many, "all": count(len(table.rows))}
    return replace(table, rows=table.rows[:many], note=note)
