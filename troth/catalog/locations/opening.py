"""A second place for goods, and no longer one: what a location is, and how it comes and goes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext

from troth.catalog.models import Catalogue, Location, LocationStock, Variant

MAIN = "main"  # code of the first location


class NotPossible(Exception):
    """The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a location. `code` is free or its own, `country` two letters or ""."""

    code: str
    name: str
    country: str = ""
    ships: bool = True
    priority: int = 0


def open_location(told: Told) -> Location:
    """With the first one added, the place where all goods lie gets a name, too; where things lie does not change."""
    with transaction.atomic():
        if not Location.objects.filter(main=True).exists():
            Location.objects.create(code=_free(told.code), name=gettext("Main location"), main=True)
        return Location.objects.create(
            code=told.code, name=told.name, country=told.country, ships=told.ships, priority=told.priority
        )


def _free(taken: str) -> str:
    return MAIN if taken != MAIN else f"{MAIN}-1"


def change_location(location: Location, told: Told) -> None:
    """What lies there comes up for sale, or no longer is, with `ships`. Raises NotPossible."""
    if location.main and not told.ships:
        raise NotPossible(gettext("The main location sends: what was typed or imported without a location lies there."))
    with transaction.atomic():
        if told.ships != location.ships:
            _offer(location, told.ships)
        columns = {"code": told.code, "name": told.name, "country": told.country, "priority": told.priority}
        Location.objects.filter(pk=location.pk).update(ships=told.ships, **columns)


def _offer(location: Location, ships: bool) -> None:
    """Add what lies there to what is for sale, or take it out."""
    held = LocationStock.objects.filter(location=location, quantity__gt=0)
    variants = Variant.objects.filter(pk__in=held.values("variant"))
    list(variants.select_for_update().order_by("pk").values_list("pk"))  # in the order in which orders take them
    there = Subquery(held.filter(variant=OuterRef("pk")).values("quantity")[:1])
    try:
        with transaction.atomic():
            variants.update(stock=F("stock") + there if ships else F("stock") - there)
    except IntegrityError:  # the last line of defence of the variant itself
        words = gettext("More of it is sold than lies elsewhere. Count what lies at the main location first.")
        raise NotPossible(words) from None
    Catalogue.bump()


def close_location(location: Location) -> None:
    """Raises NotPossible while something lies there. After the last other one, the main location has no name any more."""
    if location.main:
        raise NotPossible(gettext("The main location stays as long as there is another."))
    with transaction.atomic():
        Location.objects.select_for_update().filter(pk=location.pk).first()  # nothing can be put there any more
        if LocationStock.objects.filter(location=location, quantity__gt=0).exists():
            raise NotPossible(gettext("Something lies there. Move it, or count it out, first."))
        LocationStock.objects.filter(location=location).delete()
        Location.objects.filter(pk=location.pk).delete()
        if not Location.objects.filter(main=False).exists():
            Location.objects.all().delete()
