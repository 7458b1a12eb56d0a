"""What campaigns did in a stretch of days, and the orders that came with their vouchers, which the shop counts itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count
from django.utils import timezone

from troth import gate
from troth.orders import jobs
from troth.orders.models import VoucherUse
from troth.orders.reports import few
from troth.orders.reports.span import Span
from troth.recipients.inbound import Door, tally

from .hearing import PURPOSE
from .models import CampaignDay

KEPT: Final = 2 * 366 + 31  # days; the policy's retention "figures", counted from the end of the month


@dataclass(frozen=True, slots=True)
class Did:
    """What a partner says of one day. `cost`: minor units. `voucher`: the one that goes with the campaign, or ""."""

    campaign: str
    day: date
    shown: int
    clicked: int
    cost: int
    currency: str
    voucher: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """Sums of a stretch of days. `cost`: minor units. `orders`: with its vouchers in these days, whatever became of them later;
    None where one of the vouchers was used so seldom that it may not be told (`orders.reports.few`).
    """

    name: str
    shown: int
    clicked: int
    cost: int
    orders: int | None


def may_read(actor: gate.Actor) -> bool:
    return jobs.includes(actor, PURPOSE)


def days(span: Span, currency: str, actor: gate.Actor) -> tuple[Did, ...]:
    """Each campaign and day of the span, newest first. One query. Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)
    rows = CampaignDay.objects.filter(day__gte=span.first, day__lte=span.last, currency=currency)
    return tuple(
        Did(row.campaign, row.day, row.shown, row.clicked, row.cost, row.currency, row.voucher)
        for row in rows.order_by("-day", "campaign", "partner")
    )


def by_campaign(rows: Iterable[Did], span: Span) -> tuple[Campaign, ...]:
    """The sums of each, dearest first. `rows`: of these days. One query.

    Orders are told of a whole span and of whole vouchers, and have no sum of their own: so no row less another is a few.
    """
    used, by_name = _used(span), defaultdict[str, list[Did]](list)
    for row in rows:
        by_name[row.campaign].append(row)
    found = [
        Campaign(
            name,
            sum(row.shown for row in theirs),
            sum(row.clicked for row in theirs),
            sum(row.cost for row in theirs),
            _orders({row.voucher for row in theirs} - {""}, used),
        )
        for name, theirs in by_name.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.cost, each.name)))


def tallies() -> tuple[tuple[str, int, int], ...]:
    return tally.tallies(Door.CAMPAIGNS)


def forget() -> int:
    """Take out what is older than the policy keeps figures; how many rows."""
    return CampaignDay.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT)).delete()[0]


def _orders(vouchers: Iterable[str], used: Counter[str]) -> int | None:
    many = [used[voucher] for voucher in vouchers]
    return sum(many) if all(map(few.told, many)) else None


def _used(span: Span) -> Counter[str]:
    """How often each voucher was used in the span, in the shop's own days."""
    rows = VoucherUse.objects.filter(used_at__gte=span.begins, used_at__lt=span.ends, given_back_at=None)
    return Counter(dict(rows.order_by().values_list("voucher__code").annotate(Count("pk"))))
