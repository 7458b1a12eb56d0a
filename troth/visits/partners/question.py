"""What a partner asks: one figure, of one page or currency, for some days that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from .errors import NotOver

MOST_DAYS = 92
MOST_AGO = timedelta(
    days=2 * 365
)  # counts of visits are kept so long; of what is older the numbers would be noise alone


@dataclass(frozen=True, slots=True)
class Question:
    """`partner`: a recipient the policy declares. `figure`: a field of its kind `figures`. Raises NotOver."""

    partner: str
    figure: str
    subject: str
    first: date
    last: date

    def __post_init__(self) -> None:
        today = timezone.localdate()
        if not today - MOST_AGO <= self.first <= self.last < today or (self.last - self.first).days >= MOST_DAYS:
            raise NotOver

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1)]

    @property
    def months(self) -> list[date]:
        """The first day of each month it is about."""
        return sorted({month_of(day) for day in self.days})


def month_of(day: date) -> date:
    return day.replace(day=1)
