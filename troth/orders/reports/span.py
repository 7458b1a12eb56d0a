"""A stretch of days, cut into days, weeks or months. Days are those of the shop's own time zone."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Step(enum.StrEnum):
    """How fine. Weeks begin on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def words(self) -> str:
        return str({Step.DAY: _("By day"), Step.WEEK: _("By week"), Step.MONTH: _("By month")}[self])


LONGEST = {Step.DAY: 92, Step.WEEK: 371, Step.MONTH: 1830}  # days; what is longer is told in coarser steps


@dataclass(frozen=True, slots=True)
class Span:
    """`first` to `last`, both included. Raises ValueError if they stand the wrong way round."""

    first: date
    last: date
    step: Step = Step.DAY

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a span ends no earlier than it begins")
        if (self.last - self.first).days >= LONGEST[self.step]:
            finest = next((step for step in Step if (self.last - self.first).days < LONGEST[step]), Step.MONTH)
            object.__setattr__(self, "step", finest)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment that is not in it any more."""
        return _midnight(self.last + timedelta(days=1))

    def buckets(self) -> Iterator[date]:
        """The first day of each day, week or month that it touches."""
        at = bucket(self.first, self.step)
        while at <= self.last:
            yield at
            at = following(at, self.step)


def bucket(day: date, step: Step) -> date:
    """The first day of the step the day lies in."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - timedelta(days=day.weekday())
        case Step.MONTH:
            return day.replace(day=1)


def following(first: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return first + timedelta(days=1)
        case Step.WEEK:
            return first + timedelta(days=7)
        case Step.MONTH:
            return (first + timedelta(days=32)).replace(day=1)


def last_days(many: int, step: Step = Step.DAY) -> Span:
    today = timezone.localdate()
    return Span(today - timedelta(days=many - 1), today, step)


def full_months(many: int) -> Span:
    """So many whole months, the running one not among them."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    for _each in range(many - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return Span(first, last, Step.MONTH)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
