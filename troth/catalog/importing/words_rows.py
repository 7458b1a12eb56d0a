"""A product's words in further languages, as our own export tells them: read, laid over those of the shop, stored.

A file without such columns changes none; a language this shop does not speak is among the columns left behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from troth.catalog import description
from troth.catalog.models import Category, CategoryWords, Product, ProductWords
from troth.catalog.words import columns, further
from troth.catalog.words.phrases import KINDS

from .cells import Cells
from .changes import Changes, brief
from .product_cells import described
from .source import Source
from .trace import Of, Traced

Told = Mapping[str, Mapping[str, str]]  # language → field → text


def prepared(source: Source) -> Source:
    """With the columns of each language among those that are read."""
    by_header = {column.casefold(): column for column in source.table.columns}
    words = dict(source.understood.words)
    for header, language, field in columns.headers():
        column = by_header.get(header.casefold())
        if column is not None and column not in source.understood.ignored:
            words.setdefault(_word(language, field), column)
    return replace(source, understood=replace(source.understood, words=words))


def words_of(first: Cells) -> dict[str, dict[str, str]]:
    """What the row tells of its product in further languages."""
    told = {
        language: {
            field: _field(first, language, field) for field in columns.FIELDS if first.has(_word(language, field))
        }
        for language, _name in further()
    }
    return {language: fields for language, fields in told.items() if fields}


def shelves_of(first: Cells) -> dict[str, dict[str, str]]:
    """What its categories are called: language → name in the first language → name in this one."""
    told = {language: _phrases(first, _word(language, columns.SHELVES)) for language, _name in further()}
    return {language: names for language, names in told.items() if names}


def merge_words(
    product: Product, present: Mapping[str, ProductWords], told: Told, changes: Changes
) -> list[ProductWords]:
    """The rows that are new or changed. Nothing is stored."""
    return [
        row
        for language, fields in told.items()
        if (row := _merged(product, present.get(language), language, fields, changes)) is not None
    ]


def store_words(rows: Sequence[tuple[Product, ProductWords]]) -> None:
    """Once the products have their keys. What lists and search remember of them is renewed after."""
    for product, row in rows:
        row.product_id = product.pk
    new = [row for _product, row in rows if row.pk is None]
    ProductWords.objects.bulk_create(new)
    old = [row for _product, row in rows if row not in new]
    if old:
        ProductWords.objects.bulk_update(old, list(columns.FIELDS), batch_size=100)


def store_shelves(told: Mapping[str, Mapping[str, str]]) -> None:
    """Names of categories, where these have none in that language yet. `told`: see `shelves_of`, of many products."""
    wanted = {name for names in told.values() for name in names}
    by_name = {category.name: category for category in Category.objects.filter(name__in=wanted)} if wanted else {}
    for language, names in told.items():
        for base, name in names.items():
            if (category := by_name.get(base)) is not None:
                row, _new = CategoryWords.objects.get_or_create(category=category, language=language)
                if not row.name:
                    row.name = name[:120]
                    row.save()


def put(row: ProductWords, field: str, text: str) -> None:
    setattr(row, field, columns.read(text)[0] if field in KINDS else text)


def label_of(language: str, field: str) -> str:
    """What people call the column."""
    column = ProductWords._meta.get_field(field)
    return f"{getattr(column, 'verbose_name', field)} ({language})"


def _word(language: str, field: str) -> str:
    return f"said_{language}_{field}"


def _field(first: Cells, language: str, field: str) -> str:
    """The cell, as `columns.text` would write what becomes of it."""
    word = _word(language, field)
    if field in KINDS:
        return columns.written(_phrases(first, word))
    if field == "description":
        return described(first, word, first.text(word))
    return first.text(word, getattr(ProductWords._meta.get_field(field), "max_length", None) or 0)


def _phrases(first: Cells, word: str) -> dict[str, str]:
    phrases, wrong = columns.read(first.text(word))
    for line in wrong[:3]:
        first.say(word, _("“%(line)s” should read “phrase = translation”; left out.") % {"line": line[:60]})
    return phrases


def _merged(
    product: Product, row: ProductWords | None, language: str, fields: Mapping[str, str], changes: Changes
) -> ProductWords | None:
    if row is None:
        if not any(fields.values()):
            return None
        row = ProductWords(product=product, language=language)
    changed = False
    for field, after in fields.items():
        before = columns.text(row, field)
        if before == after or (field == "description" and _same(before, after)):
            continue
        put(row, field, after)
        changed = True
        if product.pk is not None:
            trace = Traced(Of.WORDS, language, field, before, after)
            changes.note("", label_of(language, field), brief(before), brief(after), trace)
    return row if changed else None


def _same(before: str, after: str) -> bool:
    """Links within the shop are written out by our export."""
    return "linktype=" in before and description.clean(expand_db_html(before)).html == after
