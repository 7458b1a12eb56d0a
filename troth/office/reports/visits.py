"""Pages about visits: which pages are asked for, from where, and how far visitors come. Numbers are in fives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from troth.orders.reports import baskets
from troth.orders.reports.placed import placed
from troth.orders.reports.span import Span, bucket
from troth.orders.reports.span import Step as Fineness
from troth.people.reasons import place_name
from troth.visits.counting import Step, reading
from troth.visits.counting.flooded import Flooded, flooded
from troth.visits.counting.reading import Days, Figures, What
from troth.visits.counting.tally import DIRECT, OTHERS

from . import plots
from .choosing import Chosen
from .tables import Page, Table, words
from .told import Lead, Told, count, spelled

MOST = 12


def of_visitors(chosen: Chosen) -> Told:
    """Visits and openings by day, and the pages they were of. Six queries."""
    span = chosen.span
    visits, views, robots = (days(what, span) for what in (What.VISIT, What.VIEW, What.ROBOT))
    began, opened = (reading.by_name(what, span.first, span.last) for what in (What.VISIT, What.VIEW))
    title = _("Visits")
    says = _("About %(many)s visits.") % {"many": count(visits.total)}
    return Told(
        leads=(
            Lead(_("Visits"), count(visits.total)),
            Lead(_("Pages opened"), count(views.total)),
            Lead(_("Pages asked for by programs"), count(robots.total)),
        ),
        plots=(line(title, says, visits, span), *_lain(_("Where visits began"), _worded(began, _page))),
        tables=(_by_day(span, visits, views, robots), _pages(_named(began), _named(opened))),
        says=_honest(),
        warns=warned(flooded(span.first, span.last)),
        empty="" if visits.total or views.total or robots.total else _nobody(),
    )


def of_sources(chosen: Chosen) -> Told:
    """Sites, devices and countries of visits. Three queries."""
    span = chosen.span
    parts = (
        (What.SOURCE, _("Sites that led here"), _("Site"), _site),
        (What.DEVICE, _("Devices"), _("Kind of device"), _device),
        (What.COUNTRY, _("Countries"), _("Country"), _country),
    )
    found = [
        (title, head, _worded(reading.by_name(what, span.first, span.last), words))
        for what, title, head, words in parts
    ]
    return Told(
        plots=tuple(plot for title, _head, rows in found for plot in _lain(title, rows)),
        tables=tuple(Table(title, (head, _("Visits")), tuple(rows)) for title, head, rows in found if rows),
        says=_honest()
        + " "
        + _(
            "No site is named by a typed address, a bookmark, or a site that keeps it back. Countries are known where the shop has a database of networks."
        ),
        empty="" if any(rows for _title, _head, rows in found) else _nobody(),
    )


def of_way(chosen: Chosen) -> Told:
    """From a product to an order, baskets that were left, and what was looked for and not found. Seven queries."""
    span = chosen.span
    steps = [days(What.STEP, span, step).total for step in (Step.PRODUCT, Step.BASKET, Step.CHECKOUT)]
    steps.append(reading.shown(placed(span)) or 0)
    terms, nothing = reading.terms(span.first, span.last)
    lost = _stepped(baskets.left(span), span)
    names = [_("Looked at"), _("In the basket"), _("At the checkout"), _("Ordered")]
    way = plots.rows(_("From a product to an order"), _way_says(steps), names, steps, count)
    rows = tuple(
        (name, many, _share(many, before)) for name, many, before in zip(names, steps, [0, *steps], strict=False)
    )
    left = tuple((day, reading.shown(many)) for day, many in sorted(lost.items(), reverse=True) if many)
    return Told(
        leads=(
            Lead(_("Baskets left"), count(reading.shown(sum(lost.values())) or 0)),
            Lead(_("Searches that found nothing"), count(nothing)),
        ),
        plots=(way,),
        tables=(
            Table(_("Step by step"), (_("Step"), _("Times"), _("Of the step before, %")), rows),
            Table(_("Baskets left"), (_("Last touched"), _("Baskets")), left),
            Table(_("Looked for and not found"), (_("Words"), _("Times")), tuple(terms)),
        ),
        says=_(
            "Words are written down once they were looked for in five different quarters of an hour: what one person "
            "types stays with them. A basket is left when nobody has touched it for a day; baskets are kept for a month."
        ),
        empty="" if any(steps) or nothing or left else _nobody(),
    )


# -- words


def _honest() -> str:
    return _(
        "A visit is a page that was asked for from elsewhere; whoever comes twice is two visits, because nothing is kept "
        "that could tell. Numbers are in fives, and what fewer than five brought is part of “others”."
    )


def warned(floods: Sequence[Flooded]) -> str:
    """ "" for none."""
    if not floods:
        return ""
    days = ", ".join(
        _("%(day)s (about %(many)s, where %(usual)s are usual)")
        % {"day": words(each.day), "many": count(each.many), "usual": count(each.usual)}
        for each in floods
    )
    return _(
        "Far more visits than usual were counted on %(days)s. Somebody may have asked for pages by a program that passes for "
        "a browser. Nothing here tells visitors apart, so these visits stay in the figures."
    ) % {"days": days}


def _nobody() -> str:
    return _("In these days there were too few visits to make figures of.")


def _page(name: str) -> str:
    return name or _("Other pages")


def _site(name: str) -> str:
    return _("No site named") if name == DIRECT else name or _("Other sites")


def _device(name: str) -> str:
    return {"phone": _("Telephone"), "tablet": _("Tablet"), "computer": _("Computer")}.get(name, _("Not known"))


def _country(name: str) -> str:
    return (place_name(name) if name else "") or _("Not known")


def _way_says(steps: list[int]) -> str:
    return _("About %(orders)s orders for %(looked)s looks at a product.") % {
        "orders": count(steps[-1]),
        "looked": count(steps[0]),
    }


def _share(many: int, before: int) -> int | None:
    return round(100 * many / before) if before else None


# -- numbers


def days(what: What, span: Span, name: str | None = None) -> Days:
    return reading.by_day(what, span.first, span.last, lambda day: bucket(day, span.step), name=name)


def _stepped(by_day: Mapping[date, int], span: Span) -> dict[date, int]:
    """Summed over its days, weeks or months."""
    sums: dict[date, int] = {}
    for day, many in by_day.items():
        first = bucket(day, span.step)
        sums[first] = sums.get(first, 0) + many
    return sums


def _named(found: Figures) -> list[tuple[str, int]]:
    """The names, largest first; what has too few to be named is together at the end, under none."""
    return [*found.rows, *([(OTHERS, found.rest)] if found.rest else [])]


def _worded(found: Figures, words: Callable[[str], str]) -> list[tuple[str, int]]:
    """With names in words. The rest of those too small to be named joins what is not named anyway."""
    sums: dict[str, int] = {}
    for name, many in _named(found):
        sums[words(name)] = sums.get(words(name), 0) + many
    return [*sums.items()]


# -- what is drawn, and the tables beside


def line(title: str, says: str, days: Days, span: Span) -> plots.Plot:
    firsts = [*span.buckets()]
    names = [spelled(first, span.step) for first in firsts]
    return plots.line(title, says, names, [days.steps.get(first) or 0 for first in firsts], count)


def _lain(title: str, rows: list[tuple[str, int]]) -> tuple[plots.Plot, ...]:
    """None for nothing."""
    top = rows[:MOST]
    if not top:
        return ()
    says = _("Most: %(name)s, about %(many)s.") % {"name": top[0][0], "many": count(top[0][1])}
    return (plots.rows(title, says, [name for name, _many in top], [many for _name, many in top], count),)


def _by_day(span: Span, visits: Days, views: Days, robots: Days) -> Table:
    head = _("Day") if span.step is Fineness.DAY else _("From")
    columns = (head, _("Visits"), _("Pages opened"), _("By programs"))
    rows = tuple(
        (first, *(each.steps.get(first, 0) for each in (visits, views, robots))) for first in [*span.buckets()][::-1]
    )
    return Table(_("By day"), columns, rows, (_("Altogether, about"), visits.total, views.total, robots.total))


def _pages(began: list[tuple[str, int]], opened: list[tuple[str, int]]) -> Table:
    """One line a page. A page whose visits are too few to be told has none told."""
    visits = dict(began)
    rows = tuple((Page(_page(name), name), visits.get(name), many) for name, many in opened)
    return Table(_("By page"), (_("Page"), _("Visits that began there"), _("Opened")), rows)
