"""Products written by an earlier version of the program get what their rows remember today."""

from __future__ import annotations

from .models import Product


def catch_up() -> int:
    """How many products were behind. One query when there are none."""
    behind = list(Product.objects.filter(price_from__gt=0, price_to=0))  # every offered product has both
    for product in behind:
        product.save()
    return len(behind)
