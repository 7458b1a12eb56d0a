"""`propose` says which order each line of a bank's file would pay, `book` writes down what somebody agreed to.

Nothing is kept between the two: the page carries numbers of orders, amounts, days and marks, signed, and no more. A long
file is gone through page by page; what is still to come travels with the page in the same way (`folded`, `unfolded`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.catalog.money import Money

from ..errors import OrderTrouble
from ..models import Invoice, OnAccount
from ..models.account import Standing
from . import known, money
from .errors import TooLong
from .statement import Line

SALT = "troth.orders.account.matching"
REST = "troth.orders.account.matching.rest"
AT_ONCE = 200  # proposals on a page
GOOD_FOR = 3600  # seconds a preview can be agreed to


class Fit(StrEnum):
    """How well a line fits."""

    EXACT = "exact"
    PART = "part"
    OVER = "over"
    BY_AMOUNT = "by_amount"
    ENDED = "ended"
    LATE = "late"
    KNOWN = "known"

    @property
    def words(self) -> str | Promise:
        return _WORDS[self]


_WORDS: dict[Fit, str | Promise] = {
    Fit.EXACT: _("Pays what is open"),
    Fit.PART: _("Less than is open"),
    Fit.OVER: _("More than is open; the rest is owed back"),
    Fit.BY_AMOUNT: _("Names no number of ours; the amount fits this order alone. Look at the bank's line first."),
    Fit.ENDED: _("Nothing is open there any more; all of it is owed back"),
    Fit.LATE: _("It was let go; you decide then whether it is kept or goes back"),
    Fit.KNOWN: _("Written down before"),
}
AGREED_TO = frozenset({Fit.EXACT})  # what is ticked when the page opens


@dataclass(frozen=True, slots=True)
class Proposal:
    """`order` is a number. `word`: what the page sends back when somebody agrees; "" where there is nothing to do."""

    order: str
    amount: Money
    on: date
    left: Money
    fit: Fit
    word: str = ""

    @property
    def ticked(self) -> bool:
        return self.fit in AGREED_TO


@dataclass(frozen=True, slots=True)
class Read:
    """`unknown`: how many sums that came are none of ours, as far as the file says. `rest`: lines for the next page."""

    proposals: tuple[Proposal, ...]
    unknown: int
    rest: tuple[Line, ...] = ()

    @property
    def folded(self) -> str:
        """The rest, for the page to carry; "" for none."""
        told = [(x.amount, x.currency, x.on.isoformat(), x.orders, x.invoices, x.mark) for x in self.rest]
        return signing.dumps(told, salt=REST, compress=True) if told else ""


@dataclass(frozen=True, slots=True)
class Done:
    booked: int
    again: int
    failed: tuple[tuple[str, str], ...]  # number, why


def unfolded(word: str) -> tuple[Line, ...]:
    """What a page carried. Raises TooLong."""
    try:
        told = signing.loads(word, salt=REST, max_age=GOOD_FOR)
    except signing.BadSignature:
        raise TooLong from None
    return tuple(
        Line(amount, currency, date.fromisoformat(on), tuple(orders), tuple(invoices), mark)
        for amount, currency, on, orders, invoices, mark in told
    )


def propose(lines: Sequence[Line], actor: gate.Actor, most: int | None = None) -> Read:
    """Four queries, however long the file. `most`: with more proposals than that, the lines of the others are the rest.

    Writes nothing. Raises gate.Refused.
    """
    known.may(actor)
    owed = _owed(lines)
    named = _invoices(lines)
    before = money.known_already([money.reference(_key(line, at)) for line in lines for at in range(2)])
    by_amount = _by_amount(owed.values())
    proposals: list[Proposal] = []
    rest: list[Line] = []
    unknown = 0
    left = {number: _left(each) for number, each in owed.items()}  # grows less with each line that takes of it
    for line in lines:
        numbers = [
            each for each in dict.fromkeys([*line.orders, *(named.get(n, "") for n in line.invoices)]) if each in owed
        ]
        numbers = [each for each in numbers if owed[each].currency == line.currency]
        only = "" if numbers else by_amount.get((line.currency, line.amount), "")
        if not (numbers or only):
            unknown += 1
        elif most is not None and len(proposals) >= most:
            rest.append(line)
        elif only:
            proposals.append(_proposal(line, owed[only], line.amount, left[only], 0, before, by_amount=True))
        else:
            proposals += _shares(line, [owed[each] for each in numbers], left, before)
    return Read(tuple(proposals), unknown, tuple(rest))


def book(words: Iterable[str], actor: gate.Actor) -> Done:
    """Each by the verb that a single payment goes by, so each goes whole or not at all. Raises gate.Refused."""
    known.may(actor)
    booked, again, failed = 0, 0, []
    for word in words:
        try:
            order, amount, on, key = signing.loads(word, salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature:
            failed.append(("", str(TooLong())))
            continue
        try:
            done = money.record(order, amount, date.fromisoformat(on), actor, key=key)
        except OrderTrouble as trouble:
            failed.append((order, str(trouble)))
        except OnAccount.DoesNotExist:
            failed.append((order, str(_("It was not ordered on account."))))
        else:
            again += done.again
            booked += not done.again
    return Done(booked, again, tuple(failed))


def _shares(line: Line, named: list[OnAccount], left: dict[str, int], before: frozenset[str]) -> Iterable[Proposal]:
    """One line may pay several invoices, if it is their sum; else it is the first one's."""
    numbers = [each.order.number for each in named]
    if len(numbers) > 1 and sum(left[each] for each in numbers) == line.amount:
        for at, each in enumerate(named):
            yield _proposal(line, each, left[numbers[at]], left[numbers[at]], at, before)
            left[numbers[at]] = 0
        return
    place = next((place for place, each in enumerate(numbers) if left[each] == line.amount), 0)
    first = numbers[place]
    told = _proposal(line, named[place], line.amount, left[first], 0, before)
    yield told
    if told.fit is not Fit.KNOWN:  # else what it paid is no part of what is left
        left[first] = max(0, left[first] - line.amount)


