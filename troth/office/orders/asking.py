"""Which orders a query asks for: the filter, its form, the address of it, and a chip for each part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.catalog.money import Money
from troth.orders import sent_by, shipping
from troth.orders.lists import currencies, goods
from troth.orders.lists.filter import Amounts, Filter, Placed
from troth.orders.lists.query import written
from troth.orders.said import carrier_name

from .filter_form import DAYS, FilterForm


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a filter in words, and the query without it."""

    words: str
    query: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`query` is written anew from what was understood, so it is always the same for the same filter."""

    filter: Filter
    form: FilterForm
    page: int

    @property
    def query(self) -> str:
        return written(self.filter)

    @property
    def chips(self) -> list[Chip]:
        return [Chip(words, written(rest)) for words, rest in _parts(self.filter)]

    @property
    def several_currencies(self) -> bool:
        return len(self.form.currencies) > 1


def asked(query: QueryDict) -> Asked:
    form = FilterForm(query, currencies.in_use())
    form.is_valid()
    understood = form.filter()
    # The panel shows what is looked through, also where the query names no shelf.
    shown = query.copy()
    shown["shelf"] = understood.shelf.value
    form.data = shown
    return Asked(understood, form, _page(query.get("p", "1")))


def read(query: str) -> Asked:
    """A query that was kept. What it asks for and is no more narrows nothing."""
    return asked(QueryDict(query))


def _page(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 1


def _parts(asked: Filter) -> Iterator[tuple[str, Filter]]:
    """Each part in words, and the filter without it."""
    if asked.text:
        yield _("Searched for “%(text)s”") % {"text": asked.text}, replace(asked, text="")
    if asked.product:
        title = goods.title_of(asked.product) or _("a product that is no more")
        yield _("With %(title)s") % {"title": title}, replace(asked, product=None)
    if asked.statuses:
        states = ", ".join(sorted(str(status.label) for status in asked.statuses))
        yield _("State: %(states)s") % {"states": states}, replace(asked, statuses=frozenset())
    if asked.placed:
        yield _placed(asked.placed), replace(asked, placed=None)
    if asked.carrier:
        yield _("With %(carrier)s") % {"carrier": carrier_name(asked.carrier)}, replace(asked, carrier="")
    if asked.method:
        name = next((one.name for one in shipping.services() if one.code == asked.method), asked.method)
        yield sent_by.in_words(name), replace(asked, method="")
    if asked.money:
        yield _("Payment: %(state)s") % {"state": asked.money.label}, replace(asked, money=None)
    if asked.origin:
        yield _("Came %(way)s") % {"way": asked.origin.label}, replace(asked, origin=None)
    if asked.amounts:
        yield _amounts(asked.amounts), replace(asked, amounts=None)
    if asked.held is not None:
        yield _("Held back") if asked.held else _("Not held back"), replace(asked, held=None)
    if asked.overdue is not None:
        yield _overdue(asked.overdue), replace(asked, overdue=None)


def _placed(asked: Placed) -> str:
    if asked.days:
        ready = next((str(words) for value, words in DAYS if value == str(asked.days)), str(asked.days))
        return _("Placed %(when)s") % {"when": ready}
    days = {"first": _day(asked.first), "last": _day(asked.last)}
    if asked.first and asked.last:
        return _("Placed from %(first)s to %(last)s") % days
    return (_("Placed since %(first)s") if asked.first else _("Placed until %(last)s")) % days


def _day(day: date | None) -> str:
    return formats.date_format(day, _("j M Y")) if day else ""


def _amounts(asked: Amounts) -> str:
    bounds = {
        name: Money(bound, asked.currency).text if bound is not None else ""
        for name, bound in (("least", asked.least), ("most", asked.most))
    }
    if bounds["least"] and bounds["most"]:
        return _("Total from %(least)s to %(most)s") % bounds
    if bounds["least"]:
        return _("Total from %(least)s") % bounds
    return _("Total to %(most)s") % bounds if bounds["most"] else _("In %(currency)s") % {"currency": asked.currency}


def _overdue(days: int) -> str:
    return ngettext("Paid more than %(days)d day ago, not sent", "Paid more than %(days)d days ago, not sent", days) % {
        "days": days
    }
