"""Putting goods at a location. The variant's own stock follows, where the location sends."""

from __future__ import annotations

from django.db.models import F

from troth.catalog.models import Location, LocationStock


def put(variant: int, location: Location, change: int) -> None:
    """So many more (or fewer) of it lie there; the main location needs no row. Ask with the variant's row held.

    Which one is the main one is asked anew: it may have been another when `location` was read (see `swapping`). Raises
    IntegrityError if fewer than none would lie there.
    """
    if not change:
        return
    rows = LocationStock.objects.filter(variant=variant, location=location)
    if rows.update(quantity=F("quantity") + change) or Location.objects.filter(pk=location.pk, main=True).exists():
        return
    LocationStock.objects.create(variant_id=variant, location=location, quantity=change)
