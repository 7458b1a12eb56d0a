"""What stands beside a product: what works with it, its spare parts, what it was made for, and its neighbours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from . import cards
from .models import Product, RelatedProduct, Relation, Status
from .shown import Card
from .words import reading

NEIGHBOURS = 4
MOST = 24  # what is chosen by hand, and the neighbours
IN_BASKET = 4
_MADE_FOR = "made-for"  # the other way round: this one is an accessory or a spare part of that
_PARTS = (Relation.ACCESSORY, Relation.SPARE)


@dataclass(frozen=True, slots=True)
class Beside:
    """`related`: chosen by hand, then others of its category, those after it first: everyone is somebody's neighbour."""

    related: tuple[Card, ...] = ()
    accessories: tuple[Card, ...] = ()
    spare_parts: tuple[Card, ...] = ()
    made_for: tuple[Card, ...] = ()


def of(product: int, title: str, category: int | None) -> Beside:
    """For a product by its key, its title in the first language and the key of its first category. One query."""
    if category:
        rows = _ON_SHELF.rows(product=product, title=title, category=category)
    else:
        rows = _NOWHERE.rows(product=product, title=title)
    found: dict[str, list[Any]] = {}
    for kind, *row in rows:
        found.setdefault(kind or Relation.RELATED, []).append(row)
    return Beside(
        related=cards.of(found.get(Relation.RELATED, [])[:NEIGHBOURS]),
        accessories=cards.of(found.get(Relation.ACCESSORY, ())),
        spare_parts=cards.of(found.get(Relation.SPARE, ())),
        made_for=cards.of(found.get(_MADE_FOR, ())),
    )


def works_with(products: Collection[int]) -> tuple[Card, ...]:
    """Accessories of any of these that can be bought and are not among them. One query; none for nothing."""
    if not products:
        return ()
    named = RelatedProduct.objects.filter(product__in=products, kind=Relation.ACCESSORY).values("other")
    found = cards.published().filter(pk__in=named, can_buy=True).exclude(pk__in=products)
    return cards.cards(found.order_by("position", "title", "pk"), IN_BASKET)


def _query(product: int, title: str, category: int | None = None, language: str = "") -> QuerySet[Product, Any]:
    chosen = RelatedProduct.objects.filter(product=product)
    named = RelatedProduct.objects.filter(other=product, kind__in=_PARTS)
    this = chosen.filter(other=OuterRef("pk"))
    kind = Coalesce(
        Subquery(this.values("kind")[:1]),
        Case(When(Exists(named.filter(product=OuterRef("pk"))), then=Value(_MADE_FOR)), default=Value("")),
    )
    neighbours = _neighbours(product, title, category).exclude(pk__in=chosen.values("other"))
    wanted = (
        Q(pk__in=chosen.values("other"))
        | Q(pk__in=named.values("product"))
        | Q(pk__in=neighbours.exclude(pk__in=named.values("product"))[:NEIGHBOURS].values("pk"))
    )
    listed = cards.published().filter(wanted).exclude(pk=product)
    place = Subquery(this.values(place=Coalesce("sort_order", 0))[:1])
    ordered = listed.annotate(kind=kind, place=place, before=Q(title__lt=title)).order_by(
        F("place").asc(nulls_last=True), "before", "title", "pk"
    )
    told = reading.beside(ordered, language) if language else ordered
    return told.values_list("kind", *cards.columns(language))[:MOST]


def _neighbours(product: int, title: str, category: int | None) -> QuerySet[Product]:
    shelf = Product.objects.filter(status=Status.PUBLISHED).exclude(pk=product)
    if category:
        shelf = shelf.filter(main_category=category)
    return shelf.annotate(before=Q(title__lt=title)).order_by("before", "title", "pk")


_ON_SHELF = reading.InLanguage(_query, product=int, title=str, category=int)
_NOWHERE = reading.InLanguage(_query, product=int, title=str)
