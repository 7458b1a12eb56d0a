"""What works with what somebody bought, or goes with what they looked at; only where they and the rules allow it.

The use is decided and entered before anything is looked up: who said no has no purchases read for this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import F

from troth import gate
from troth.catalog import named
from troth.catalog.going_with import ANY, PARTS, Goes, going_with
from troth.catalog.models import Product
from troth.catalog.shown import Card
from troth.visits import record
from troth.visits.consent import Consent
from troth.visits.record import PERSONAL, State

from .models import OrderLine
from .states import Status

HAVE: Final = (Status.ON_ACCOUNT, Status.PAID, Status.PACKED, Status.PART_SHIPPED, Status.SHIPPED, Status.DELIVERED)
NEWEST: Final = 40  # things bought, and things looked at, that are thought of
MOST: Final = 8

type Things = Mapping[int, tuple[str, str]]  # key of a product → its address and title


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`along`: the title of the product it goes with; `bought`: they bought that one, and did not only look at it."""

    card: Card
    along: str
    bought: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """`state`: whether suggestions may be fitted to the person, and why. Without permission there are none.

    `refused`: the gate's answer where it said no all the same.
    """

    state: State
    suggestions: tuple[Suggestion, ...] = ()
    refused: gate.Refused | None = None


def suggested(account: int, *, browser: Consent, but: Collection[str] = (), limit: int = MOST) -> Suggested | None:
    """For whoever is signed in with the account; None for an account that belongs to nobody.

    `browser`: what is allowed in this browser. `but`: addresses of products that are on
    the page already. Where it is allowed, each call is an entry.
    """
    person = gate.person_of_account(account)
    if person is None:
        return None
    state = record.state(person, PERSONAL, browser=browser)
    if not state.on:
        return Suggested(state)
    try:
        opened = gate.use(person, ["viewed.product"], purpose=PERSONAL, actor=gate.system(PERSONAL))
    except gate.Refused as refused:
        return Suggested(state, refused=refused)
    bought, seen = _bought(person), _seen(opened)
    return Suggested(state, _chosen(bought, seen, but, limit))


def _bought(person: gate.PersonId) -> Things:
    """What they bought and kept, the latest first; not what was taken out of an order again."""
    kept = OrderLine.objects.filter(out__lt=F("quantity"), order__status__in=HAVE)
    lines = kept.filter(order__party__in=gate.parties_of(person))
    rows = lines.exclude(variant=None).order_by("-order__placed_at", "pk")
    told = rows.values_list("variant__product", "variant__product__slug", "variant__product__title")
    found: dict[int, tuple[str, str]] = {}
    for key, slug, title in told[: 4 * NEWEST]:
        if len(found) < NEWEST:
            found.setdefault(key, (slug, title))
    return found


def _seen(opened: gate.Opened) -> Things:
    """What they looked at. The day is all that says which was later, and of one day any will do."""
    records = sorted(opened.all("viewed"), key=lambda each: each.collected_at, reverse=True)
    told = [value.reveal() for each in records if isinstance(value := each["product"], gate.Personal)]
    slugs = list(dict.fromkeys(told))[:NEWEST]
    rows = {slug: (key, (slug, title)) for slug, key, title in _products(slugs)}
    return dict(rows[slug] for slug in slugs if slug in rows)


def _products(slugs: list[str]) -> Iterable[tuple[str, int, str]]:
    return Product.objects.filter(slug__in=slugs).values_list("slug", "pk", "title") if slugs else ()


def _chosen(bought: Things, seen: Things, but: Collection[str], limit: int) -> tuple[Suggestion, ...]:
    """What works with things they have comes first; nothing they have is suggested."""
    found: dict[int, tuple[Suggestion, str]] = {}
    for mine, kinds, theirs in ((bought, PARTS, True), (seen, ANY, False)):
        for goes in going_with(mine, kinds, limit + len(but)):
            if _fresh(goes, bought, but):
                slug, title = mine[goes.along]
                found.setdefault(goes.key, (Suggestion(goes.card, title, theirs), slug))
    chosen = list(found.values())[:limit]
    said = named.cards_named([slug for _, slug in chosen])  # their titles in the language of the page
    return tuple(replace(each, along=said[slug].title) if slug in said else each for each, slug in chosen)


def _fresh(goes: Goes, bought: Things, but: Collection[str]) -> bool:
    return goes.key not in bought and goes.card.slug not in but
