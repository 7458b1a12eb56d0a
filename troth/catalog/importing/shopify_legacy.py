"""Shopify's product export as it was until the columns were renamed ("Handle", "Body (HTML)", "Variant Price")."""

from __future__ import annotations

from .layout import Layout


def _continues(cell: str) -> bool | None:
    return {"continue": True, "deny": False, "": False}.get(cell.casefold())


LAYOUT = Layout(
    name="Shopify, “Handle”",
    needs=frozenset(("handle", "title")),
    words={
        "handle": "handle",
        "title": "title",
        "body (html)": "body",
        "vendor": "vendor",
        "type": "type",
        "custom product type": "type",
        "product category": "product_category",
        "standardized product type": "product_category",
        "tags": "tags",
        "published": "published",
        "status": "status",
        "seo title": "seo_title",
        "seo description": "seo_description",
        "gift card": "gift_card",
        "variant sku": "sku",
        "variant barcode": "barcode",
        "variant grams": "grams",
        "variant inventory tracker": "tracker",
        "variant inventory qty": "quantity",
        "variant inventory policy": "policy",
        "variant price": "price",
        "variant compare at price": "compare_at",
        "variant requires shipping": "shipped",
        "variant taxable": "taxable",
        "variant image": "variant_image",
        "image src": "image",
        "image position": "image_position",
        "image alt text": "image_alt",
        **{f"option{n} name": f"option{n}_name" for n in (1, 2, 3)},
        **{f"option{n} value": f"option{n}_value" for n in (1, 2, 3)},
    },
    silent={
        "variant fulfillment service": frozenset(("manual",)),
        "variant weight unit": frozenset(("kg", "g", "lb", "oz")),
    },
    continues=_continues,
)
