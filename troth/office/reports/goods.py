"""Pages about what is sold: by product and category, stock, offers, what came back, carriers, taxes."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from troth.catalog.money import Money
from troth.orders import quality
from troth.orders.reports import deals, given_back, products, stock, taxes

from . import plots
from .choosing import Chosen
from .tables import Table, Value
from .told import Lead, Told, count, short

MOST = 12  # bars in a plot that one still can read


def of_products(chosen: Chosen) -> Told:
    rows = products.by_product(chosen.span, chosen.currency)
    shelves = products.by_category(chosen.span, chosen.currency)
    if not rows:
        return Told(empty=_("Nothing was sold in these days."))
    title = _("What brought most, %(currency)s") % {"currency": chosen.currency}
    top = rows[:MOST]
    says = _("%(product)s brought most: %(amount)s.") % {
        "product": rows[0].name,
        "amount": Money(rows[0].amount, chosen.currency).text,
    }
    plot = plots.rows(title, says, [row.name for row in top], [row.amount for row in top], short(chosen.currency))
    return Told(
        plots=(plot,),
        tables=(
            _sold(_("Products"), _("Product"), rows, chosen.currency, foot=True),
            _sold(_("Categories"), _("Category"), shelves, chosen.currency, foot=False),
        ),
        says=_("Discounts are taken off. A product in several categories counts in each of them."),
    )


def _sold(title: str, head: str, rows: tuple[products.Sold, ...], currency: str, *, foot: bool) -> Table:
    lines: tuple[tuple[Value, ...], ...] = tuple(
        (row.name or _("In no category"), row.pieces, row.orders, Money(row.amount, currency)) for row in rows
    )
    whole = Money(sum(row.amount for row in rows), currency)
    last: tuple[Value, ...] = (_("Altogether"), sum(row.pieces for row in rows), None, whole) if foot else ()
    return Table(title, (head, _("Pieces"), _("Orders"), _("Amount")), lines, last)


def of_stock(_chosen: Chosen) -> Told:
    levels = stock.levels()
    if not levels:
        return Told(empty=_("No article has its stock counted."))
    out, slow = [each for each in levels if each.is_short], [each for each in levels if each.is_slow]
    soon = [each for each in out if each.days][:MOST]
    says = _("How many days the stock lasts at the pace of the last 30 days.")
    plot = plots.rows(
        _("What runs out first"), says, [_name(each) for each in soon], [each.days or 0 for each in soon], count
    )
    return Told(
        leads=(
            Lead(_("Run out within 30 days, or gone"), count(len(out))),
            Lead(_("Not sold for 90 days"), count(len(slow))),
            *(Lead(_("On the shelves, at the prices of today"), worth) for worth in _worth(levels)),
        ),
        plots=(plot,) if soon else (),
        tables=(_levels(_("Runs out"), out), _slow(slow), _levels(_("All articles"), levels)),
        says=_("The pace is that of the last 30 days; articles that are not counted are left out."),
    )


def _worth(levels: tuple[stock.Level, ...]) -> list[str]:
    sums: dict[str, int] = {}
    for each in levels:
        sums[each.currency] = sums.get(each.currency, 0) + each.worth
    return [Money(amount, code).text for code, amount in sums.items()]


def _levels(title: str, levels: list[stock.Level] | tuple[stock.Level, ...]) -> Table:
    columns = (_("Article"), _("Number"), _("In stock"), _("Sold in 30 days"), _("Lasts, days"), _("Runs out"))
    rows = ((_name(each), each.sku, each.stock, each.pace, each.days, each.runs_out) for each in levels)
    return Table(title, columns, tuple(rows))


def _slow(levels: list[stock.Level]) -> Table:
    columns = (_("Article"), _("Number"), _("In stock"), _("Worth"), _("Last sold"))
    found = sorted(levels, key=lambda each: -each.worth)
    rows = ((_name(each), each.sku, each.stock, Money(each.worth, each.currency), each.last_sold) for each in found)
    return Table(_("Not sold for 90 days"), columns, tuple(rows))


def _name(level: stock.Level) -> str:
    return f"{level.title}, {level.options}" if level.options else level.title


def of_deals(chosen: Chosen) -> Told:
    found, used = deals.deals(chosen.span, chosen.currency), deals.uses(chosen.span)
    rows = tuple((each.label, each.orders, _of(each.off, chosen), _of(each.total, chosen)) for each in found)
    codes = tuple(
        (each.code, each.used, each.given_back, _("any number") if each.left is None else each.left) for each in used
    )
    return Told(
        tables=(
            Table(_("Vouchers and offers"), (_("Name"), _("Orders"), _("Taken off"), _("These orders")), rows),
            Table(_("Uses of vouchers"), (_("Code"), _("Used"), _("Given back"), _("Left")), codes),
        ),
        says=_("A use is given back when its order comes to nothing."),
        empty="" if found or used else _("No voucher and no offer was used in these days."),
    )


def of_returns(chosen: Chosen) -> Told:
    why, goods = given_back.reasons(chosen.span, chosen.currency), given_back.goods(chosen.span)
    if not why and not goods:
        return Told(empty=_("Nothing was given back in these days."))
    names = [str(each.why.label) for each in why]
    title = _("Given back, %(currency)s") % {"currency": chosen.currency}
    says = _("By reason, the largest amount first.")
    plot = plots.rows(title, says, names, [each.amount for each in why], short(chosen.currency))
    rows = tuple((str(each.why.label), each.times, _of(each.amount, chosen)) for each in why)
    whole = (_("Altogether"), sum(each.times for each in why), _of(sum(each.amount for each in why), chosen))
    back = tuple((each.title, each.sku, each.pieces) for each in goods)
    return Told(
        plots=(plot,) if why else (),
        tables=(
            Table(_("Money given back"), (_("Reason"), _("Times"), _("Amount")), rows, whole if why else ()),
            Table(_("Goods that came back"), (_("Article"), _("Number"), _("Pieces")), back),
        ),
    )


def of_carriers(chosen: Chosen) -> Told:
    rows = quality.report(chosen.span.first, chosen.span.last)
    columns = (
        *(_("Carrier"), _("Parcels"), _("Delivered"), _("On time, %"), _("Days, median"), _("With a problem, %")),
        *(_("Answers"), _("Arrived well, %"), _("Late, %"), _("Damaged, %")),
    )
    lines = tuple(
        (
            *(each.name, each.parcels, each.delivered, each.on_time),
            None if each.days is None else Decimal(str(each.days)),
            *(each.problems, each.answers, each.well, each.late, each.damaged),
        )
        for each in rows
    )
    says = _("What rests on fewer than ten parcels or answers is not shown: it could be about somebody.")
    return Told(tables=(Table(_("Carriers"), columns, lines),), says=says)


def of_taxes(chosen: Chosen) -> Told:
    found = taxes.taxes(chosen.span, chosen.currency)
    columns = (_("Tax"), _("Rate, %"), _("Kind"), _("Orders"), _("Taxed amount"), _("Tax"))
    rows = tuple(
        (
            *(each.name, Decimal(each.rate) / 1000),
            _("in the prices") if each.included else _("on top"),
            *(each.orders, _of(each.base, chosen), _of(each.amount, chosen)),
        )
        for each in found
    )
    whole = (_("Altogether"), None, "", None, None, _of(sum(each.amount for each in found), chosen))
    return Told(
        tables=(Table(_("Taxes"), columns, rows, whole if found else ()),),
        says=_("Of what was sold, before anything was given back. Invoices and credit notes have the last word."),
        empty="" if found else _("No tax fell on what was sold in these days."),
    )


def _of(amount: int, chosen: Chosen) -> Money:
    return Money(amount, chosen.currency)
