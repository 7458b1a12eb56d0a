"""The log as people at work read it: for one purpose at a time, of which their job has to be one; every look is entered.

Whoever checks an order does not read the log; of it, they see the visits from the address that order came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.policy import ActorKind

from .buffer import KIND

Value = gate.Personal | gate.Withheld

MOST: Final = 100
ENOUGH: Final = 20_000  # visits opened for one page of the log: about a second's work
SHORTEST: Final = 8  # characters of a reason

CHECKING: Final = "order_verification"

# In the order of the tabs: purpose → its columns, which are what the policy opens for it. Checking an order has no tab.
PURPOSES: Final[Mapping[str, tuple[str | Promise, tuple[str, ...]]]] = {
    "administer_site": (
        _("Looking after the site"),
        ("time", "page", "answer", "ip_address", "provider", "location", "browser", "operating_system", "referrer"),
    ),
    "measure_usage": (_("What is read"), ("hour", "page", "referrer", "location", "network")),
    "troubleshoot": (_("Finding faults"), ("time", "page", "answer", "browser", "operating_system", "network")),
}
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    **{purpose: columns for purpose, (_label, columns) in PURPOSES.items()},
    CHECKING: ("time", "ip_address", "provider", "location"),
}

HEADINGS: Final[Mapping[str, str | Promise]] = {
    "time": _("Time"),
    "hour": _("Hour"),
    "page": _("Page"),
    "answer": _("Answer"),
    "ip_address": _("Address"),
    "network": _("Network"),
    "provider": _("Provider"),
    "location": _("Place"),
    "browser": _("Browser"),
    "operating_system": _("System"),
    "referrer": _("Came from"),
}

# Kinds of page: code → how addresses of it begin.
PAGES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "products": (_("Products"), "/products/"),
    "categories": (_("Categories"), "/categories/"),
    "search": (_("Search"), "/search/"),
    "basket": (_("Basket"), "/basket/"),
    "checkout": (_("Checkout"), "/checkout/"),
    "account": (_("Account"), "/account/"),
    "privacy": (_("Privacy"), "/privacy/"),
    "none": (_("Nothing there"), "/…"),
}


@dataclass(frozen=True, slots=True)
class Visits:
    """`columns`: (field, heading). `rows`: heading and value for each of them, None where nothing was known. `kept_back`: visitors who said no to this purpose.

    `earlier`: where the next page begins; "" for the last.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, Value | None], ...], ...]
    kept_back: int
    earlier: str

    @property
    def timed(self) -> bool:
        """Whether the time is among the columns, and not the hour alone."""
        return self.columns[0][0] == "time"


def may_look(actor: gate.Actor) -> tuple[str, ...]:
    """The purposes of the log that come with the job, also those that want a reason. Opens nothing."""
    return tuple(name for name in PURPOSES if _includes(actor, name) or wants_reason(actor, name))


def wants_reason(actor: gate.Actor, purpose: str) -> bool:
    roles = [gate.policy().roles[name] for name in actor.roles if name in gate.policy().roles]
    return not _includes(actor, purpose) and any(purpose in role.with_reason for role in roles)


def days(now: datetime | None = None) -> tuple[date, ...]:
    """The days there can be visits of, newest first, in UTC as the log has them."""
    today = (now or timezone.now()).date()
    held = gate.policy().retention[gate.policy().kinds[KIND].retention]
    longest = max(term.days + 31 * term.months for term in held.terms.values())
    return tuple(today - timedelta(days=past) for past in range(longest + 1))


def latest(purpose: str, day: date, actor: gate.Actor, *, page: str = "", reason: str = "", before: str = "") -> Visits:
    """A hundred visits of a day, the newest first, or those before a place (`Visits.earlier`). Raises `gate.Refused`, which is entered too, and LookupError for what has no tab.

    Fewer than a hundred, with a place to go on from, where many were opened and few were asked for. `page`: a kind of page. Where the purpose doesn't open pages nobody can ask by them.
    """
    _label, columns = PURPOSES[purpose]
    beginning = {"page": PAGES[page][1]} if page in PAGES and "page" in columns else {}
    seen = gate.look(
        KIND,
        day,
        purpose=purpose,
        actor=actor,
        most=MOST,
        beginning=beginning,
        reason=reason,
        before=before,
        enough=ENOUGH,
    )
    return _shown(purpose, seen)


@sensitive_variables("address")
def from_there(address: str, day: date, actor: gate.Actor) -> Visits:
    """For whoever checks an order: the newest hundred of a day from one address. Raises `gate.Refused`."""
    only = {"ip_address": address}
    return _shown(CHECKING, gate.look(KIND, day, purpose=CHECKING, actor=actor, most=MOST, exactly=only))


def _shown(purpose: str, seen: gate.Looked) -> Visits:
    named = tuple((name, str(HEADINGS[name])) for name in COLUMNS[purpose])
    rows = tuple(tuple((heading, row.get(name)) for name, heading in named) for row in seen.rows)
    return Visits(named, rows, seen.kept_back, seen.earlier)


def _includes(actor: gate.Actor, purpose: str) -> bool:
    if actor.kind is not ActorKind.EMPLOYEE or (actor.only is not None and purpose not in actor.only):
        return False
    roles = gate.policy().roles
    return any(purpose in roles[name].purposes for name in actor.roles if name in roles)
