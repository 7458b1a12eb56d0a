"""The full-text query itself, in the two dialects of wagtail.search's index.

wagtail.search writes the index and could read it, but on SQLite it computes the score by searching again for
every match (190 ms for a thousand products); joining once takes 2 ms. The words have been reduced to letters
and digits before they come here, so nothing in them has a meaning to FTS5 or to_tsquery.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from .facets.narrow import Row
from .models import Product, Status, Variant
from .shown import Sort

_ENTRIES = IndexEntry._meta.db_table
_PRODUCTS = Product._meta.db_table
_VARIANTS = Variant._meta.db_table

# The columns of narrow.Row; the last one is `stock.CAN_BUY`.
_ROW = f"""p.id, p.facets, p.vendor, p.price_from, p.price_to, p.currency, EXISTS (
        SELECT 1 FROM {_VARIANTS} v
        WHERE v.product_id = p.id AND v.offered AND (NOT v.tracked OR v.oversell OR v.stock > 0))"""  # noqa: S608  (table names only)
_ORDERS = {
    Sort.NEWEST: "p.created_at DESC, p.id DESC",
    Sort.CHEAPEST: "p.price_from, p.title, p.id",
    Sort.DEAREST: "p.price_from DESC, p.title, p.id",
    Sort.TITLE: "p.title, p.id",
}

# bm25's weights follow the columns of the table: autocomplete (title and article numbers), body, title.
# It works only next to MATCH, not beside a window: hence the inner query, kept apart by MATERIALIZED.
_SQLITE = f"""
    WITH found AS MATERIALIZED (
        SELECT rowid AS entry, bm25({_ENTRIES}_fts, 4.0, 1.0, 10.0) AS score
        FROM {_ENTRIES}_fts WHERE {_ENTRIES}_fts MATCH %s
    )
    SELECT {_ROW} FROM found
    JOIN {_ENTRIES} e ON e.id = found.entry
    JOIN {_PRODUCTS} p ON p.id = CAST(e.object_id AS INTEGER)
    WHERE e.content_type_id = %s AND p.status = %s
    ORDER BY {{}} LIMIT %s
"""  # noqa: S608  (likewise)
_SQLITE_BEST = "instr(lower(p.title), %s) = 0, found.score, p.position, p.id"
_POSTGRESQL = f"""
    SELECT {_ROW} FROM {_ENTRIES} e
    JOIN {_PRODUCTS} p ON p.id = CAST(e.object_id AS bigint),
    to_tsquery(%s) words, to_tsquery('simple', %s) beginnings
    WHERE (e.title || e.body @@ words OR e.autocomplete @@ beginnings)
      AND e.content_type_id = %s AND p.status = %s
    ORDER BY {{}} LIMIT %s
"""  # noqa: S608  (likewise)
_POSTGRESQL_BEST = """strpos(lower(p.title), %s) = 0,
      10 * ts_rank(e.title, words) + ts_rank(e.body, words) + 4 * ts_rank(e.autocomplete, beginnings) DESC,
      p.position, p.id"""


def matches(
    words: Sequence[Sequence[str]], text: str, *, every: bool, limit: int, sort: Sort = Sort.FEATURED
) -> list[Row]:
    """Published products, the best `limit` first, or as `sort` says. One query.

    `words` are groups of spellings of one word; each also matches as the beginning of a longer word.
    `every`: all groups must match, else any. Titles that contain `text` as it is come before the others.
    """
    if connection.vendor == "postgresql":
        asked = _joined(words, "{}:*", " | ", " & " if every else " | ")
        statement, best, parameters = _POSTGRESQL, _POSTGRESQL_BEST, [asked, asked]
    else:
        asked = _joined(words, '"{}"*', " OR ", " AND " if every else " OR ")
        statement, best, parameters = _SQLITE, _SQLITE_BEST, [asked]
    told: list[str | int] = [*parameters, ContentType.objects.get_for_model(Product).pk, Status.PUBLISHED.value]
    if sort is Sort.FEATURED:
        told.append(text.lower())
    with connection.cursor() as cursor:
        cursor.execute(statement.format(_ORDERS.get(sort, best)), [*told, limit])
        return [Row(*row)._replace(can_buy=bool(row[-1])) for row in cursor.fetchall()]


def _joined(words: Sequence[Sequence[str]], pattern: str, either: str, between: str) -> str:
    groups = (either.join(pattern.format(spelling) for spelling in group) for group in words)
    return between.join(f"({group})" for group in groups)
