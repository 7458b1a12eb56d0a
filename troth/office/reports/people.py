"""The page about customers. It is given figures, never people."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from troth.orders.reports import customers
from troth.orders.reports.customers import Actor, Figures
from troth.orders.reports.span import Step
from troth.people.reasons import place_name

from . import plots
from .tables import Table, Value
from .told import Lead, Told, count, spelled

MOST = 12


def of_customers(actor: Actor) -> Told:
    """Raises Refused where the job does not include it."""
    found = customers.customers(actor)
    until = formats.date_format(found.until, _("j F Y"))
    homes, houses = _named(found.by_country), _named(found.by_organization, _("No organization named"))
    total = found.by_country.total
    known = [month for month in found.months if month.new is not None]
    return Told(
        leads=(Lead(_("Customers, until %(day)s") % {"day": until}, _("about %(many)s") % {"many": count(total)}),)
        if total
        else (),
        plots=tuple(
            plot
            for plot in (
                _lying(_("Customers by country of residence"), homes),
                _came(known) if known else None,
            )
            if plot
        ),
        tables=(
            _table(_("By country of residence"), _("Country"), homes, found.by_country),
            _table(_("By country of the organization"), _("Country"), houses, found.by_organization),
            _months(found.months),
        ),
        says=_(
            "Numbers of people are in fives. A group of fewer than five is part of “elsewhere”, and months with too few "
            "are left open, so that no figure and no difference of two points at anybody."
        ),
        empty="" if total or known else _("There are too few customers to make figures of."),
    )


def _named(figures: Figures, nowhere: str = "") -> list[tuple[str, int]]:
    rows = [(place_name(code) if code else nowhere or _("Not known"), many) for code, many in figures.rows]
    return [*rows, (_("Elsewhere"), figures.rest)] if figures.rest else rows


def _table(title: str, head: str, rows: list[tuple[str, int]], figures: Figures) -> Table:
    foot: tuple[Value, ...] = (_("Altogether, about"), figures.total) if figures.total else ()
    return Table(title, (head, _("Customers")), tuple(rows), foot)


def _months(months: tuple[customers.Month, ...]) -> Table:
    columns = (_("Month"), _("New customers"), _("Came again"))
    rows = tuple((formats.date_format(each.first, "F Y"), each.new, each.again) for each in reversed(months))
    return Table(_("New and coming again"), columns, rows)


def _lying(title: str, rows: list[tuple[str, int]]) -> plots.Plot | None:
    if not rows:
        return None
    says = _("%(country)s has most: about %(many)s.") % {"country": rows[0][0], "many": count(rows[0][1])}
    top = rows[:MOST]
    return plots.rows(title, says, [name for name, _many in top], [many for _name, many in top], count)


def _came(months: list[customers.Month]) -> plots.Plot:
    names = [spelled(month.first, Step.MONTH) for month in months]
    says = _("Months in which too few ordered are left out.")
    return plots.line(_("New customers"), says, names, [month.new or 0 for month in months], count)
