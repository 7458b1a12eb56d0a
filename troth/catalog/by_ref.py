"""`address_of`: where the product is that a variant belongs to, by what is written outside of the variant."""

from __future__ import annotations

from uuid import UUID

from .models import Status, Variant


def address_of(ref: UUID) -> str | None:
    """The product's slug; None for a variant the shop does not offer. One query."""
    offered = Variant.objects.filter(ref=ref, offered=True, product__status=Status.PUBLISHED)
    return offered.values_list("product__slug", flat=True).first()