def _proposal(
    line: Line, owed: OnAccount, amount: int, left: int, at: int, before: frozenset[str], *, by_amount: bool = False
) -> Proposal:
    order = owed.order.number
    key = _key(line, at)
    if money.reference(key) in before:
        fit = Fit.KNOWN
    elif by_amount:
        fit = Fit.BY_AMOUNT
    elif not left:
        fit = Fit.LATE if owed.state == Standing.LET_GO else Fit.ENDED
    else:
        fit = Fit.EXACT if amount == left else Fit.PART if amount < left else Fit.OVER
    told: tuple[Any, ...] = (order, amount, line.on.isoformat(), key)
    word = "" if fit is Fit.KNOWN else signing.dumps(told, salt=SALT, compress=True)
    return Proposal(order, Money(amount, line.currency), line.on, Money(left, line.currency), fit, word)


def _key(line: Line, at: int) -> str:
    return f"{line.mark} {at}"


def _owed(lines: Sequence[Line]) -> dict[str, OnAccount]:
    """By the number of the order: those named, and all that are open."""
    named = {number for line in lines for number in line.orders} | set(_invoices(lines).values())
    found = OnAccount.objects.select_related("order")
    rows = [*found.filter(state=Standing.OPEN)]
    rows += found.filter(order__number__in=named).exclude(state=Standing.OPEN)
    return {row.order.number: row for row in rows}


def _invoices(lines: Sequence[Line]) -> dict[str, str]:
    """Number of an invoice → number of its order."""
    wanted = {number for line in lines for number in line.invoices}
    return dict(Invoice.objects.filter(number__in=wanted).values_list("number", "order__number")) if wanted else {}


def _by_amount(owed: Iterable[OnAccount]) -> dict[tuple[str, int], str]:
    """What is open under one amount alone."""
    told: dict[tuple[str, int], list[str]] = {}
    for each in owed:
        if each.state == Standing.OPEN:
            told.setdefault((each.currency, _left(each)), []).append(each.order.number)
    return {key: numbers[0] for key, numbers in told.items() if len(numbers) == 1}


def _left(owed: OnAccount) -> int:
    return owed.left if owed.state == Standing.OPEN else 0
