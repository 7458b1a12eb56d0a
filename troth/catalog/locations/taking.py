"""Taking an order's goods from the places where they lie.

The variants' own stock was taken first, by the conditional update of `stock.reserve`: there is enough in all, and until
the end of the transaction nobody else changes what lies where of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from troth.catalog.models import Location, LocationStock, Variant

from . import levels
from .shares import Taken, share_out


def take(taken: Mapping[int, int]) -> Taken:
    """Where so many pieces of each variant come from. Three queries, and one for each part from another than the main place.

    What is not counted lies nowhere, and is left out.
    """
    places = list(Location.objects.values_list("pk", "ships", "main"))
    main = next(pk for pk, _ships, main in places if main)
    sending = [pk for pk, ships, _main in places if ships]
    counted = dict(Variant.objects.filter(pk__in=taken, tracked=True).values_list("pk", "stock"))
    there = levels.elsewhere(counted)
    for variant, left in counted.items():
        others = sum(many for place, many in there[variant].items() if place in sending)
        there[variant][main] = left + taken[variant] - others
    shared = share_out({variant: taken[variant] for variant in sorted(counted)}, there, sending, main)
    for variant, shares in shared.items():
        for share in shares:
            if share.location != main:
                rows = LocationStock.objects.filter(variant=variant, location=share.location)
                rows.update(quantity=F("quantity") - share.quantity)
    return shared
