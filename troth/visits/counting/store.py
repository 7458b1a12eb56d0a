"""Sums onto the counts of the day: one statement, whatever several processes add at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import batched, chain

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from ..models import Count
from ..models.counting import What
from . import day_names
from .tally import DIRECT, OTHERS, Sums

AT_ONCE = 200  # rows; SQLite takes 32,766 parameters
UNNAMED = (OTHERS, DIRECT)


def add(sums: Sums) -> None:
    """All of it or nothing. Ordered by name, so that two processes never wait for each other both ways."""
    if not sums:
        return
    alias = router.db_for_write(Count)
    store = connections[alias]
    table, day_of = store.ops.quote_name(Count._meta.db_table), store.ops.adapt_datefield_value
    with transaction.atomic(using=alias), store.cursor() as cursor:
        rows = sorted((day, what.value, name, many) for (day, what, name), many in _few_names(sums, cursor).items())
        for part in batched(rows, AT_ONCE, strict=False):
            places = ", ".join(["(%s, %s, %s, %s)"] * len(part))
            told = chain.from_iterable((day_of(day), what, name, many) for day, what, name, many in part)
            cursor.execute(
                f"INSERT INTO {table} (day, what, name, many) VALUES {places} "  # noqa: S608 (the table's own name)
                f"ON CONFLICT (day, what, name) DO UPDATE SET many = {table}.many + excluded.many",
                [*told],
            )


def _few_names(sums: Sums, cursor: CursorWrapper) -> Sums:
    """With the names that have a place on their day (`day_names`); the others are counted without a name.

    A name that lost its place takes what it had there along. Several processes at once may go a little beyond.
    """
    kept = Counter(sums)
    for day, what in {(day, what) for day, what, name in sums if what in day_names.BROUGHT and name not in UNNAMED}:
        new = {name for on, kind, name in sums if (on, kind) == (day, what)}.difference(UNNAMED)
        had = day_names.had(day, what, UNNAMED)
        staying = day_names.staying(day, what, had | new)
        nameless = sum(kept.pop((day, what, name)) for name in new - staying)
        nameless += _taken_out(day, what, sorted(had - staying), cursor)
        if what is What.SOURCE and nameless:  # each search is among all searches already
            kept[day, what, OTHERS] += nameless
    return kept


def _taken_out(day: date, what: What, names: Collection[str], cursor: CursorWrapper) -> int:
    """How many they stood for; in one step, so that nothing another process adds meanwhile is lost."""
    if not names:
        return 0
    ops = cursor.db.ops
    table, marks = ops.quote_name(Count._meta.db_table), ", ".join(["%s"] * len(names))
    cursor.execute(
        f"DELETE FROM {table} WHERE day = %s AND what = %s AND name IN ({marks}) RETURNING many",  # noqa: S608 (as above)
        [ops.adapt_datefield_value(day), what.value, *names],
    )
    return sum(many for (many,) in cursor.fetchall())


def named(what: What, names: Iterable[str]) -> set[str]:
    """Which of these names stand in the counts already."""
    wanted = {*names}
    return set(Count.objects.filter(what=what, name__in=wanted).values_list("name", flat=True)) if wanted else set()
