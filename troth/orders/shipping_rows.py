"""The shop's own table of shipping: from its rows to frozen values, and from a file's into rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from troth.catalog.words import further

from . import shipping_file
from .models import ShippingMethod, ShippingWords, ShippingZone
from .shipping_table import Own, Service, Step, Table, Zone


def table() -> Table:
    """Two queries, one where nothing is kept in the store; one more for further languages. While there is no method, those of
    the file hold."""
    rows = list(ShippingMethod.objects.prefetch_related("zones"))
    words = _words() if rows and further() else {}
    services = tuple(service(row, words.get(row.pk, ())) for row in rows)
    return Table(services) if services else shipping_file.table()


def _words() -> dict[int, list[ShippingWords]]:
    found: dict[int, list[ShippingWords]] = {}
    for words in ShippingWords.objects.all():
        found.setdefault(words.of_id, []).append(words)
    return found


def service(row: ShippingMethod, words: Sequence[ShippingWords] = ()) -> Service:
    zones = tuple(
        Zone(
            frozenset(each.countries.split()),
            (each.days_least, each.days_most),
            _steps(each.steps),
            each.free_from,
            {code: Own(_steps(told.get("steps", [])), told.get("free_from")) for code, told in each.further.items()},
        )
        for each in row.zones.all()
    )
    return Service(
        row.code,
        row.carrier,
        row.name,
        zones,
        row.service or row.code,
        row.offered,
        row.remark,
        {each.language: each.name for each in words},
        {each.language: each.remark for each in words},
    )


def _steps(told: Iterable[Sequence[Any]]) -> tuple[Step, ...]:
    return tuple(Step(up_to, price) for up_to, price in told)


def begin() -> int:
    """How many methods there are now. Changes nothing in a shop that has any. Raises shipping_file.NotMethods."""
    if not ShippingMethod.objects.exists():
        with transaction.atomic():
            for place, one in enumerate(shipping_file.table().services, 1):
                _write(one, place * 10)
    return ShippingMethod.objects.count()


def _write(one: Service, place: int) -> None:
    row = ShippingMethod(
        code=one.code, name=one.name, carrier=one.carrier, service=one.service, place=place, remark=one.remark
    )
    row.save()
    for language in {**one.words, **one.remarks}:
        name, remark = one.words.get(language, ""), one.remarks.get(language, "")
        ShippingWords(of=row, language=language, name=name, remark=remark).save()
    for zone in one.zones:
        ShippingZone(
            method=row,
            countries=" ".join(sorted(zone.countries, key=lambda name: (name != "home", name))),
            days_least=zone.working[0],
            days_most=zone.working[1],
            free_from=zone.free_from,
            steps=_pairs(zone.steps),
            further={
                code: {"steps": _pairs(own.steps), "free_from": own.free_from} for code, own in zone.further.items()
            },
        ).save()


def _pairs(steps: Iterable[Step]) -> list[list[int | None]]:
    return [[step.up_to, step.price] for step in steps]
