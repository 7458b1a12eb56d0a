"""Pages about what is sold: by product and category, stock, offers, what came back, carriers, taxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.catalog.money import Money
from troth.orders import quality
from troth.orders.reports import goods_told, stock
from troth.orders.reports.few import Border, Share
from troth.orders.reports.goods_told import Found, Rest
from troth.orders.reports.products import Sold
from troth.orders.reports.taxes import Taxed

from . import plots
from .choosing import Chosen
from .tables import Table, Value
from .told import Lead, Told, count, short, too_few

MOST = 12  # bars in a plot that one still can read


def of_products(chosen: Chosen) -> Told:
    found = goods_told.by_product(chosen.span, chosen.currency)
    rows, shelves = found.rows, goods_told.by_category(found)
    if not rows:
        return Told(empty=too_few() if found.some else _("Nothing was sold in these days."))
    title = _("What brought most, %(currency)s") % {"currency": chosen.currency}
    top = rows[:MOST]
    says = _("%(product)s brought most: %(amount)s.") % {
        "product": rows[0].name,
        "amount": Money(rows[0].amount, chosen.currency).text,
    }
    plot = plots.rows(title, says, [row.name for row in top], [row.amount for row in top], short(chosen.currency))
    return Told(
        plots=(plot,),
        tables=(_products(found, chosen), _categories(shelves, chosen)),
        says=_(
            "Discounts are taken off. A product in several categories counts in each of them. Products that were in fewer than "
            "five orders are told together, and in no category."
        ),
    )


def _products(found: Found[Sold], chosen: Chosen) -> Table:
    lines: list[tuple[Value, ...]] = [(row.name, row.pieces, row.orders, _of(row.amount, chosen)) for row in found.rows]
    pieces, amount = sum(row.pieces for row in found.rows), sum(row.amount for row in found.rows)
    if found.rest:
        lines.append((_others(found.rest), found.rest.pieces, None, _of(found.rest.amount, chosen)))
        pieces, amount = pieces + found.rest.pieces, amount + found.rest.amount
    columns = (_("Product"), _("Pieces"), _("Orders"), _("Amount"))
    return Table(_("Products"), columns, tuple(lines), (_("Altogether"), pieces, None, _of(amount, chosen)))


def _categories(shelves: Iterable[tuple[str, int, int]], chosen: Chosen) -> Table:
    lines = tuple((name or _("In no category"), pieces, _of(amount, chosen)) for name, pieces, amount in shelves)
    return Table(_("Categories"), (_("Category"), _("Pieces"), _("Amount")), lines)


def _others(rest: Rest) -> str:
    return ngettext("%(many)s other", "%(many)s others, together", rest.many) % {"many": count(rest.many)}


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
        says=_(
            "The pace is that of the last 30 days, or of 90 days or a year where fewer than five orders would tell it. Articles "
            "that are not counted are left out."
        ),
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
    rows = (
        (_name(each), each.sku, each.stock, Money(each.worth, each.currency), _month(each.last_sold)) for each in found
    )
    return Table(_("Not sold for 90 days"), columns, tuple(rows))


def _month(first: date | None) -> str | None:
    return formats.date_format(first, "F Y") if first else None


def _name(level: stock.Level) -> str:
    return f"{level.title}, {level.options}" if level.options else level.title


def of_deals(chosen: Chosen) -> Told:
    found, used = goods_told.by_deal(chosen.span, chosen.currency), goods_told.uses(chosen.span)
    rows: list[tuple[Value, ...]] = [
        (each.label, each.orders, _of(each.off, chosen), _of(each.total, chosen)) for each in found.rows
    ]
    if found.rest:
        rows.append((_others(found.rest), None, _of(found.rest.amount, chosen), None))
    codes = tuple(
        (each.code, each.used, each.given_back, _("any number") if each.left is None else each.left)
        for each in used.rows
    )
    return Told(
        tables=(
            Table(_("Vouchers and offers"), (_("Name"), _("Orders"), _("Taken off"), _("These orders")), tuple(rows)),
            Table(_("Uses of vouchers"), (_("Code"), _("Used"), _("Given back"), _("Left")), codes),
        ),
        says=_(
            "A use is given back when its order comes to nothing. What was used in fewer than five orders is told together."
        ),
        empty=""
        if rows or codes
        else _nothing(found.some or used.some, _("No voucher and no offer was used in these days.")),
    )


def _nothing(some: bool, words: str) -> str:
    return too_few() if some else words


def of_returns(chosen: Chosen) -> Told:
    found, goods = goods_told.reasons(chosen.span, chosen.currency), goods_told.came_back(chosen.span)
    why, rest = found.rows, found.rest
    if not why and not rest and not goods.rows:
        return Told(empty=_nothing(found.some or goods.some, _("Nothing was given back in these days.")))
    names = [str(each.why.label) for each in why]
    title = _("Given back, %(currency)s") % {"currency": chosen.currency}
    says = _("By reason, the largest amount first.")
    plot = plots.rows(title, says, names, [each.amount for each in why], short(chosen.currency))
    rows = [(str(each.why.label), each.times, _of(each.amount, chosen)) for each in why]
    if rest:
        rows.append((_others(rest), rest.times, _of(rest.amount, chosen)))
    times, amount = sum(row[1] for row in rows), sum(row[2].amount for row in rows)
    back = tuple((each.title, each.sku, each.pieces) for each in goods.rows)
    return Told(
        plots=(plot,) if why else (),
        tables=(
            Table(
                _("Money given back"),
                (_("Reason"), _("Times"), _("Amount")),
                tuple(rows),
                (_("Altogether"), times, _of(amount, chosen)) if rows else (),
            ),
            Table(_("Goods that came back"), (_("Article"), _("Number"), _("Pieces")), back),
        ),
        says=_(
            "Reasons of fewer than five refunds are told together; articles that came back with fewer are left out."
        ),
    )


def of_carriers(chosen: Chosen) -> Told:
    rows = quality.report(chosen.span.first, chosen.span.last)
    columns = (
        *(
            _("Carrier"),
            _("Parcels"),
            _("Delivered"),
            _("On time, %"),
            _("Days, median"),
            _("With a problem, %"),
            _("Lost, %"),
        ),
        *(_("Answers"), _("Arrived well, %"), _("Late, %"), _("Damaged, %"), _("Not there, %")),
    )
    lines = tuple(
        (
            *(each.name, each.parcels, each.delivered, _share(each.on_time)),
            None if each.days is None else Decimal(str(each.days)),
            *(_share(each.problems), _share(each.lost), each.answers),
            *map(_share, (each.well, each.late, each.damaged, each.missing)),
        )
        for each in rows
    )
    says = _(
        "What rests on fewer than five parcels or answers is not shown, and a share of fewer than five only as a border: it "
        "could be about somebody."
    )
    return Told(tables=(Table(_("Carriers"), columns, lines),), says=says)


def _share(share: Share | None) -> Value:
    """ "up to 12", "over 88"; a number where it may be told."""
    if not isinstance(share, Border):
        return share
    if share.low == 0:
        return _("up to %(many)s") % {"many": share.high}
    return _("over %(many)s") % {"many": share.low}


def of_taxes(chosen: Chosen) -> Told:
    found = goods_told.by_tax(chosen.span, chosen.currency)
    rest = found.rest
    told = taxed(found.rows, chosen, ((_others(rest), None, "", None, None, _of(rest.amount, chosen)),) if rest else ())
    return Told(
        tables=(told,),
        says=_(
            "Of what was sold, before anything was given back. A tax of fewer than five orders is told together with others; "
            "whoever keeps the books finds sums to the cent there."
        ),
        empty="" if told.rows else _nothing(found.some, _("No tax fell on what was sold in these days.")),
    )


def taxed(found: Sequence[Taxed], chosen: Chosen, others: tuple[tuple[Value, ...], ...] = ()) -> Table:
    """Each tax in a row; `others` behind them. Their last column is the tax."""
    columns = (_("Tax"), _("Rate, %"), _("Kind"), _("Orders"), _("Taxed amount"), _("Tax"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *((_("Of an earlier shop"), None) if each.earlier else (each.name, Decimal(each.rate) / 1000)),
            _("in the prices") if each.included else _("on top"),
            *(each.orders, None if each.earlier else _of(each.base, chosen), _of(each.amount, chosen)),
        )
        for each in found
    )
    rows += others
    amount = sum(row[-1].amount for row in rows if isinstance(row[-1], Money))
    return Table(
        _("Taxes"), columns, rows, (_("Altogether"), None, "", None, None, _of(amount, chosen)) if rows else ()
    )


def _of(amount: int, chosen: Chosen) -> Money:
    return Money(amount, chosen.currency)
