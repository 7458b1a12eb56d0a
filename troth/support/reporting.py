"""A buyer tells what is wrong with an order: which things, what, and words if they like. It becomes a case.

The same problem told again, from a second tab or another day, comes to the case that is open. Words lie in the vault
with the rest of what is theirs of this order; numbers of cards are struck out before anything is kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.orders import card_numbers, denied, feedback, given_up, moving, numbers
from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.models import Order, Parcel
from troth.orders.models.order import By
from troth.orders.models.parcel import Arrived
from troth.orders.problems import Problem
from troth.orders.returns import whose

from . import cases, reportable
from .models import ANSWER_WITHIN, Case, Report, ReportLine

KIND, SOURCE = "order_complaint", "order_page"
LONGEST = 1000
MOST = 12  # reports of one order; more than anybody needs, and few enough that nobody fills the shop with them
_TAKING = timedelta(minutes=1)
_COUNTED = {Problem.DAMAGED: Arrived.DAMAGED, Problem.NOT_ARRIVED: Arrived.MISSING}


class NothingChosen(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Choose which things it is about; not more of anything than was sent."))


class ToldOften(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("You have told us of this order many times. We have it all; please wait for our answer.")
        )


@dataclass(frozen=True, slots=True)
class Told:
    """`lines`: how many of each line, by its id. `key`: of the form, so that sent twice it tells once."""

    problem: Problem
    lines: Mapping[int, int]
    text: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """`struck`: there was the number of a card in the words."""

    case: uuid.UUID
    struck: bool


@sensitive_variables("told", "text")
def by_buyer(number: str, told: Told, *, person: gate.PersonId | None = None, browser: str = "") -> Heard | None:
    """None for an order that is not shown to be theirs. Raises NothingChosen, ToldOften, NotPossible, gate.Refused."""
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return None
    report = _written(order.pk, told)
    text, struck = card_numbers.struck(told.text.replace("\x00", "").strip()[:LONGEST])
    if text:
        _take_in(report, order, text)
    return Heard(report.case.ref, struck)


def answered(token: str, arrived: str) -> Order | None:
    """The question after a delivery is answered; what went wrong becomes a case. None for a dead link, or no answer."""
    parcel = feedback.answer(token, arrived)
    if parcel is None:
        return None
    wrong = next((problem for problem, word in _COUNTED.items() if word == arrived), None)
    if wrong is not None:
        _of_a_parcel(parcel, wrong, numbers.digest(f"{parcel.order_id} answer {token}"))
    return parcel.order


def _of_a_parcel(parcel: Parcel, problem: Problem, digest: str) -> None:
    """Of one that is not there it is all that was in it; what was damaged in it, nobody has said."""
    with transaction.atomic():
        case = cases.opened(moving.held(parcel.order_id), problem, By.CUSTOMER)
        report, new = Report.objects.get_or_create(key_digest=digest, defaults={"case": case})
        if new and problem is Problem.NOT_ARRIVED:
            inside = given_up.contents(parcel.order, [parcel])
            _name(report, inside)
        _hurried(case)


def _name(report: Report, lines: Mapping[int, int]) -> None:
    ReportLine.objects.bulk_create(
        ReportLine(report=report, line_id=line, quantity=many) for line, many in lines.items() if many
    )


def _written(pk: int, told: Told) -> Report:
    wanted = {line: many for line, many in told.lines.items() if many}
    digest = numbers.digest(f"{pk} problem {told.key or numbers.secret()}")
    with transaction.atomic():
        order = moving.held(pk)
        if known := Report.objects.select_related("case").filter(key_digest=digest).first():
            return known
        _check(order, told.problem, wanted)
        if told.problem is Problem.NOT_ARRIVED:
            denied.deny(order, wanted)
        case = cases.opened(order, told.problem, By.CUSTOMER)
        report = Report.objects.create(case=case, key_digest=digest)
        _name(report, wanted)
        _hurried(case)
        if told.problem in _COUNTED:
            feedback.told_elsewhere(order, wanted, _COUNTED[told.problem])
    return report


def _check(order: Order, problem: Problem, wanted: Mapping[int, int]) -> None:
    if problem not in reportable.problems(order):
        raise NotPossible
    there = reportable.lines(order)
    if any(many < 0 or many > there.get(line, 0) for line, many in wanted.items()):
        raise NothingChosen
    if not wanted and problem != Problem.OTHER:
        raise NothingChosen
    if Report.objects.filter(case__order=order).count() >= MOST:
        raise ToldOften


def _hurried(case: Case) -> None:
    """Whoever tells something hears of us within the time, however long the last answer was to be waited for."""
    soon = timezone.now() + ANSWER_WITHIN
    Case.objects.filter(pk=case.pk, closed_at=None, due_at__gt=soon).update(due_at=soon)


@sensitive_variables("text")
def _take_in(report: Report, order: Order, text: str) -> None:
    """Once, of however many that come with the same form. What failed on the way can be sent again at once; where the process
    died, a minute later.
    """
    now = timezone.now()
    free = Q(taking_until=None) | Q(taking_until__lt=now)
    if not Report.objects.filter(free, pk=report.pk, record=None).update(taking_until=now + _TAKING):
        return
    try:
        record = _kept(order, text)
    except Exception:
        Report.objects.filter(pk=report.pk, record=None).update(taking_until=None)
        raise
    Report.objects.filter(pk=report.pk).update(record=record, taking_until=None)


@sensitive_variables("text")
def _kept(order: Order, text: str) -> uuid.UUID:
    person = gate.person_of_party(order.whose)
    if person is None:
        raise NotPossible
    taken = gate.collect(person, {KIND: {"text": text}}, purpose=cases.PURPOSE, source=SOURCE, party=order.whose)
    return uuid.UUID(int=taken.records[KIND].int)
