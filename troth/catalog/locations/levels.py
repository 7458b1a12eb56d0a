"""What lies where. The main location holds what the others do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet, Sum

from troth.catalog.models import Location, LocationStock, Variant


def several() -> bool:
    """Whether the shop keeps goods in more than one place. One query."""
    return Location.objects.filter(main=False).exists()


def elsewhere(variants: Collection[int], among: QuerySet[LocationStock] | None = None) -> dict[int, dict[int, int]]:
    """Variant → location → pieces, without the main location. One query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    every = LocationStock.objects.all() if among is None else among
    rows = every.filter(variant__in=variants, quantity__gt=0).order_by()
    for variant, location, quantity in rows.values_list("variant", "location", "quantity"):
        found[variant][location] = quantity
    return found


def for_sale_elsewhere(variants: Collection[int]) -> dict[int, dict[int, int]]:
    """As `elsewhere`, of the locations that send. One query."""
    return elsewhere(variants, LocationStock.objects.filter(location__ships=True))


def by_code(variants: Collection[int]) -> dict[int, dict[str, int]]:
    """As `elsewhere`, by the short names of the places. One query."""
    found: dict[int, dict[str, int]] = {}
    rows = LocationStock.objects.filter(variant__in=variants, quantity__gt=0).order_by()
    for variant, code, quantity in rows.values_list("variant", "location__code", "quantity"):
        found.setdefault(variant, {})[code] = quantity
    return found


def at_main(variant: Variant) -> int:
    """How many lie at the main location; in a shop with one, all. Below zero where more was sold than there is. One query."""
    held = LocationStock.objects.filter(variant=variant, location__ships=True).aggregate(many=Sum("quantity"))
    return variant.stock - (held["many"] or 0)
