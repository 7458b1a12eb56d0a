"""Putting goods at a location. The variant's own stock follows, where the location sends."""

from __future__ import annotations

from django.db.models import F

from troth.catalog.models import Location, LocationStock


def put(variant: int, location: Location, change: int) -> None:
    """So many more (or fewer) of it lie there; the main location needs no row. Ask with the variant's row held.

    Raises IntegrityError if fewer than none would.
    """
    if location.main or not change:
        return
    rows = LocationStock.objects.filter(variant=variant, location=location)
    if not rows.update(quantity=F("quantity") + change):
        LocationStock.objects.create(variant_id=variant, location=location, quantity=change)
