"""Shopify's product table with the columns of today ("URL handle", "Description", "Price")."""

from __future__ import annotations

from .layout import Layout

# Columns of our own export, in the form of metafields: what Shopify's table has no place for.
OWN = {
    "address (product.metafields.troth.address)": "own_address",
    "in one sentence (product.metafields.troth.blurb)": "own_blurb",
    "specifications (product.metafields.troth.specifications)": "own_specifications",
    "categories (product.metafields.troth.categories)": "own_categories",
    "on the home page (product.metafields.troth.featured)": "featured",
    "position (product.metafields.troth.position)": "position",
    "customs code (product.metafields.troth.customs_code)": "own_customs_code",
    "goes with it (product.metafields.troth.beside)": "own_beside",
    "made in (product.metafields.troth.origin)": "own_origin",
    "offered (variant.metafields.troth.offered)": "own_offered",
    "currency (variant.metafields.troth.currency)": "own_currency",
    "tax class (variant.metafields.troth.tax_class)": "own_tax_class",
    "prices in further currencies (variant.metafields.troth.prices)": "own_prices",
    "at other locations (variant.metafields.troth.elsewhere)": "own_elsewhere",
}


def _continues(cell: str) -> bool | None:
    # The template's help says "continue or deny" under a heading that asks a yes-or-no question; both occur.
    answers = {"continue": True, "true": True, "yes": True, "deny": False, "false": False, "no": False, "": False}
    return answers.get(cell.casefold())


LAYOUT = Layout(
    name="Shopify, “URL handle”",
    needs=frozenset(("title",)),  # a file that only adds products may do without the handle
    words={
        "url handle": "handle",
        "title": "title",
        "description": "body",
        "vendor": "vendor",
        "type": "type",
        "product category": "product_category",
        "tags": "tags",
        "published on online store": "published",
        "status": "status",
        "seo title": "seo_title",
        "seo description": "seo_description",
        "gift card": "gift_card",
        "sku": "sku",
        "barcode": "barcode",
        "weight value (grams)": "grams",
        "inventory tracker": "tracker",
        "inventory quantity": "quantity",
        "continue selling when out of stock": "policy",
        "price": "price",
        "compare-at price": "compare_at",
        "requires shipping": "shipped",
        "charge tax": "taxable",
        "variant image url": "variant_image",
        "product image url": "image",
        "image position": "image_position",
        "image alt text": "image_alt",
        **{f"option{n} name": f"option{n}_name" for n in (1, 2, 3)},
        **{f"option{n} value": f"option{n}_value" for n in (1, 2, 3)},
        **OWN,
    },
    silent={
        "fulfillment service": frozenset(("manual",)),
        "weight unit for display": frozenset(("kg", "g", "lb", "oz")),
    },
    continues=_continues,
)
