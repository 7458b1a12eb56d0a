"""Sums onto the counts of the day: one statement, whatever several processes add at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import batched, chain

from django.db import connections, router, transaction

from ..models import Count
from ..models.counting import What
from .tally import DIRECT, OTHERS, Sums

AT_ONCE = 200  # rows; SQLite takes 32,766 parameters
NAMES = 200  # that people bring, of a kind on a day: whoever makes names up must not fill the store
BROUGHT = (What.SOURCE, What.SEARCH)
UNNAMED = (OTHERS, DIRECT)


def add(sums: Sums) -> None:
    """All of it or nothing. Ordered by name, so that two processes never wait for each other both ways."""
    alias = router.db_for_write(Count)
    store = connections[alias]
    table, day_of = store.ops.quote_name(Count._meta.db_table), store.ops.adapt_datefield_value
    if not sums:
        return
    rows = sorted((day, what.value, name, many) for (day, what, name), many in _few_names(sums).items())
    with transaction.atomic(using=alias), store.cursor() as cursor:
        for part in batched(rows, AT_ONCE, strict=False):
            places = ", ".join(["(%s, %s, %s, %s)"] * len(part))
            told = chain.from_iterable((day_of(day), what, name, many) for day, what, name, many in part)
            cursor.execute(
                f"INSERT INTO {table} (day, what, name, many) VALUES {places} "  # noqa: S608 (the table's own name)
                f"ON CONFLICT (day, what, name) DO UPDATE SET many = {table}.many + excluded.many",
                [*told],
            )


def _few_names(sums: Sums) -> Sums:
    """With at most `NAMES` that people bring for each day and kind; the others are counted without a name.

    Those the day has already go on; of new ones the most heard come first. Several processes at once may go a little beyond.
    """
    kept = Counter(sums)
    for day, what in {(day, what) for day, what, name in sums if what in BROUGHT and name not in UNNAMED}:
        had = set(Count.objects.filter(day=day, what=what).exclude(name__in=UNNAMED).values_list("name", flat=True))
        new = {name: many for (on, kind, name), many in sums.items() if (on, kind) == (day, what)}
        for name in had.union(UNNAMED):
            new.pop(name, None)
        by_number = sorted(new, key=lambda name: (-new[name], name))
        for name in by_number[max(0, NAMES - len(had)) :]:
            many = kept.pop((day, what, name))
            if what is What.SOURCE:  # each search is among all searches already
                kept[day, what, OTHERS] += many
    return kept


def named(what: What, names: Iterable[str]) -> set[str]:
    """Which of these names stand in the counts already."""
    wanted = {*names}
    return set(Count.objects.filter(what=what, name__in=wanted).values_list("name", flat=True)) if wanted else set()
