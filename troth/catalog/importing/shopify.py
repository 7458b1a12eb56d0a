"""From the rows of one product in one of Shopify's layouts to a neutral product. What does not fit is reported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from . import beside_rows, words_rows
from .cells import Cells
from .grouping import Group
from .imported import ImportedImage, ImportedProduct
from .product_cells import product_categories, product_fields
from .source import Source
from .variant_rows import OPTION_WORDS, variants_of

_LAST = 10_000


def product(found: Group, source: Source) -> ImportedProduct:
    first = found.rows[0]
    options, variants = variants_of(found, source)
    fields = product_fields(first, source.understood.specifications)
    if options is not None:
        fields |= {f"option{place}_name": name for place, name in enumerate(options, 1)}
    return ImportedProduct(
        handle=found.handle,
        fields=fields,
        categories=product_categories(first),
        variants=variants,
        images=_images(found),
        rows=tuple(cells.number for cells in found.rows),
        whole=any(first.has(word) for word in OPTION_WORDS),
        address=first.text("own_address", 120),
        ours=first.text("own_address", 120),
        words=words_rows.words_of(first),
        shelves=words_rows.shelves_of(first),
        beside=beside_rows.beside_of(first),
    )


def _images(found: Group) -> tuple[ImportedImage, ...] | None:
    """Pictures in their order, each address once; also those only a variant names."""
    if not (found.rows[0].has("image") or found.rows[0].has("variant_image")):
        return None
    images: dict[str, ImportedImage] = {}
    for cells in found.rows:
        url = address(cells, "image")
        if url and url not in images:
            position = cells.whole("image_position", _LAST)
            placed = len(images) + 1 if position is None else position
            images[url] = ImportedImage(url, cells.text("image_alt", 512), placed, cells.number)
    for cells in found.rows:
        url = address(cells, "variant_image", quiet=True)
        if url and url not in images:
            images[url] = ImportedImage(url, "", _LAST + 1, cells.number)
    return tuple(sorted(images.values(), key=lambda image: image.position))


def address(cells: Cells, word: str, *, quiet: bool = False) -> str:
    """The web address in a cell, or "" (and a word about it) if it is none."""
    url = cells.text(word)
    if not url or is_address(url):
        return url
    if not quiet:
        cells.say(word, _("Not a web address; left out."))
    return ""


def is_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= 2000 and not any(mark.isspace() for mark in url)
