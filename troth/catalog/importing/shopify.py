"""From a table in one of Shopify's layouts to neutral products. What does not fit goes into the report."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .cells import Cells
from .grouping import Group, group
from .imported import ImportedImage, ImportedProduct
from .layout import Layout
from .left_behind import left_behind
from .product_cells import product_categories, product_fields
from .reading import Table
from .report import Report
from .variant_rows import OPTION_WORDS, variants_of


def read(table: Table, layout: Layout, currency: str, report: Report) -> Iterator[ImportedProduct]:
    """The products of a table. Prices are read in `currency`."""
    columns: dict[str, str] = {}
    for column in table.columns:
        word = layout.words.get(column.casefold())
        if word is not None:
            columns.setdefault(word, column)
    metafields = [column for column in table.columns if layout.metafield in column.casefold()]
    report.left_behind.extend(left_behind(table, layout, metafields))
    rows = (Cells(row, columns, report) for row in table.rows)
    for found in group(rows, report):
        yield _product(found, layout, metafields, currency)


def _product(found: Group, layout: Layout, metafields: list[str], currency: str) -> ImportedProduct:
    first = found.rows[0]
    options, variants = variants_of(found, layout, currency)
    fields = product_fields(first, metafields)
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
    )


def _images(found: Group) -> tuple[ImportedImage, ...] | None:
    """Pictures in their order, each address once; also those only a variant names."""
    if not (found.rows[0].has("image") or found.rows[0].has("variant_image")):
        return None
    images: dict[str, ImportedImage] = {}
    for cells in found.rows:
        url = address(cells, "image")
        if url and url not in images:
            position = cells.whole("image_position", 10_000)
            placed = len(images) + 1 if position is None else position
            images[url] = ImportedImage(url, cells.text("image_alt", 512), placed, cells.number)
    for cells in found.rows:
        url = address(cells, "variant_image", quiet=True)
        if url and url not in images:
            images[url] = ImportedImage(url, "", 10_001, cells.number)
    return tuple(sorted(images.values(), key=lambda image: image.position))


def address(cells: Cells, word: str, *, quiet: bool = False) -> str:
    """The web address in a cell, or "" (and a word about it) if it is none."""
    url = cells.text(word)
    if not url or (url.startswith(("https://", "http://")) and len(url) <= 2000 and " " not in url):
        return url
    if not quiet:
        cells.say(word, _("Not a web address; left out."))
    return ""
