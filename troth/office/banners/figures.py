"""The page of figures about banners: how often they were seen and pressed. It is given sums in fives, never visitors."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from troth.orders.reports.span import Span, bucket
from troth.visits.banners import figures
from troth.visits.banners.figures import Day, Seen

from ..reports import plots
from ..reports.choosing import Chosen
from ..reports.tables import NOTHING, Table
from ..reports.told import Lead, Told, count, spelled

MOST = 12  # bars in a plot that one still can read


def of_banners(chosen: Chosen) -> Told:
    span = chosen.span
    found = figures.of_banners(span.first, span.last)
    pages = figures.products(span.first, span.last)
    steps = _steps(span)
    rest = ((_("Other products"), pages.rest),) if pages.rest else ()
    return Told(
        leads=(
            Lead(_("Banners seen"), count(found.views)),
            Lead(_("Pressed"), count(found.presses)),
            Lead(_("Pressed, of a hundred looks"), _rate(figures.rate(found.views, found.presses))),
            Lead(_("Product pages seen"), count(pages.total or 0)),
        ),
        plots=tuple(plot for plot in (_over_time(span, steps), _pressed(found.banners)) if plot),
        tables=(
            _days(steps),
            _places(found.places),
            Table(_("Product pages"), (_("Product"), _("Seen")), (*pages.rows, *rest)),
        ),
        says=_(
            "A look counts when the browser fetched the banner's small picture. Numbers are of everybody together; who looked "
            "is not known."
        )
        + " "
        + _("They are in fives, and fewer than five are not told."),
        empty="" if found.places or pages.total else _("Nothing was seen in these days."),
    )


def _steps(span: Span) -> list[Day]:
    """A sum for each day, week or month, without a gap."""
    found = figures.by_day(span.first, span.last, lambda day: bucket(day, span.step))
    return [found.get(first) or Day(first, 0, 0) for first in span.buckets()]


def _over_time(span: Span, steps: list[Day]) -> plots.Plot | None:
    views = [each.views or 0 for each in steps]
    if not any(views):
        return None
    names = [spelled(each.first, span.step) for each in steps]
    most = max(range(len(views)), key=lambda place: views[place])
    says = _("Most on %(day)s: %(many)s.") % {"day": names[most], "many": count(views[most])}
    return plots.line(_("Banners seen"), says, names, views, count)


def _pressed(rows: tuple[Seen, ...]) -> plots.Plot | None:
    top = sorted(((row.presses, row.name) for row in rows if row.presses), key=lambda row: -row[0])[:MOST]
    if not top:
        return None
    says = _("%(banner)s was pressed most: %(many)s.") % {"banner": top[0][1], "many": count(top[0][0])}
    return plots.rows(_("Banners pressed"), says, [name for _many, name in top], [many for many, _name in top], count)


def _days(steps: list[Day]) -> Table:
    rows = tuple((each.first, each.views, each.presses) for each in reversed(steps) if each.views or each.presses)
    return Table(_("Banners by day"), (_("From"), _("Seen"), _("Pressed")), rows)


def _places(rows: tuple[Seen, ...]) -> Table:
    columns = (_("Banner"), _("State"), _("Place"), _("Seen"), _("Pressed"), _("Of a hundred looks"))
    told = tuple(
        (row.name, str(row.standing.label), row.place, row.views, row.presses, _rate(row.rate)) for row in rows
    )
    return Table(_("Banners by place"), columns, told)


def _rate(rate: float | None) -> str:
    return NOTHING if rate is None else formats.number_format(rate, decimal_pos=1)
