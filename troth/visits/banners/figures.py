"""How often banners were seen and pressed, and product pages seen: sums of days, for the office. No figure has a visitor.

What may be shown is shown as other figures of visits are (`counting.reading`): in fives, and nothing of fewer than five.
Exact counts do not leave this file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone

from troth import gate

from ..counting.reading import Figures, shown
from ..models.banners import Banner, BannerDay, Place, ProductDay, Standing


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one banner, in one place or ("") in all of them. In fives; None for fewer than five."""

    name: str
    standing: Standing
    place: str
    views: int | None
    presses: int | None

    @property
    def rate(self) -> float | None:
        """Presses of a hundred looks, of the numbers that are shown; None where one is not, and without a look."""
        return rate(self.views, self.presses)


@dataclass(frozen=True, slots=True)
class Day:
    first: date
    views: int | None
    presses: int | None


@dataclass(frozen=True, slots=True)
class Banners:
    """`places`: each banner in each place it was seen or pressed in; `banners`: all places together. The most seen first.

    `views`, `presses`: of all, in fives.
    """

    places: tuple[Seen, ...]
    banners: tuple[Seen, ...]
    views: int
    presses: int


type _Exact = Mapping[tuple[str, Standing, str], tuple[int, int]]


def rate(views: int | None, presses: int | None) -> float | None:
    return 100 * presses / views if views and presses is not None else None


def of_banners(first: date, last: date) -> Banners:
    sums = _between(first, last).values("banner", "place").annotate(views=Sum("views"), presses=Sum("presses"))
    known, today = Banner.objects.in_bulk(), timezone.localdate()
    places: dict[tuple[str, Standing, str], tuple[int, int]] = {}
    together: dict[tuple[str, Standing, str], tuple[int, int]] = {}
    for row in sums:
        each = known.get(row["banner"])
        if each is None:
            continue
        name, standing = each.name, each.standing(today)
        for held, key in (
            (places, (name, standing, str(Place(row["place"]).label))),
            (together, (name, standing, "")),
        ):
            views, presses = held.get(key, (0, 0))
            held[key] = views + row["views"], presses + row["presses"]
    views, presses = (sum(each[which] for each in together.values()) for which in (0, 1))
    return Banners(_told(places), _told(together), shown(views) or 0, shown(presses) or 0)


def by_day(first: date, last: date, step_of: Callable[[date], date]) -> dict[date, Day]:
    """All banners together, by the first day of each step; steps without a look are not in it.

    Days are summed before anything is left out, so that few a day may still be shown as many a month.
    """
    views: Counter[date] = Counter()
    presses: Counter[date] = Counter()
    for row in _between(first, last).values("day").annotate(views=Sum("views"), presses=Sum("presses")):
        step = step_of(row["day"])
        views[step] += row["views"]
        presses[step] += row["presses"]
    return {step: Day(step, shown(views[step]), shown(presses[step])) for step in views}


def products(first: date, last: date) -> Figures:
    """Titles of products and how often their pages were seen; of the others, how many in all."""
    rows = ProductDay.objects.filter(day__range=(first, last)).order_by().values_list("product__title")
    sums: Counter[str] = Counter()
    for title, many in rows.annotate(many=Sum("views")):
        sums[title] += many
    return gate.grouped(sums)


def _told(sums: _Exact) -> tuple[Seen, ...]:
    most_first = sorted(sums.items(), key=lambda row: (-row[1][0], row[0][0], row[0][2]))
    return tuple(Seen(*key, shown(views), shown(presses)) for key, (views, presses) in most_first)


def _between(first: date, last: date) -> QuerySet[BannerDay]:
    return BannerDay.objects.filter(day__range=(first, last)).order_by()
