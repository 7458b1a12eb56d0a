"""What the full-text index holds of a product, written in the same transaction as the product itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags
from wagtail.search import index
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.models import IndexEntry

if TYPE_CHECKING:
    from .models import Product

_SEPARATORS = re.compile(r"[\W_]+")


def text_of(product: Product) -> str:
    """All words a product can be found by, beside title and blurb."""
    description = strip_tags(product.description.replace(">", "> "))
    options = " ".join(" ".join(variant.values) for variant in product.variants.all())
    categories = " ".join(category.name for category in product.categories.all())
    parts = (
        product.keywords,
        product.vendor,
        categories,
        options,
        codes_of(product),
        product.specifications,
        description,
    )
    return "\n".join(part for part in parts if part)


def codes_of(product: Product) -> str:
    """The article numbers and barcodes of its variants, as words: PostgreSQL reads "-100" as a number."""
    codes = (code for variant in product.variants.all() for code in (variant.sku, variant.barcode))
    return " ".join(dict.fromkeys(_SEPARATORS.sub(" ", code) for code in codes if code))


def write(product: Product) -> None:
    # The index asks for each text three times; they are put together once.
    product.searched_once = (text_of(product), codes_of(product))
    try:
        index.insert_or_update_object(product)
    finally:
        product.searched_once = None


def write_many(products: Sequence[Product]) -> None:
    """As `write`, in a few statements for all of them: SQLite's index looks through all its titles at every call."""
    from .models import Product as Indexed

    for product in products:
        product.searched_once = (text_of(product), codes_of(product))
    try:
        for _name, backend in get_search_backends_with_name(with_auto_update=True):
            backend.add_bulk(Indexed, list(products))
    finally:
        for product in products:
            product.searched_once = None


def rewrite_many(products: Sequence[Product]) -> None:
    """As `write_many`, of products that are in the index: SQLite's changes them one by one, and takes new ones together."""
    keys = [str(product.pk) for product in products]
    kind = ContentType.objects.get_for_model(type(products[0]))
    IndexEntry.objects.filter(content_type=kind, object_id__in=keys).delete()
    write_many(products)


def forget(product: Product) -> None:
    index.remove_object(product)
