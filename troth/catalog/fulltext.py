"""The full-text query itself, in the two dialects of wagtail.search's index.

wagtail.search writes the index and could read it, but on SQLite it computes the score by searching again for
every match (190 ms for a thousand products); joining once takes 2 ms. The words have been reduced to letters
and digits before they come here, so nothing in them has a meaning to FTS5 or to_tsquery.

In another language than the first, a product is found by its entry in that language or by its own: also by its article
number, and by the name it has on an invoice from abroad.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from .facets.narrow import Row
from .models import Product, ProductWords, Status, Variant
from .shown import Sort
from .words import spoken
from .words.index import rules

_ENTRIES = IndexEntry._meta.db_table
_PRODUCTS = Product._meta.db_table
_VARIANTS = Variant._meta.db_table
_WORDS = ProductWords._meta.db_table

# The columns of narrow.Row; the last one is `stock.CAN_BUY`.
_ROW = f"""p.id, {{facets}}, p.vendor, p.price_from, p.price_to, p.currency, EXISTS (
        SELECT 1 FROM {_VARIANTS} v
        WHERE v.product_id = p.id AND v.offered AND (NOT v.tracked OR v.oversell OR v.stock > 0))"""  # noqa: S608  (table names only)
_ORDERS = {
    Sort.NEWEST: "p.created_at DESC, p.id DESC",
    Sort.CHEAPEST: "p.price_from, {title}, p.id",
    Sort.DEAREST: "p.price_from DESC, {title}, p.id",
    Sort.TITLE: "{title}, p.id",
}

# bm25's weights follow the columns of the table: autocomplete (title and article numbers), body, title.
# It works only next to MATCH, not beside a window: hence the inner query, kept apart by MATERIALIZED. CROSS JOIN keeps the
# order of the tables (sqlite.org/optoverview.html, "Manual Control Of Query Plans Using CROSS JOIN"): from what was found to its
# entry, where the planner would go through all entries. 50 found of 1,000: 0.6 of the time.
_SQLITE = f"""
    WITH found AS MATERIALIZED (
        SELECT rowid AS entry, bm25({_ENTRIES}_fts, 4.0, 1.0, 10.0) AS score
        FROM {_ENTRIES}_fts WHERE {_ENTRIES}_fts MATCH %s
    )
    SELECT {_ROW} FROM found
    CROSS JOIN {_ENTRIES} e ON e.id = found.entry
    CROSS JOIN {_PRODUCTS} p ON p.id = CAST(e.object_id AS INTEGER)
    WHERE e.content_type_id = %s AND p.status = %s
    ORDER BY {{order}} LIMIT %s
"""  # noqa: S608  (likewise)
_SQLITE_BEST = "instr(lower({title}), %s) = 0, found.score, p.position, p.id"
_POSTGRESQL = f"""
    SELECT {_ROW} FROM {_ENTRIES} e
    JOIN {_PRODUCTS} p ON p.id = CAST(e.object_id AS bigint),
    to_tsquery(%s) words, to_tsquery('simple', %s) beginnings
    WHERE (e.title || e.body @@ words OR e.autocomplete @@ beginnings)
      AND e.content_type_id = %s AND p.status = %s
    ORDER BY {{order}} LIMIT %s
"""  # noqa: S608  (likewise)
_RANK = "10 * ts_rank(e.title, words) + ts_rank(e.body, words) + 4 * ts_rank(e.autocomplete, beginnings)"
_POSTGRESQL_BEST = f"strpos(lower({{title}}), %s) = 0, {_RANK} DESC, p.position, p.id"

# The same with two kinds of entries: the product's own, and that of its words in one language. The better one counts.
_SQLITE_SAID = f"""
    WITH found AS MATERIALIZED (
        SELECT rowid AS entry, bm25({_ENTRIES}_fts, 4.0, 1.0, 10.0) AS score
        FROM {_ENTRIES}_fts WHERE {_ENTRIES}_fts MATCH %s
    ), best AS (
        SELECT product, MIN(score) AS score FROM (
            SELECT CAST(e.object_id AS INTEGER) AS product, found.score FROM found
            JOIN {_ENTRIES} e ON e.id = found.entry WHERE e.content_type_id = %s
            UNION ALL
            SELECT s.product_id, found.score FROM found
            JOIN {_ENTRIES} e ON e.id = found.entry
            JOIN {_WORDS} s ON s.id = CAST(e.object_id AS INTEGER)
            WHERE e.content_type_id = %s AND s.language = %s
        ) GROUP BY product
    )
    SELECT {_ROW} FROM best
    JOIN {_PRODUCTS} p ON p.id = best.product
    LEFT JOIN {_WORDS} w ON w.product_id = p.id AND w.language = %s
    WHERE p.status = %s
    ORDER BY {{order}} LIMIT %s
