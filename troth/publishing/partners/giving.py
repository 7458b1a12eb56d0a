"""`give`: a figure of one page or currency to a partner. What may be asked for does not depend on who came or ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from troth import gate
from troth.catalog import browse
from troth.catalog.models import Variant, VariantPrice
from troth.orders import jobs
from troth.orders.reports.sizes import sizes
from troth.visits import once
from troth.visits import partners as released
from troth.visits.partners import Given, PartnerTrouble, Question
from troth.visits.partners.cells import Exact
from troth.visits.partners.give import PURPOSE
from troth.visits.partners.question import month_of
from troth.visits.partners.visitors import visitors

KIND = "figures"
MONTHS = 3  # whose allowance a screen shows


class NoSuchFigure(PartnerTrouble):
    """A partner, page or currency that is not there."""

    def __str__(self) -> str:
        return _("There is no such figure. Choose a partner, and a page or a currency of the shop.")


@dataclass(frozen=True, slots=True)
class Counted:
    """In words for a file: what the noise hides one more or less of, and how they were counted. `most`: series of a day that one is in."""

    hides: str
    how: str
    most: int


@dataclass(frozen=True, slots=True)
class _Figure:
    subjects: Callable[[], list[str]]
    exact: Exact
    counted: Counted


@dataclass(frozen=True, slots=True)
class Offered:
    """A partner as a screen offers it. `left`: for each month, how many further series its allowance pays."""

    name: str
    label: str
    figures: tuple[str, ...]
    left: tuple[tuple[date, int], ...]


def _pages() -> list[str]:
    """None where the policy has no cookie that visitors are counted with."""
    if not once.is_declared():
        return []
    return [entry.path for entry in browse.sitemap()]


def _currencies() -> list[str]:
    """Those of the price tags: orders in another tell nothing by being on a list."""
    own = Variant.objects.order_by().values_list("currency", flat=True).distinct()
    return sorted({*own, *VariantPrice.objects.order_by().values_list("currency", flat=True).distinct()})


_FIGURES: Mapping[str, _Figure] = {
    "page_visitors": _Figure(
        _pages,
        visitors,
        Counted(
            "one visitor on one day",
            f"Browsers that allow measurement, each once a day for a page and for {once.MOST} pages a day at most.",
            once.MOST,
        ),
    ),
    "order_sizes": _Figure(
        _currencies,
        sizes,
        Counted(
            "one buyer on one day, in this currency",
            "Of each buyer the first order of a day in this currency. A buyer is an account or a mailbox.",
            1,
        ),
    ),
}


def figures() -> dict[str, str]:
    """Name and label of every figure there is."""
    fields = gate.policy().kinds[KIND].fields
    return {name: fields[name].label for name in _FIGURES if name in fields}


def subjects(figure: str) -> list[str]:
    """The pages or currencies it can be about, [] for an unknown figure. At most three queries."""
    found = _FIGURES.get(figure)
    return found.subjects() if found else []


def counted(figure: str) -> Counted:
    return _FIGURES[figure].counted


def partners() -> dict[str, str]:
    """Name and label of the recipients that the policy in force lets have figures."""
    return {each.name: each.label for each in gate.policy().recipients.values() if each.in_force and _told(each.name)}


def offered() -> tuple[Offered, ...]:
    """One query for each partner and month."""
    return tuple(Offered(name, label, _told(name), tuple(_left(name))) for name, label in partners().items())


def may_give(actor: gate.Actor) -> None:
    """Whether it is their job at all. Raises `gate.Refused`."""
    jobs.may(actor, PURPOSE)


def give(partner: str, figure: str, subject: str, first: date, last: date, *, actor: gate.Actor) -> Given:
    """Raises `gate.Refused` and PartnerTrouble."""
    if partner not in gate.policy().recipients or subject not in subjects(figure):
        raise NoSuchFigure
    return released.give(Question(partner, figure, subject, first, last), _FIGURES[figure].exact, actor)


def _told(partner: str) -> tuple[str, ...]:
    granted = gate.policy().recipient_fields(PURPOSE, partner).get(KIND, frozenset())
    return tuple(name for name in _FIGURES if name in granted)


def _left(partner: str) -> list[tuple[date, int]]:
    month, found = month_of(timezone.localdate()), []
    for _each in range(MONTHS):
        found.append((month, released.left(partner, month) // released.EACH))
        month = month_of(month - timedelta(days=1))
    return found
