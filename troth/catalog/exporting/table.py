"""All products as one table in Shopify's current layout. Imported again it changes nothing; into an empty shop, it makes
the same catalogue (pictures as addresses, to be fetched after)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched, zip_longest
from typing import Final

from wagtail.rich_text import expand_db_html

from troth.catalog import further_prices, named_beside
from troth.catalog.locations import cells, levels
from troth.catalog.models import Product, ProductImage, ProductWords, Status, Variant, VariantPrice
from troth.catalog.money import decimal_of
from troth.catalog.own_pictures import address_here
from troth.catalog.tax_class import EXEMPT
from troth.catalog.words import columns as words
from troth.catalog.words import further

from .guard import guarded

AT_ONCE: Final = 200
PRODUCT: Final = (
    *("Title", "URL handle", "Description", "Vendor", "Type", "Tags", "Published on online store", "Status"),
    *("Option1 name", "Option2 name", "Option3 name", "Gift card", "SEO title", "SEO description"),
    "Address (product.metafields.troth.address)",
    "In one sentence (product.metafields.troth.blurb)",
    "Specifications (product.metafields.troth.specifications)",
    "Categories (product.metafields.troth.categories)",
    "On the home page (product.metafields.troth.featured)",
    "Position (product.metafields.troth.position)",
    "Customs code (product.metafields.troth.customs_code)",
    "Made in (product.metafields.troth.origin)",
    "Goes with it (product.metafields.troth.beside)",
)
VARIANT: Final = (
    *("SKU", "Barcode", "Option1 value", "Option2 value", "Option3 value", "Price", "Compare-at price"),
    *("Inventory tracker", "Inventory quantity", "Continue selling when out of stock", "Weight value (grams)"),
    *("Weight unit for display", "Requires shipping", "Charge tax", "Fulfillment service", "Variant image URL"),
    "Offered (variant.metafields.troth.offered)",
    "Currency (variant.metafields.troth.currency)",
    "Tax class (variant.metafields.troth.tax_class)",
    "Prices in further currencies (variant.metafields.troth.prices)",
)
ELSEWHERE: Final = "At other locations (variant.metafields.troth.elsewhere)"
IMAGE: Final = ("Product image URL", "Image position", "Image alt text")
COLUMNS: Final = (*PRODUCT, *VARIANT, *IMAGE)
_YES = {True: "TRUE", False: "FALSE"}


@dataclass(slots=True)
class _Whole:
    product: Product
    variants: list[Variant] = field(default_factory=list)
    images: list[ProductImage] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    prices: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    elsewhere: dict[int, dict[str, int]] = field(default_factory=dict)
    words: dict[str, ProductWords] = field(default_factory=dict)
    shelves: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    beside: named_beside.Named = ()


def lines() -> Iterator[str]:
    """The table as text, a header and then a piece for each product. Eight queries for two hundred products."""
    header = columns()
    yield _written([dict(zip(header, header, strict=True))], header, guard=False)
    keys = Product.objects.order_by("pk").values_list("pk", flat=True)
    for some in batched(keys.iterator(chunk_size=2000), AT_ONCE, strict=False):
        for whole in _wholes(some, several=ELSEWHERE in header):
            yield _written(_rows(whole), header, guard=True)


def columns() -> tuple[str, ...]:
    """In their order; behind them, where the shop has several locations, what lies at the others, and those of the shop's
    further languages."""
    places = (ELSEWHERE,) if levels.several() else ()
    return (*COLUMNS, *places, *(column for column, _language, _field in words.headers()))


def _wholes(keys: Sequence[int], *, several: bool) -> Iterable[_Whole]:
    found = {product.pk: _Whole(product) for product in Product.objects.filter(pk__in=keys).order_by("pk")}
    for variant in Variant.objects.filter(product__in=keys).order_by("sort_order", "pk"):
        found[variant.product_id].variants.append(variant)
    for image in ProductImage.objects.filter(product__in=keys).select_related("image").order_by("sort_order", "pk"):
        found[image.product_id].images.append(image)
    links = Product.categories.through.objects.filter(product__in=keys).order_by("category__position", "category__name")
    said = ("category__words__language", "category__words__name")
    for product_id, name, language, other in links.values_list("product_id", "category__name", *said):
        whole = found[product_id]
        if name not in whole.categories:
            whole.categories.append(name)
        if other:
            whole.shelves[language][name] = other
    prices = VariantPrice.objects.filter(variant__product__in=keys).order_by()
    for product_id, variant_id, code, price in prices.values_list("variant__product", "variant", "currency", "price"):
        found[product_id].prices[variant_id][code] = price
    if several:
        there = levels.by_code([variant.pk for whole in found.values() for variant in whole.variants])
        for whole in found.values():
            whole.elsewhere = there
    for product_id, named in named_beside.of(keys).items():
        found[product_id].beside = named
    for row in ProductWords.objects.filter(product__in=keys) if further() else ():
        found[row.product_id].words[row.language] = row
    return found.values()


def _rows(whole: _Whole) -> Iterator[dict[str, str]]:
    """The n-th variant and the n-th picture share a row, as in every file of this layout."""
    addresses = {image.pk: address for image in whole.images if (address := _address(image))}
    pictures = [image for image in whole.images if image.pk in addresses]
    handle = whole.product.handle or whole.product.slug
    variants: list[Variant | None] = [*whole.variants] or [None]
    for place, (variant, image) in enumerate(zip_longest(variants, pictures)):
        row: dict[str, str] = defaultdict(str)
        row["URL handle"] = handle
        if place == 0:
            row |= _product(whole) | _words(whole)
        if variant is not None:
            row |= _variant(variant, whole, addresses)
        if image is not None:
            told = (addresses[image.pk], str(place + 1), image.alt)
            row |= dict(zip(IMAGE, told, strict=True))
        yield row


def _address(image: ProductImage) -> str:
    """Here, so that another shop can fetch what this one has; at the former shop where it was never brought."""
    return address_here(image) or image.source_url


def _product(whole: _Whole) -> dict[str, str]:
    product = whole.product
    shown = product.status == Status.PUBLISHED
    options = product.option_names or (("Title",) if whole.variants else ())
    shelves, featured, position = "\n".join(whole.categories), _YES[product.featured], str(product.position)
    own = (
        *(product.slug, product.blurb, product.specifications, shelves, featured, position),
        *(product.customs_code, product.origin, named_beside.written(whole.beside)),
    )
    return {
        "Title": product.title,
        "Description": _spelled(product.description),
        "Vendor": product.vendor,
        "Type": whole.categories[0] if whole.categories else "",
        "Tags": product.keywords,
        "Published on online store": _YES[shown],
        "Status": "Active" if shown else "Draft",
        **{f"Option{place} name": name for place, name in enumerate(options, 1)},
        "Gift card": "FALSE",
        "SEO title": product.seo_title,
        "SEO description": product.seo_description,
        **dict(zip(PRODUCT[-len(own) :], own, strict=True)),
    }


def _words(whole: _Whole) -> dict[str, str]:
    told: dict[str, str] = {}
    for column, language, name in words.headers():
        row = whole.words.get(language)
        if name == words.SHELVES:
            told[column] = words.written(whole.shelves[language])
        elif row is not None:
            told[column] = _spelled(words.text(row, name)) if name == "description" else words.text(row, name)
    return told


def _spelled(html: str) -> str:
    """With links within the shop written out."""
    return expand_db_html(html) if "linktype=" in html else html


def _variant(variant: Variant, whole: _Whole, addresses: dict[int, str]) -> dict[str, str]:
    values = variant.values or (() if whole.product.option_names else ("Default Title",))
    compare_at = "" if variant.compare_at is None else str(decimal_of(variant.compare_at, variant.currency))
    return {
        "SKU": variant.sku,
        "Barcode": variant.barcode,
        **{f"Option{place} value": value for place, value in enumerate(values, 1)},
        "Price": str(decimal_of(variant.price, variant.currency)),
        "Compare-at price": compare_at,
        "Inventory tracker": "shopify" if variant.tracked else "",
        "Inventory quantity": str(variant.stock),
        "Continue selling when out of stock": "continue" if variant.oversell else "deny",
        "Weight value (grams)": str(variant.weight_grams),
        "Weight unit for display": "g",
        "Requires shipping": _YES[variant.shipped],
        "Charge tax": _YES[variant.tax_class != EXEMPT],
        "Fulfillment service": "manual",
        "Variant image URL": addresses.get(variant.picture_id or 0, ""),
        VARIANT[-4]: _YES[variant.offered],
        VARIANT[-3]: variant.currency,
        VARIANT[-2]: variant.tax_class,
        VARIANT[-1]: further_prices.written(whole.prices[variant.pk]),
        ELSEWHERE: cells.written(whole.elsewhere.get(variant.pk, {})),
    }


_OURS: Final = frozenset(("Price", "Compare-at price", "Inventory quantity"))  # numbers, which may be below zero


def _written(rows: Iterable[dict[str, str]], header: Sequence[str], *, guard: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow(
            guarded(row.get(column, "")) if guard and column not in _OURS else row.get(column, "") for column in header
        )
    return out.getvalue()
