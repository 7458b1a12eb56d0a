"""What the rows of words and the search remember of a product, written anew whenever the product or its words change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from troth.catalog.facets import remembered

from . import index, missing
from .spoken import further

if TYPE_CHECKING:
    from troth.catalog.models import Product, ProductWords


def renew(products: Iterable[Product], words: Sequence[ProductWords] | None = None) -> None:
    """For saved products, with their children as they are now. `words`: theirs, where they are at hand.

    One query for all of them where nothing is translated, none in a shop of one language.
    """
    by_key = {product.pk: product for product in products}
    if words is None:
        words = index.of_products(by_key.values()) if further() else []
    if not words:
        return
    for row in words:
        product = by_key[row.product_id]
        row.facets = remembered.written(product, row.options, row.specifications)
        row.missing = len(missing.of_product(product, row))
    type(words[0])._default_manager.bulk_update(words, ["facets", "missing"], batch_size=100)
    index.write(words, by_key)
