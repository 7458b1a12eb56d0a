"""Which banner stands where. It depends on the place and the date, and on nothing about the visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from troth.catalog import named, pictures
from troth.catalog.addresses import product_path, products_path
from troth.catalog.models import Product
from troth.catalog.shown import Picture

from ..models.banners import Banner, BannerWords, Place, Standing


@dataclass(frozen=True, slots=True)
class Shown:
    """A banner in one language. `button` is "" where the page's own word will do."""

    ref: UUID
    title: str
    line: str
    button: str
    picture: Picture
    path: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """`days`: the banner itself, asked for its standing only. `shelves`: slugs of categories; empty for all."""

    banner: Banner
    places: frozenset[Place]
    shelves: frozenset[str]
    shown: Shown


def standing(place: Place, *, day: date, revision: int, shelf: str = "") -> Shown | None:
    """The banner for a place on a day; where there are several, they take turns by the day.

    `revision`: of the catalogue, which grows with every change of a banner or product: what was read under it is kept by
    the process, so that only the first page after a change asks. `shelf`: slug of the page's category.
    """
    here = [
        each.shown
        for each in _all(revision, get_language() or "")
        if place in each.places
        and (not each.shelves or place in (Place.HOME, Place.BASKET) or shelf in each.shelves)
        and each.banner.standing(day) is Standing.RUNNING
    ]
    return here[day.toordinal() % len(here)] if here else None


def running(*, day: date, revision: int) -> tuple[tuple[object, ...], ...]:
    """All that `standing` chooses from on a day: each banner as it is shown, with its places and shelves in an order."""
    return tuple(
        (each.shown, sorted(each.places), sorted(each.shelves))
        for each in _all(revision, get_language() or "")
        if each.banner.standing(day) is Standing.RUNNING
    )


def one(banner: Banner) -> Shown | None:
    """A banner as it would be shown, running or not; None while the shop does not show its product."""
    cards = named.cards_named([banner.product.slug])
    card = cards.get(banner.product.slug)
    if card is None:
        return None
    said = _words(banner, get_language() or "")
    title, line, button = (said.title, said.line, said.button) if said else (card.title, card.blurb, "")
    return Shown(banner.ref, title, line, button, _picture(banner, card.picture), card.path)


def is_one(ref: UUID) -> bool:
    """Whether there is such a banner, running or not. One query."""
    return Banner.objects.filter(ref=ref).exists()


def leads_to(ref: UUID) -> str | None:
    """The path behind a banner, in the language of the page; None for one that there is not. Running or not: links stay."""
    found = Banner.objects.filter(ref=ref).values_list("product__slug", flat=True).first()
    if found is None:
        return None
    return product_path(found) if named.is_shown(found) else products_path()


def forget() -> None:
    """What was read before is read again."""
    _all.cache_clear()


@lru_cache(maxsize=8)
def _all(_revision: int, _language: str) -> tuple[_Listed, ...]:
    """All banners with a product that is shown, in the order they were made. A banner is few, and a change rare."""
    rows = Banner.objects.prefetch_related("product", "words", "categories").order_by("pk")
    found = []
    for banner in rows:
        shown = one(banner)
        if shown is not None:
            shelves = frozenset(each.slug for each in banner.categories.all())
            found.append(_Listed(banner, banner.places, shelves, shown))
    return tuple(found)


def _words(banner: Banner, language: str) -> BannerWords | None:
    said = {each.language: each for each in banner.words.all()}
    return said.get(language) or said.get(settings.LANGUAGE_CODE)


def _picture(banner: Banner, first: Picture) -> Picture:
    product: Product = banner.product
    if 1 < banner.picture <= len(product.pictures):
        return pictures.shown(product.pictures[banner.picture - 1])
    return first
