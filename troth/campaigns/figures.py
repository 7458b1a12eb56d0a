"""What campaigns did in a stretch of days, and the orders that came with their vouchers, which the shop counts itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from troth import gate
from troth.orders import jobs
from troth.orders.models import VoucherUse
from troth.orders.reports.span import Span
from troth.recipients.inbound import Door, tally

from .hearing import PURPOSE
from .models import CampaignDay

KEPT: Final = 2 * 366 + 31  # days; the policy's retention "figures", counted from the end of the month


@dataclass(frozen=True, slots=True)
class Did:
    """`cost`: minor units. `orders`: with the campaign's voucher on that day, whatever became of them later."""

    campaign: str
    day: date
    shown: int
    clicked: int
    cost: int
    currency: str
    orders: int


def may_read(actor: gate.Actor) -> bool:
    return jobs.includes(actor, PURPOSE)


def days(span: Span, currency: str, actor: gate.Actor) -> tuple[Did, ...]:
    """Each campaign and day of the span, newest first. Two queries. Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)
    rows = CampaignDay.objects.filter(day__gte=span.first, day__lte=span.last, currency=currency)
    used = _used(span)
    return tuple(
        Did(row.campaign, row.day, row.shown, row.clicked, row.cost, row.currency, used[row.voucher, row.day])
        for row in rows.order_by("-day", "campaign", "partner")
    )


def by_campaign(rows: Iterable[Did]) -> tuple[Did, ...]:
    """The sums of each campaign, dearest first; `day` is its last."""
    found: dict[str, Did] = {}
    for row in rows:
        so_far = found.get(row.campaign)
        found[row.campaign] = row if so_far is None else _sum(so_far, row)
    return tuple(sorted(found.values(), key=lambda each: (-each.cost, each.campaign)))


def tallies() -> tuple[tuple[str, int, int], ...]:
    return tally.tallies(Door.CAMPAIGNS)


def forget() -> int:
    """Take out what is older than the policy keeps figures; how many rows."""
    return CampaignDay.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT)).delete()[0]


def _sum(one: Did, other: Did) -> Did:
    return replace(
        one,
        day=max(one.day, other.day),
        shown=one.shown + other.shown,
        clicked=one.clicked + other.clicked,
        cost=one.cost + other.cost,
        orders=one.orders + other.orders,
    )


def _used(span: Span) -> Counter[tuple[str, date]]:
    """How often each voucher was used on each day, in the shop's own days. One query."""
    rows = (
        VoucherUse.objects.filter(used_at__gte=span.begins, used_at__lt=span.ends, given_back_at=None)
        .annotate(day=TruncDate("used_at"))
        .order_by()
        .values("voucher__code", "day")
        .annotate(many=Count("pk"))
    )
    return Counter({(row["voucher__code"], row["day"]): row["many"] for row in rows})
