"""Products by the addresses that something outside the catalogue remembers of them."""

from __future__ import annotations

from collections.abc import Collection

from .cards import by_key
from .models import Product, Status
from .shown import Card


def is_shown(slug: str) -> bool:
    """Whether the shop shows a product there. One query."""
    return Product.objects.filter(slug=slug, status=Status.PUBLISHED).exists()


def key_of(slug: str) -> int | None:
    """The key, inside the program, of the product the shop shows there. One query."""
    return Product.objects.filter(slug=slug, status=Status.PUBLISHED).values_list("pk", flat=True).first()


def cards_named(slugs: Collection[str]) -> dict[str, Card]:
    """Their cards, without those the shop does not show any more. Two queries; one more for each further twenty."""
    wanted = list(dict.fromkeys(slugs))
    keys = list(Product.objects.filter(slug__in=wanted).values_list("pk", flat=True)) if wanted else []
    return {card.slug: card for card in by_key(keys)} if keys else {}
