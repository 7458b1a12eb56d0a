"""Figures of one page of the shop by day: visits that began there, openings, visitors, programs. Numbers are in fives."""

from __future__ import annotations

from django.utils.translation import gettext as _

from troth.orders.reports.span import Step
from troth.visits import once
from troth.visits.counting import reading
from troth.visits.counting.flooded import flooded
from troth.visits.counting.reading import Days, What

from .choosing import Chosen
from .tables import Table
from .told import Lead, Told, count
from .visits import days, line, warned


def of_page(chosen: Chosen) -> Told:
    """Of the page that was chosen, or else of the one that was opened most. Six queries."""
    span = chosen.span
    pages = [name for name, _many in reading.by_name(What.VIEW, span.first, span.last).rows if name]
    page = chosen.about or (pages[0] if pages else "")
    choices = tuple(sorted({*pages, *([page] if page else [])}))
    if page not in pages:
        return Told(pages=choices, page=page, empty=_few() if page else _none())
    kinds = (What.VISIT, What.VIEW, What.VISITOR, What.ROBOT)
    visits, views, visitors, robots = (days(what, span, page) for what in kinds)
    title = _("Visits that began at %(page)s") % {"page": page}
    says = _("About %(many)s visits.") % {"many": count(visits.total)}
    opened = _("Openings of %(page)s") % {"page": page}
    often = _("Opened about %(many)s times.") % {"many": count(views.total)}
    return Told(
        leads=(
            Lead(_("Visits"), count(visits.total)),
            Lead(_("Opened"), count(views.total)),
            Lead(_("Visitors who allow measurement"), count(visitors.total)),
            Lead(_("Asked for by programs"), count(robots.total)),
        ),
        plots=(line(title, says, visits, span), line(opened, often, views, span)),
        tables=(_by_day(chosen, visits, views, visitors, robots),),
        says=_honest(),
        warns=warned(flooded(span.first, span.last, page=page)),
        pages=choices,
        page=page,
    )


def _by_day(chosen: Chosen, *parts: Days) -> Table:
    span = chosen.span
    head = _("Day") if span.step is Step.DAY else _("From")
    columns = (head, _("Visits"), _("Opened"), _("Visitors who allow measurement"), _("By programs"))
    rows = tuple((first, *(each.steps.get(first, 0) for each in parts)) for first in [*span.buckets()][::-1])
    return Table(_("By day"), columns, rows, (_("Altogether, about"), *(each.total for each in parts)))


def _honest() -> str:
    return _(
        "A visit is a page that was asked for from elsewhere. A visitor who allows measurement counts once a day, for "
        "%(pages)s pages at most. Which sites, devices and countries the visits of one page came from is not known: no count "
        "is ever crossed with another. “Where from” has them for all pages together. Numbers are in fives; a dash stands for fewer."
    ) % {"pages": once.MOST}


def _few() -> str:
    return _("In these days this page was opened by too few to make figures of.")


def _none() -> str:
    return _("In these days there were too few visits to make figures of.")
