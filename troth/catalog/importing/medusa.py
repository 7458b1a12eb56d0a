"""Medusa's product table: a row a variant, the product's own cells repeated on each, prices in a column per currency."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from .grouping import Group
from .imported import ImportedImage, ImportedProduct
from .layout import OPTIONS, Layout
from .report import Weight
from .shopify import is_address
from .shopify import product as read
from .source import Source

_PRICE: Final = re.compile(r"(?:variant )?price (?P<currency>[a-z]{3})")
_IMAGE: Final = re.compile(r"(?:product )?image \d+(?: url)?", re.IGNORECASE)


def _continues(cell: str) -> bool | None:
    return {"true": True, "false": False, "": False}.get(cell.casefold())


LAYOUT = Layout(
    name="Medusa",
    needs=frozenset(("product handle", "product title")),
    words={
        "product handle": "handle",
        "product title": "title",
        "product description": "body",
        "product status": "status",
        "product type": "type",
        "product tags": "tags",
        "product thumbnail": "image",
        "variant sku": "sku",
        "variant barcode": "barcode",
        "variant inventory quantity": "quantity",
        "variant allow backorder": "policy",
        "variant manage inventory": "tracker",
        "variant weight": "grams",
        **{f"option {n} name": f"option{n}_name" for n in OPTIONS},
        **{f"option {n} value": f"option{n}_value" for n in OPTIONS},
        **{f"variant option {n} name": f"option{n}_name" for n in OPTIONS},
        **{f"variant option {n} value": f"option{n}_value" for n in OPTIONS},
    },
    continues=_continues,
    metafield="",
)


def prepared(source: Source) -> Source:
    """With the column of prices in the shop's currency, and all columns of pictures. Other currencies are left behind."""
    told, columns = source.understood, source.table.columns
    words, others = dict(told.words), tuple(column for column in columns if _IMAGE.fullmatch(column))
    for column in columns:
        found = _PRICE.fullmatch(column.casefold())
        if found and found["currency"].upper() == source.currency and column not in told.ignored:
            words.setdefault("price", column)
    if "price" not in words:
        missing = _("No column with prices in %(currency)s; nothing can be bought until it has a price.")
        source.report.note(missing % {"currency": source.currency}, weight=Weight.CHANGED)
    return replace(source, understood=replace(told, words=words, others=others))


def product(found: Group, source: Source) -> ImportedProduct:
    return replace(read(found, source), images=_images(found, source))


def _images(found: Group, source: Source) -> tuple[ImportedImage, ...] | None:
    columns = [*source.understood.others]
    if "image" in source.understood.words:
        columns.insert(0, source.understood.words["image"])
    if not columns:
        return None
    seen: dict[str, ImportedImage] = {}
    for cells in found.rows:
        for column in columns:
            url = cells.row.get(column)
            if is_address(url):
                seen.setdefault(url, ImportedImage(url, "", len(seen) + 1, cells.number))
            elif url:
                source.report.note(
                    _("Not a web address; left out."), row=cells.number, column=column, weight=Weight.CHANGED
                )
    return tuple(seen.values())
