"""What each page of figures says: leading numbers, plots, tables. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.catalog.money import Money
from troth.orders.reports import sales_told
from troth.orders.reports.sales import Sales
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
    warns: str = ""
    empty: str = ""
    pages: tuple[str, ...] = ()  # of the shop, to choose from
    page: str = ""


def of_sales(chosen: Chosen) -> Told:
    found = sales_told.told(chosen.span, chosen.currency)
    before = sales_told.told(_before(chosen.span), chosen.currency).whole
    counts = _(
        "An order counts on the day it was placed, once it is paid. What was given back, taken back by a bank after a "
        "dispute, paid after all, or paid on top for a dearer replacement counts on the day of that."
    )
    open_rows = _(
        "What rests on fewer than five orders is left open, and as much beside it as could tell it. Weeks or months leave less "
        "open than days."
    )
    nothing_told = not any(amount for row in (*found.rows, found.whole) for amount in _amounts(row))
    return Told(
        leads=() if nothing_told else _leads(chosen, found.whole, before),
        plots=(_ordered(chosen, found),) if any(row.total for row in found.rows) else (),
        tables=(_table(chosen, found.rows, found.whole),),
        says=f"{counts} {open_rows}" if found.open else counts,
        empty=_empty(found.some) if nothing_told else "",
    )


def _empty(some: bool) -> str:
    return too_few() if some else _("Nothing was sold in these days.")


def too_few() -> str:
    return _("Too few orders to say anything that could not be about somebody. A longer time may say more.")


def _ordered(chosen: Chosen, found: sales_told.Told) -> Plot:
    title = _("What was ordered, %(currency)s") % {"currency": chosen.currency}
    whole, says = found.whole, ""
    if whole.orders is not None and whole.total is not None:
        says = ngettext(
            "%(orders)s order, %(total)s altogether.", "%(orders)s orders, %(total)s altogether.", whole.orders
        ) % {"orders": count(whole.orders), "total": _money(chosen, whole.total).text}
    names = [spelled(row.first, chosen.span.step) for row in found.rows]
    return plots.bars(title, says, names, [row.total for row in found.rows], short(chosen.currency))


def _leads(chosen: Chosen, now: sales_told.Row, before: sales_told.Row) -> tuple[Lead, ...]:
    def money(amount: int | None) -> str:
        return _money(chosen, amount).text if amount is not None else NOTHING

    return (
        Lead(_("Orders"), NOTHING if now.orders is None else count(now.orders), _than(now.orders, before.orders)),
        Lead(_("Ordered"), money(now.total), _than(now.total, before.total)),
        Lead(_("Given back"), money(now.refunds), _than(now.refunds, before.refunds)),
        Lead(_("An order on average"), money(now.average), _than(now.average, before.average)),
    )


def _than(now: int | None, before: int | None) -> str:
    """ "12% more than in the time before": of the same length. Nothing where one of the two is not told."""
    if not before or now is None:
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


def columns(step: Step) -> tuple[str, ...]:
    """Of tables of sales."""
    return (
        *(_("From") if step is not Step.DAY else _("Day"), _("Orders"), _("Goods"), _("Discount")),
        *(_("Shipping"), _("Tax"), _("Total"), _("For exchanges"), _("Given back"), _("Taken back by banks")),
        *(_("Paid after all"), _("Left"), _("Average")),
    )


def _table(chosen: Chosen, rows: tuple[sales_told.Row, ...], whole: sales_told.Row) -> Table:
    newest_first = tuple(row_of(chosen, row, row.first) for row in reversed(rows))
    foot = row_of(chosen, whole, _("Altogether"))
    return Table(_("Sales"), columns(chosen.span.step), newest_first, foot, open_rows=True)


def row_of(chosen: Chosen, row: sales_told.Row | Sales, name: date | str) -> tuple[Value, ...]:
    amounts = _amounts(row)[1:]
    return (name, row.orders, *(None if amount is None else _money(chosen, amount) for amount in amounts))


def _amounts(row: sales_told.Row | Sales) -> tuple[int | None, ...]:
    """The number of orders, and what stands in the columns behind it."""
    return (
        *(row.orders, row.goods, row.discount, row.shipping, row.tax, row.total),
        *(row.extra, row.refunds, row.charged_back, row.recovered, row.net, row.average),
    )


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


def for_a_page(table: Table, many: int) -> Table:
    """The file has all of it, in every column and every row."""
    return first_of(_in_use(_with_figures(table)), many)


def _with_figures(table: Table) -> Table:
    """Without rows that are left open and have no amount either: once it is said how many there are. A nought is a figure."""
    rows = tuple(row for row in table.rows if row[1] is not None or not all(_is_no_amount(each) for each in row[2:]))
    left_out = len(table.rows) - len(rows)
    if not left_out or not table.open_rows:
        return table
    note = ngettext(
        "%(many)s row without figures is left out.", "%(many)s rows without figures are left out.", left_out
    )
    return replace(table, rows=rows, note=_noted(table, note % {"many": count(left_out)}))


def _in_use(table: Table) -> Table:
    """Without those amounts that a broad table has none of, so that the others are in sight."""
    rows = (*table.rows, *((table.foot,) if table.foot else ()))
    kept = [at for at in range(len(table.columns)) if any(not _is_no_amount(row[at]) for row in rows)]
    if not table.is_broad or len(kept) == len(table.columns) or not rows:
        return table
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        foot=tuple(table.foot[at] for at in kept) if table.foot else (),
        note=_noted(table, _("Columns in which nothing stands are left out; a file has them.")),
    )


def _is_no_amount(value: Value) -> bool:
    return value is None or (isinstance(value, Money) and not value.amount)


def _noted(table: Table, note: str) -> str:
    return f"{table.note} {note}".strip()


def first_of(table: Table, many: int) -> Table:
    """For a page: the file has all of it."""
    if len(table.rows) <= many:
        return table
    note = _("The first %(many)s of %(all)s; a file has all of them.") % {"many": many, "all": count(len(table.rows))}
    return replace(table, rows=table.rows[:many], note=_noted(table, note))
