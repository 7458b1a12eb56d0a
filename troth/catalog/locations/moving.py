"""Numbers changed by hand: goods moved from one location to another, counted, arrived, broken. Each with a line in the journal."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from troth.catalog import stock
from troth.catalog.models import Location, MovedFor, StockMove, Variant

from . import levels
from .putting import put


class NotThere(Exception):
    """Fewer lie there than are to be taken away. The message is a sentence for people; `.left`: how many lie there."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(gettext("Only %(count)d are left there by now.") % {"count": left})


class Otherwise(Exception):
    """Not so many lie there as somebody thought. `.left`: how many do."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(gettext("%(count)d are there by now.") % {"count": left})


@dataclass(frozen=True, slots=True)
class Transfer:
    """So many pieces from one location to another."""

    variant: int
    source: Location
    target: Location
    quantity: int


def transfer(asked: Transfer, by: int | None) -> None:
    """`by`: number of the employee's account. Raises NotThere, ValueError, Variant.DoesNotExist."""
    if asked.quantity < 1 or asked.source.pk == asked.target.pk:
        raise ValueError("nothing would move")
    with transaction.atomic():
        variant, pair = _held(asked.variant), uuid.uuid4()
        source, target = _as_it_is(asked.source), _as_it_is(asked.target)
        steps = ((source, -asked.quantity), (target, asked.quantity))
        _may_lose(variant, source, asked.quantity)
        _for_sale(variant, sum(change for location, change in steps if location.ships))
        for location, change in steps:
            put(variant.pk, location, change)
        for location, change in steps:
            _note(variant, location, change, MovedFor.MOVED, by, pair)


def adjust(variant_id: int, location: Location | None, change: int, why: MovedFor, by: int | None) -> None:
    """So many more or fewer lie there; `location` None in a shop with one. Raises NotThere, Variant.DoesNotExist.

    A count is told as the difference to what the counting person saw, so that what was sold meanwhile stays sold.
    """
    if not change:
        return
    with transaction.atomic():
        variant = _held(variant_id)
        location = _as_it_is(location) if location is not None else None
        _may_lose(variant, location, -change)
        _for_sale(variant, change if location is None or location.ships else 0)
        if location is not None:
            put(variant.pk, location, change)
        _note(variant, location, change, why, by, None)


def set_to(variant_id: int, location: Location | None, left: int, seen: int, why: MovedFor, by: int | None) -> int:
    """So many lie there, where `seen` did: the difference. Raises Otherwise, NotThere, Variant.DoesNotExist.

    For programs: they look and decide anew, where people at a shelf tell a difference (`adjust`).
    """
    with transaction.atomic():
        there = at(_held(variant_id), _as_it_is(location) if location is not None else None)
        if there != seen:
            raise Otherwise(there)
        adjust(variant_id, location, left - seen, why, by)
    return left - seen


def note(variant: Variant, change: int, by: int | None) -> None:
    """A number was typed into a form: the form has changed it, this is its line in the journal."""
    if change:
        _note(variant, Location.objects.filter(main=True).first(), change, MovedFor.EDITED, by, None)


def _held(variant: int) -> Variant:
    return Variant.objects.select_for_update().get(pk=variant)


def _as_it_is(location: Location) -> Location:
    """As nobody can change it while the variant is held. Raises NotThere for one that was closed meanwhile."""
    now = Location.objects.filter(pk=location.pk).first()
    if now is None:
        raise NotThere(0)
    return now


def _may_lose(variant: Variant, location: Location | None, quantity: int) -> None:
    """What is not counted, or sold without being there, may be owed: by the main location."""
    owed = (location is None or location.main) and _may_be_owed(variant)
    left = at(variant, location)
    if quantity > max(left, 0) and not owed:
        raise NotThere(max(left, 0))


def _for_sale(variant: Variant, difference: int) -> None:
    """`variant` knows its new stock afterwards."""
    if not difference:
        return
    if variant.stock + difference < 0 and not _may_be_owed(variant):
        raise NotThere(max(variant.stock, 0))
    stock.change(variant.pk, difference)
    variant.stock += difference


def _may_be_owed(variant: Variant) -> bool:
    return variant.oversell or not variant.tracked


def at(variant: Variant, location: Location | None) -> int:
    """How many of it lie at a location (None: at the only one)."""
    if location is None or location.main:
        return levels.at_main(variant)
    return levels.elsewhere([variant.pk]).get(variant.pk, {}).get(location.pk, 0)


def _note(
    variant: Variant, location: Location | None, change: int, why: MovedFor, by: int | None, pair: uuid.UUID | None
) -> None:
    StockMove.objects.create(
        variant=variant, location=location, change=change, left=at(variant, location), why=why, by=by, pair=pair
    )
