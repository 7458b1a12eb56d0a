"""Products as a file tells of them, whatever the layout: neutral and frozen.

A column that the file lacks is absent from `fields`: then an import leaves the shop's value alone. A column that
is there and empty is an empty value: then an import empties the shop's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Value = str | int | bool | None
TAXED: Final = ""  # as a variant's class for the tax: taxed, in whichever class the shop has it


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """A picture at the former shop. `position` as the file numbers them, else the order of its rows."""

    url: str
    alt: str
    position: int
    row: int


@dataclass(frozen=True, slots=True)
class ImportedVariant:
    """`values` answer the product's options, in order and as many. `fields` are columns of catalog.Variant.

    `price` among them is in minor units; if it is missing or None, the variant cannot be offered. `tax_class` may be TAXED.
    `prices`: those in further currencies by their codes; `elsewhere`: pieces at other locations than the main one, by their short names;
    None where the file has no such column.
    """

    values: tuple[str, ...]
    fields: Mapping[str, Value]
    image_url: str
    row: int
    prices: Mapping[str, int] | None = None
    elsewhere: Mapping[str, int] | None = None

    @property
    def sku(self) -> str:
        return str(self.fields.get("sku", "") or "")


@dataclass(frozen=True, slots=True)
class ImportedProduct:
    """`fields` are columns of catalog.Product. `rows` are all the rows of the file it was read from.

    `categories` by name, `variants` and `images`: None where the file has no such columns. `whole`: the file tells
    apart the variants by their options, so that one it lacks is gone. `address` is the slug it had at the former shop,
    where that is not its handle; `former` are others that should lead to it; `ours` is its slug here, in our own export.
    `words` and `shelves`: in further languages, see `words_rows`. `beside`: what is named beside it, (kind, handle); None
    where the file has no such column.
    """

    handle: str
    fields: Mapping[str, Value]
    categories: tuple[str, ...] | None
    variants: tuple[ImportedVariant, ...] | None
    images: tuple[ImportedImage, ...] | None
    rows: tuple[int, ...]
    whole: bool = True
    address: str = ""
    former: tuple[str, ...] = ()
    ours: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shelves: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] | None = None

    @property
    def title(self) -> str:
        return str(self.fields.get("title", "") or self.handle)