"""  # noqa: S608  (likewise)
_POSTGRESQL_SAID = f"""
    WITH best AS (
        SELECT product, MAX(score) AS score FROM (
            SELECT CAST(e.object_id AS bigint) AS product, {_RANK} AS score
            FROM {_ENTRIES} e, to_tsquery(%s) words, to_tsquery('simple', %s) beginnings
            WHERE (e.title || e.body @@ words OR e.autocomplete @@ beginnings) AND e.content_type_id = %s
            UNION ALL
            SELECT s.product_id, {_RANK}
            FROM {_ENTRIES} e JOIN {_WORDS} s ON s.id = CAST(e.object_id AS bigint),
            to_tsquery(CAST(%s AS regconfig), %s) words, to_tsquery('simple', %s) beginnings
            WHERE (e.title || e.body @@ words OR e.autocomplete @@ beginnings)
              AND e.content_type_id = %s AND s.language = %s
        ) each_entry GROUP BY product
    )
    SELECT {_ROW} FROM best
    JOIN {_PRODUCTS} p ON p.id = best.product
    LEFT JOIN {_WORDS} w ON w.product_id = p.id AND w.language = %s
    WHERE p.status = %s
    ORDER BY {{order}} LIMIT %s
"""  # noqa: S608  (likewise)
# A whole title first: where words grow together, the beginning of one is often another ("Gelkamm", "Gelkammer").
_SQLITE_SAID_BEST = "lower({title}) <> %s, instr(lower({title}), %s) = 0, best.score, p.position, p.id"
_POSTGRESQL_SAID_BEST = "lower({title}) <> %s, strpos(lower({title}), %s) = 0, best.score DESC, p.position, p.id"

# The columns that another language may say otherwise, {} stands for the column's name.
_FIRST = "p.{}"
_SAID = "COALESCE(NULLIF(w.{0}, ''), p.{0})"


def matches(
    words: Sequence[Sequence[str]], text: str, *, every: bool, limit: int, sort: Sort = Sort.FEATURED
) -> list[Row]:
    """Published products, the best `limit` first, or as `sort` says. One query.

    `words` are groups of spellings of one word; each also matches as the beginning of a longer word.
    `every`: all groups must match, else any. Titles that contain `text` as it is come before the others.
    """
    postgresql = connection.vendor == "postgresql"
    if postgresql:
        asked = _joined(words, "{}:*", " | ", " & " if every else " | ")
    else:
        asked = _joined(words, '"{}"*', " OR ", " AND " if every else " OR ")
    language = spoken()
    statement, best, told = _in(language, asked, postgresql) if language else _in_the_first(asked, postgresql)
    if sort is Sort.FEATURED:
        told += [text.lower()] * best.count("%s")
    column = (_SAID if language else _FIRST).format
    order = _ORDERS.get(sort, best).format(title=column("title"))
    with connection.cursor() as cursor:
        cursor.execute(statement.format(order=order, facets=column("facets")), [*told, limit])
        return [Row._make(row) for row in cursor.fetchall()]  # SQLite says 0 and 1 of `can_buy`


def _in_the_first(asked: str, postgresql: bool) -> tuple[str, str, list[str | int]]:
    """The statement, its best order, and what it is told up to there."""
    told: list[str | int] = [asked, asked] if postgresql else [asked]
    told += [ContentType.objects.get_for_model(Product).pk, Status.PUBLISHED.value]
    return (_POSTGRESQL, _POSTGRESQL_BEST, told) if postgresql else (_SQLITE, _SQLITE_BEST, told)


def _in(language: str, asked: str, postgresql: bool) -> tuple[str, str, list[str | int]]:
    """Likewise, in another language."""
    kinds = ContentType.objects.get_for_models(Product, ProductWords)
    own, said = kinds[Product].pk, kinds[ProductWords].pk
    end: list[str | int] = [language, language, Status.PUBLISHED.value]
    if postgresql:
        told = [asked, asked, own, rules(language), asked, asked, said, *end]
        return _POSTGRESQL_SAID, _POSTGRESQL_SAID_BEST, told
    return _SQLITE_SAID, _SQLITE_SAID_BEST, [asked, own, said, *end]


def _joined(words: Sequence[Sequence[str]], pattern: str, either: str, between: str) -> str:
    groups = (either.join(pattern.format(spelling) for spelling in group) for group in words)
    return between.join(f"({group})" for group in groups)
