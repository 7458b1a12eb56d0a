"""What goes with several products at once, and with which of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .cards import by_key
from .models import Product, RelatedProduct, Relation, Status
from .shown import Card

PARTS = (Relation.ACCESSORY, Relation.SPARE)  # what works with a thing one has
ANY = (Relation.ACCESSORY, Relation.RELATED)  # what one may want to see beside a thing one looks at


@dataclass(frozen=True, slots=True)
class Goes:
    """A product that can be bought, and the key of the one it goes with."""

    key: int
    card: Card
    along: int


def going_with(products: Collection[int], kinds: Collection[Relation], limit: int) -> tuple[Goes, ...]:
    """What was named by hand for any of these and is not among them, in their order; each once. Three queries at most."""
    if not products:
        return ()
    named = RelatedProduct.objects.filter(product__in=products, kind__in=kinds, other__status=Status.PUBLISHED)
    pairs = named.exclude(other__in=products).values_list("product", "other").order_by("sort_order", "pk")
    place = {key: at for at, key in enumerate(products)}
    first: dict[int, int] = {}
    for product, other in sorted(pairs, key=lambda pair: place[pair[0]]):
        first.setdefault(other, product)
    keys = list(first)[: 2 * limit]  # some may be sold out
    slugs = dict(Product.objects.filter(pk__in=keys).values_list("slug", "pk")) if keys else {}
    found = [Goes(key := slugs[card.slug], card, first[key]) for card in by_key(keys) if card.in_stock] if keys else []
    return tuple(found[:limit])
