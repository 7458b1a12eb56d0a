"""What the page of campaigns says: leading numbers, plots and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from troth.campaigns.figures import Did, by_campaign
from troth.catalog.money import Money
from troth.orders.reports.span import bucket

from ..reports import plots
from ..reports.choosing import Chosen
from ..reports.plots import Plot
from ..reports.tables import Table, Value
from ..reports.told import Lead, Told, count, spelled

COLUMNS = ("shown", "clicked", "cost")


def told(rows: Sequence[Did], seen: Chosen) -> Told:
    """`rows`: of the days and the currency that were chosen."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in COLUMNS}
    heads = (_("Shown"), _("Followed"), _("Cost"))
    each = by_campaign(rows, seen.span)
    return Told(
        leads=(
            Lead(heads[0], count(sums["shown"])),
            Lead(heads[1], count(sums["clicked"])),
            Lead(heads[2], Money(sums["cost"], seen.currency).text),
        ),
        plots=(_by_day(_("How often campaigns were followed"), rows, seen, lambda row: row.clicked),),
        tables=(
            Table(
                _("By campaign"),
                (_("Campaign"), *heads, _("Orders with its voucher")),
                tuple((row.name, row.shown, row.clicked, Money(row.cost, seen.currency), row.orders) for row in each),
            ),
            Table(
                _("By day"),
                (_("Day"), _("Campaign"), *heads),
                tuple((row.day, row.campaign, *_numbers(row)) for row in rows),
            ),
        ),
        says=_(
            "Partners tell what was shown, followed and paid for, as sums of a day. Orders are counted here, by the voucher "
            "that goes with a campaign; fewer than five are not told. None of it says who."
        ),
        empty="" if rows else _("No partner has told of a campaign in these days."),
    )


def _numbers(row: Did) -> tuple[Value, ...]:
    return (row.shown, row.clicked, Money(row.cost, row.currency))


def _by_day(title: str, rows: Sequence[Did], seen: Chosen, of: Callable[[Did], int]) -> Plot:
    """Bars over the days, weeks or months that were chosen."""
    found: Counter[date] = Counter()
    for row in rows:
        found[bucket(row.day, seen.span.step)] += of(row)
    days = [*seen.span.buckets()]
    says = _("%(many)s altogether.") % {"many": count(found.total())}
    return plots.bars(title, says, [spelled(day, seen.span.step) for day in days], [found[day] for day in days], count)
