"""Today and this week, small, on the office's first page; and which bank waits for an answer until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from troth.catalog.money import Money
from troth.orders import disputes
from troth.orders.reports import readers, sales_told, sold
from troth.orders.reports.span import last_days

from ..attending import attending
from . import plots, told
from .tables import NOTHING

WEEK, DAYS, MOST = 7, 28, 5


@dataclass(frozen=True, slots=True)
class Glance:
    """`line`: the `points` of a small plot; `says` has in words what it shows."""

    words: str
    today: str
    week: str
    line: str
    says: str


class Now(Component):
    order = 15
    template_name = "office/home/now.html"

    def __init__(self, request: HttpRequest) -> None:
        self.work = attending(request)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Four queries at most; none for whose job neither part is."""
        waiting = [each for each in disputes.open_ones() if each.wants_answer] if self.work.mends_orders else []
        return {
            "glances": glances() if readers.may_read(self.work.actor) else (),
            "disputes": waiting[:MOST],
        }


def glances() -> tuple[Glance, ...]:
    """Orders and amounts of the last four weeks, in the currency that is used most."""
    currency = (sold.currencies() or ("USD",))[0]
    rows, week = sales_told.beside_the_last(last_days(DAYS), currency, WEEK)

    def money(amount: int) -> str:
        return Money(amount, currency).text

    return (
        _glance(_("Orders"), [row.orders for row in rows], week.orders, told.count),
        _glance(_("Ordered"), [row.total for row in rows], week.total, money),
    )


def _glance(words: str, values: list[int | None], week: int | None, said: plots.Words) -> Glance:
    known = [value for value in values if value is not None]
    says = ngettext(
        "The last %(days)s day, at most %(most)s in a day.", "The last %(days)s days, at most %(most)s in a day.", DAYS
    )
    few = _("The last days had too few orders each to show them.")
    return Glance(
        words,
        NOTHING if values[-1] is None else said(values[-1]),
        NOTHING if week is None else said(week),
        plots.spark(values) if len(known) > 1 else "",
        says % {"days": DAYS, "most": said(max(known))} if any(known) or None not in values else few,
    )
