"""The shop's own table of shipping: from its rows to frozen values, and from a file's into rows."""

from __future__ import annotations

from django.db import transaction

from . import shipping_file
from .models import ShippingMethod, ShippingZone
from .shipping_table import Service, Step, Table, Zone


def table() -> Table:
    """Two queries, one where nothing is kept in the store. While there is no method, those of the file hold."""
    rows = ShippingMethod.objects.prefetch_related("zones")
    services = tuple(service(row) for row in rows)
    return Table(services) if services else shipping_file.table()


def service(row: ShippingMethod) -> Service:
    zones = tuple(
        Zone(
            frozenset(each.countries.split()),
            (each.days_least, each.days_most),
            tuple(Step(up_to, price) for up_to, price in each.steps),
            each.free_from,
        )
        for each in row.zones.all()
    )
    return Service(row.code, row.carrier, row.name, zones, row.service or row.code, row.offered)


def begin() -> int:
    """How many methods there are now. Changes nothing in a shop that has any. Raises shipping_file.NotMethods."""
    if not ShippingMethod.objects.exists():
        with transaction.atomic():
            for place, one in enumerate(shipping_file.table().services, 1):
                _write(one, place * 10)
    return ShippingMethod.objects.count()


def _write(one: Service, place: int) -> None:
    row = ShippingMethod(code=one.code, name=one.name, carrier=one.carrier, service=one.service, place=place)
    row.save()
    for zone in one.zones:
        ShippingZone(
            method=row,
            countries=" ".join(sorted(zone.countries, key=lambda name: (name != "home", name))),
            days_least=zone.working[0],
            days_most=zone.working[1],
            free_from=zone.free_from,
            steps=[[step.up_to, step.price] for step in zone.steps],
        ).save()
