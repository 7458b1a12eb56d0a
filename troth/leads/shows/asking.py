"""A yes that somebody else wrote down is asked of its owner once more, by mail, and counts when they have said it themselves.

    refusal(person, country)     why no such mail would leave: asked before anybody is told that one does
    queue(met, person, wishes)   the mail, and the row that says so; in the caller's shop transaction
    behind(token)                what a mailed link asks about
    confirm(asked)               the button was pressed: `orders.news.say_yes`, as for the box at the checkout

Until then nothing has been chosen, and nothing they said here meanwhile is overruled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from troth import channels, gate
from troth.channels import links
from troth.orders import news
from troth.policy import Refused

from ..models import Met, NewsAsked
from ..purpose import MEETING
from . import wishes

TEMPLATE: Final = "news_confirm"
LINK: Final = "news"
LINK_HOURS: Final = 14 * 24  # who was at a show may still be travelling
SOURCE: Final = "trade_show"
_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks about. `kinds`: (purpose, label) of what they have not said anything about since."""

    row: NewsAsked
    person: gate.PersonId
    kinds: tuple[tuple[str, str], ...]
    show: str


def queue(met: Met, person: gate.PersonId, kinds: Iterable[str]) -> NewsAsked:
    """In one transaction of the shop with what makes `met` whole."""
    asked = NewsAsked.objects.create(met=met, kinds=" ".join(kinds))
    channels.send(TEMPLATE, person, asked=asked.pk)
    return asked


def refusal(person: gate.PersonId | None, country: str = "") -> str:
    """Why no mail would ask them, in the policy's words: a shop may have a policy of its own. "" where one would."""
    decision = gate.may_mail(person, MEETING, country=country)
    return str(decision.reason) if isinstance(decision, Refused) else ""


def asks() -> bool:
    """Whether somebody new who said yes would be asked."""
    return not refusal(None)


def waiting(person: gate.PersonId, now: datetime | None = None) -> set[str]:
    """Kinds of news that a mail asks them about already, and can still be answered."""
    since = (now or timezone.now()) - timedelta(hours=LINK_HOURS)
    rows = NewsAsked.objects.filter(met__alias__in=gate.aliases_of(person), answered_at=None, asked_at__gt=since)
    return {kind for row in rows for kind in row.kinds.split()}


def of(pk: int) -> Asked | None:
    """For the mail, at the moment it leaves. Raises NewsAsked.DoesNotExist for notes that were taken back."""
    return _asked(NewsAsked.objects.select_related("met__notes").get(pk=pk))


def mint(asked: Asked) -> str:
    return links.mint(LINK, asked.row.ref, hours=LINK_HOURS)


def behind(token: str) -> Asked | None:
    """Uses nothing up: programs that scan mail follow links, too. None for a link that leads nowhere (any more)."""
    ref = links.look(LINK, token)
    row = NewsAsked.objects.select_related("met__notes").filter(ref=ref, answered_at=None).first() if ref else None
    return _asked(row) if row else None


def confirm(asked: Asked) -> None:
    """The mailbox has answered. May be done twice. A no that was said meanwhile stands. Raises `gate.Refused`."""
    news.say_yes(asked.person, source=SOURCE, about=[kind for kind, _label in asked.kinds])
    NewsAsked.objects.filter(pk=asked.row.pk, answered_at=None).update(answered_at=timezone.now())


def sweep(now: datetime | None = None) -> int:
    """Forget what was asked a month ago, answered or not; how many."""
    return NewsAsked.objects.filter(asked_at__lt=(now or timezone.now()) - _KEPT).delete()[0]


def _asked(row: NewsAsked) -> Asked | None:
    person = gate.person_behind(row.met.alias)
    standing = gate.standing(person) if person else None
    if person is None or standing is None:
        return None
    labels = wishes.offered()
    open_ones = wishes.unsaid(standing, tuple(row.kinds.split()))
    kinds = tuple((kind, labels[kind]) for kind in open_ones if kind in labels)
    return Asked(row, person, kinds, str(row.met.notes.show)) if kinds else None
