"""Which days and which currency: from the address, by links. What makes no sense there is as if it were not there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from troth.orders.reports import sold
from troth.orders.reports.span import Span, Step, full_months, last_days
from troth.visits.models.counting import LONGEST_NAME

FIRST = date(2000, 1, 1)  # no shop here has older orders; keeps a typed year from making a million rows
NAMED = ("7d", "30d", "90d", "this-month", "last-month", "12m", "year")


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """`named`: which of the ready ranges it is; "" for one of one's own. `about`: a page of the shop; "" for all."""

    span: Span
    named: str
    currency: str
    currencies: tuple[str, ...]
    about: str = ""

    @property
    def ranges(self) -> list[Link]:
        return [Link(_words(name), self._query(range=name), name == self.named) for name in NAMED]

    @property
    def steps(self) -> list[Link]:
        return [
            Link(step.words, self._query(step=step.value), step is self.span.step)
            for step in Step
            if Span(self.span.first, self.span.last, step).step is step
        ]

    @property
    def money(self) -> list[Link]:
        """Nothing to choose with one currency."""
        if len(self.currencies) < 2:
            return []
        return [Link(code, self._query(currency=code), code == self.currency) for code in self.currencies]

    @property
    def query(self) -> str:
        return self._query()

    def _query(self, **changed: str) -> str:
        own = {"from": self.span.first.isoformat(), "to": self.span.last.isoformat()}
        kept = {"range": self.named} if self.named else own
        if "range" not in changed:
            kept["step"] = self.span.step.value
        if len(self.currencies) > 1:
            kept["currency"] = self.currency
        if self.about:
            kept["page"] = self.about
        return urlencode({**kept, **changed})


def chosen(asked: Mapping[str, str], default: str = "30d") -> Chosen:
    """One query, for the currencies in use."""
    used = sold.currencies() or ("USD",)
    currency = asked.get("currency", "")
    step = _step(asked.get("step", ""))
    span, named = _own(asked, step), ""
    if span is None:
        named = asked.get("range", "") if asked.get("range") in NAMED else default
        span = _named(named, step)
    about = asked.get("page", "")
    about = about if len(about) <= LONGEST_NAME and about.startswith("/") and "\x00" not in about else ""
    return Chosen(span, named, currency if currency in used else used[0], used, about)


def _own(asked: Mapping[str, str], step: Step | None) -> Span | None:
    with suppress(ValueError):
        first, last = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
        if FIRST <= first <= last <= timezone.localdate() + timedelta(days=366):
            return Span(first, last, step or Step.DAY)
    return None


def _step(name: str) -> Step | None:
    return Step(name) if name in {*Step} else None


def _named(name: str, step: Step | None) -> Span:
    today = timezone.localdate()
    match name:
        case "this-month":
            return Span(today.replace(day=1), today, step or Step.DAY)
        case "last-month":
            told = full_months(1)
            return Span(told.first, told.last, step or Step.DAY)
        case "12m":
            told = full_months(12)
            return Span(told.first, told.last, step or Step.MONTH)
        case "year":
            return Span(today.replace(month=1, day=1), today, step or Step.MONTH)
        case "7d":
            return last_days(7, step or Step.DAY)
        case "90d":
            return last_days(90, step or Step.WEEK)
        case _:
            return last_days(30, step or Step.DAY)


def _words(name: str) -> str:
    return {
        "7d": _("7 days"),
        "30d": _("30 days"),
        "90d": _("90 days"),
        "this-month": _("This month"),
        "last-month": _("Last month"),
        "12m": _("12 months"),
        "year": _("This year"),
    }[name]
