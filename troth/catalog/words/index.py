"""The words of further languages in the full-text index: an entry of its own for each product and language.

PostgreSQL cuts the endings off words by the rules of a language, so each entry is written by those of its own; SQLite's
index knows no such rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags
from wagtail.search.models import IndexEntry

from troth.catalog import indexing, specifications

from .phrases import said

if TYPE_CHECKING:
    from troth.catalog.models import Product, ProductWords

# PostgreSQL's own names (PostgreSQL 12 to 18, `pg_ts_config`); "simple" cuts nothing off.
_RULES: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def rules(language: str) -> str:
    """The text search configuration of PostgreSQL for a language: "de" and "de-at" are "german"."""
    return _RULES.get(language.partition("-")[0], "simple")


def write(rows: Sequence[ProductWords], by_key: Mapping[int, Product]) -> None:
    """Entries for these words, in place of any they have. `by_key`: their products, with children."""
    from troth.catalog.searchbackend import SearchBackend

    if not rows:
        return
    forget(rows)
    shelves = _shelves(by_key)
    by_language: dict[str, list[ProductWords]] = defaultdict(list)
    for row in rows:
        product = by_key[row.product_id]
        row.searched_once = (_text(product, row, shelves), indexing.codes_of(product))
        by_language[row.language].append(row)
    for language, some in by_language.items():
        SearchBackend({"SEARCH_CONFIG": rules(language)}).add_bulk(type(some[0]), some)


def forget(rows: Sequence[ProductWords]) -> None:
    if rows:
        kind = ContentType.objects.get_for_model(type(rows[0]))
        IndexEntry.objects.filter(content_type=kind, object_id__in=[str(row.pk) for row in rows]).delete()


def _text(product: Product, row: ProductWords, shelves: Mapping[tuple[int, str], str]) -> str:
    """As `indexing.text_of`, in this language; with what is not translated, for it is shown as it is. One finds the
    first language's title, too: it stands on invoices, labels and in one's own notes."""
    parts = (
        product.title,
        row.keywords or product.keywords,
        product.vendor,
        " ".join(shelves.get((each.pk, row.language), each.name) for each in product.categories.all()),
        " ".join(said(value, row.options) for each in product.variants.all() for value in each.values),
        indexing.codes_of(product),
        specifications.said_in(product.specifications, row.specifications),
        strip_tags((row.description or product.description).replace(">", "> ")),
    )
    return "\n".join(part for part in parts if part)


def _shelves(by_key: Mapping[int, Product]) -> dict[tuple[int, str], str]:
    """Names of categories by key and language. One query."""
    from troth.catalog.models import CategoryWords

    keys = {category.pk for product in by_key.values() for category in product.categories.all()}
    rows = CategoryWords.objects.filter(category__in=keys).exclude(name="")
    return {(category, language): name for category, language, name in rows.values_list("category", "language", "name")}


def of_products(products: Iterable[Product]) -> list[ProductWords]:
    """The rows of words of these products."""
    from troth.catalog.models import ProductWords

    return list(ProductWords.objects.filter(product__in=list(products)).order_by("pk"))
