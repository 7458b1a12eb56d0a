"""Whole months, because laws count in them. Days that a month does not have fall back to its last one."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and time `months` later (earlier if negative)."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def months_before(moment: datetime, months: int) -> datetime:
    return months_after(moment, -months)


def end_of_period(moment: datetime, period: str) -> datetime:
    """The first instant after the year, month or day `moment` lies in; `moment` itself for the period "none"."""
    if period == "none":
        return moment
    if period == "day":
        return moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    midnight = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if period == "month":
        return months_after(midnight, 1)
    return midnight.replace(year=midnight.year + 1, month=1)


def later(moment: datetime, *, years: int, months: int, days: int) -> datetime:
    return months_after(moment, years * 12 + months) + timedelta(days=days)
