"""Pictures that cannot be had: left at the former shop with a word why, or tried again after all.

A drawing goes on standing in for them. What is left waits no more and is counted nowhere as waiting; another import of the same
file changes nothing about it, and an archive that has the picture brings it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Count

from troth.catalog.models import ProductImage

from .report import Failure


@transaction.atomic
def leave(failures: Iterable[Failure]) -> int:
    """How many addresses. What has its picture by now, or is no address that waits, is passed over."""
    why = {each.what: each.why for each in failures}
    waits = ProductImage.objects.filter(image__isnull=True, left_there="", source_url__in=why).exclude(source_url="")
    rows = list(waits.only("source_url"))
    for row in rows:
        row.left_there = why[row.source_url]
    ProductImage.objects.bulk_update(rows, ["left_there"], batch_size=500)
    return len({row.source_url for row in rows})


def try_again() -> int:
    """All that were left wait again; how many addresses."""
    rows = ProductImage.objects.filter(image__isnull=True).exclude(left_there="")
    many = rows.values("source_url").distinct().count()
    rows.update(left_there="")
    return many


def left() -> Mapping[str, int]:
    """How many addresses were left there, by the word why; most first. One query."""
    rows = ProductImage.objects.filter(image__isnull=True).exclude(left_there="").order_by()
    found = rows.values("left_there").annotate(many=Count("source_url", distinct=True)).order_by("-many", "left_there")
    return {row["left_there"]: row["many"] for row in found}
