"""Pictures that cannot be had: left at the former shop with a word why, or tried again after all.

A drawing goes on standing in for them. What is left waits no more and is counted nowhere as waiting; another import of the same
file changes nothing about it, and an archive that has the picture brings it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import Count

from troth.catalog.models import ProductImage

from .report import Failure

_AT_ONCE: Final = 500  # addresses and rows a statement: a former shop that is gone fails with all of its pictures


@transaction.atomic
def leave(failures: Iterable[Failure]) -> int:
    """How many addresses. What has its picture by now, or is no address that waits, is passed over."""
    why = {each.what: each.why for each in failures if each.what}
    waits = ProductImage.objects.filter(image__isnull=True, left_there="").only("source_url")
    rows = [row for some in batched(why, _AT_ONCE, strict=False) for row in waits.filter(source_url__in=some)]
    for row in rows:
        row.left_there = why[row.source_url]
    ProductImage.objects.bulk_update(rows, ["left_there"], batch_size=_AT_ONCE)
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
