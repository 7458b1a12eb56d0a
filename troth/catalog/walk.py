"""`walk`: through everything the shop shows, product by product, in an order that stays while prices and places change.

Ordered by address, and each step begins behind the last one seen: nothing is told twice or left out because something
else was sold or moved meanwhile.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from . import cards
from .models import Category, Variant
from .shown import Card


def walk(after: str, most: int, category: str = "") -> tuple[Card, ...] | None:
    """At most so many products behind the address `after` ("" from the beginning); of a category, if one is named.

    None if the shop shows no such category. One query; two when a category has nothing to tell.
    """
    offered = Variant.objects.filter(product=OuterRef("pk"), offered=True)
    found = cards.published().filter(Exists(offered), slug__gt=after)
    if category:
        found = found.filter(categories__slug=category, categories__published=True)
    told = cards.cards(found.order_by("slug"), most)
    if category and not told and not Category.objects.filter(slug=category, published=True).exists():
        return None
    return told
