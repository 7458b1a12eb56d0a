"""Whose wish is whose: rows are read one by one, for nothing in them says which belong together."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from troth import gate
from troth.catalog.addresses import product_path
from troth.catalog.models import StockWish, Variant, WishState
from troth.catalog.words import naming
from troth.channels import handles
from troth.channels.errors import NotSealed

logger = logging.getLogger("troth.catalog")
LIVING = (WishState.ASKED, WishState.WAITING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One wish, for its owner. `choice`: which variant, "" where there is but one."""

    ref: uuid.UUID
    title: str
    choice: str
    path: str
    state: WishState
    since: datetime


def of(persons: Collection[gate.PersonId]) -> tuple[Waiting, ...]:
    """What these wait for or were told of, newest first. One query, and the opening of every handle there is."""
    rows = StockWish.objects.select_related("variant__product").order_by("-asked_at", "-pk")
    return tuple(_shown(wish) for wish in rows.iterator() if person_of(wish) in persons)


def of_variant(person: gate.PersonId, variant: Variant) -> StockWish | None:
    """The wish that this person has for this variant already, told or not."""
    rows = StockWish.objects.filter(variant=variant)
    return next((wish for wish in rows.iterator() if person_of(wish) == person), None)


def end(persons: Collection[gate.PersonId], ref: uuid.UUID) -> bool:
    """The owner does not wait any more; False for a wish that is not theirs."""
    wish = StockWish.objects.filter(ref=ref).first()
    if wish is None or person_of(wish) not in persons:
        return False
    end_all([wish])
    return True


def forget(persons: Collection[gate.PersonId]) -> int:
    """Delete the rows of people who are about to be erased; how many."""
    theirs = [wish.pk for wish in StockWish.objects.iterator() if person_of(wish) in persons]
    return StockWish.objects.filter(pk__in=theirs).delete()[0]


def end_all(wishes: Iterable[StockWish]) -> int:
    """Delete rows, and guests of whom nothing else is held; how many rows."""
    ended = list(wishes)
    persons = {person for wish in ended if (person := person_of(wish)) is not None}
    StockWish.objects.filter(pk__in=[wish.pk for wish in ended]).delete()
    if persons:
        still = {person_of(wish) for wish in StockWish.objects.iterator()}
        for person in persons - still:
            _forget_guest(person)
    return len(ended)


def person_of(wish: StockWish) -> gate.PersonId | None:
    """None for somebody who has been erased behind an alias, or is sealed under a secret that is named no more."""
    try:
        to = handles.take(wish.whose, wish.to)
    except NotSealed:
        return None
    if isinstance(to, gate.PersonId):
        return to
    return gate.person_behind(to) if isinstance(to, str) else None


def _shown(wish: StockWish) -> Waiting:
    name, path = naming.name(wish.variant), product_path(wish.variant.product.slug)
    return Waiting(wish.ref, name.title, name.choice, path, WishState(wish.state), wish.asked_at)


def _forget_guest(person: gate.PersonId) -> None:
    if gate.standing(person) is None or gate.account_of_person(person) is not None or gate.parties_of(person):
        return
    if gate.holds(person, "subscription"):
        return
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("a guest who waits for nothing could not be erased: %s", refused.code)
