"""Making another location the main one. Nothing lies anywhere else afterwards; only the words for it change places.

The main location holds what the others do not and has no rows (see `models.places`). So the former one gets a row for each
variant, with what lies there, and the new one loses its rows. What is owed (more sold than there is) the new one owes.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from troth.catalog.models import Catalogue, Location, LocationStock, Variant

from . import levels
from .opening import NotPossible

BATCH = 1000


def make_main(location: Location) -> None:
    """Raises NotPossible for one that sends nothing, Location.DoesNotExist. Done twice, the second changes nothing.

    Holds every variant until it is done, in the order in which orders take them: a second for some ten thousand.
    """
    with transaction.atomic():
        for_sale = dict(Variant.objects.select_for_update().order_by("pk").values_list("pk", "stock"))
        places = {place.pk: place for place in Location.objects.select_for_update().order_by("pk")}
        new = places.get(location.pk)
        if new is None:
            raise Location.DoesNotExist
        if new.main:
            return
        if not new.ships:
            raise NotPossible(
                gettext("It sends nothing. What is typed or imported without a location must be for sale.")
            )
        former = next(place for place in places.values() if place.main)
        _lay(former, for_sale)
        LocationStock.objects.filter(location=new).delete()
        Location.objects.filter(pk=former.pk).update(main=False)
        Location.objects.filter(pk=new.pk).update(main=True)
        Catalogue.bump()


def _lay(former: Location, for_sale: dict[int, int]) -> None:
    """A row for everything that lies at the location that was the main one until now."""
    elsewhere = levels.for_sale_elsewhere(for_sale)
    there = ((variant, left - sum(elsewhere.get(variant, {}).values())) for variant, left in for_sale.items())
    rows = [LocationStock(variant_id=variant, location=former, quantity=many) for variant, many in there if many > 0]
    LocationStock.objects.bulk_create(rows, batch_size=BATCH)
