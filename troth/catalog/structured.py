"""Structured data (schema.org, JSON-LD) for the pages of the catalogue.

A `<script type="application/ld+json">` is data, not a script: browsers do not run it, and a strict
Content-Security-Policy does not concern it (HTML, "prepare the script element", step 12: no such type, return).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .shown import Availability, Card, Crumb, ProductShown, VariantShown

_CONTEXT = "https://schema.org"
_AVAILABLE = {
    Availability.IN_STOCK: "InStock",
    Availability.FEW_LEFT: "LimitedAvailability",
    Availability.ON_ORDER: "BackOrder",
    Availability.SOLD_OUT: "OutOfStock",
}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def product(shown: ProductShown, base_url: str) -> dict[str, Any]:
    """The product with its offers, and the way to it. `base_url` without a slash at the end."""
    return {
        "@context": _CONTEXT,
        "@graph": [_product(shown, base_url), crumbs(shown.crumbs, shown.title, base_url)],
    }


def listing(cards: Iterable[Card], base_url: str) -> dict[str, Any]:
    """A list of products, as a category shows them."""
    return {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": base_url + card.path, "name": card.title}
            for place, card in enumerate(cards, 1)
        ],
    }


def crumbs(before: Sequence[Crumb], here: str, base_url: str) -> dict[str, Any]:
    """The way from the home page to a page called `here`."""
    steps: list[dict[str, Any]] = [{"name": crumb.name, "item": base_url + crumb.path} for crumb in before]
    steps.append({"name": here})
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": place, **step} for place, step in enumerate(steps, 1)],
    }


def text(data: dict[str, Any]) -> SafeString:
    """As it goes between <script type="application/ld+json"> and </script>; nothing in it can end the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  (just escaped)


def _product(shown: ProductShown, base_url: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "Product",
        "@id": base_url + shown.path,
        "url": base_url + shown.path,
        "name": shown.title,
        "description": shown.seo_description,
        "image": [_absolute(picture.src, base_url) for picture in shown.pictures],
        "offers": _offers(shown, base_url),
    }
    if shown.vendor:
        told["brand"] = {"@type": "Brand", "name": shown.vendor}
    if shown.crumbs[1:]:
        told["category"] = shown.crumbs[-1].name
    if len(shown.variants) == 1:
        told |= _numbers(shown.chosen)
    if shown.specifications:
        told["additionalProperty"] = [
            {"@type": "PropertyValue", "name": row.name, "value": row.value} for row in shown.specifications
        ]
    return told


def _offers(shown: ProductShown, base_url: str) -> dict[str, Any]:
    offers = [_offer(variant, shown, base_url) for variant in shown.variants]
    if len(offers) == 1:
        return offers[0]
    prices = sorted(variant.price for variant in shown.variants)
    return {
        "@type": "AggregateOffer",
        "priceCurrency": shown.price.currency,
        "lowPrice": prices[0].plain,
        "highPrice": prices[-1].plain,
        "offerCount": len(offers),
        "offers": offers,
    }


def _offer(variant: VariantShown, shown: ProductShown, base_url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": base_url + shown.path,
        "price": variant.price.plain,
        "priceCurrency": variant.price.currency,
        "availability": f"{_CONTEXT}/{_AVAILABLE[variant.availability]}",
        "itemCondition": f"{_CONTEXT}/NewCondition",
        **({"name": f"{shown.title}, {variant.title}"} if variant.title else {}),
        **_numbers(variant),
    }


def _numbers(variant: VariantShown) -> dict[str, str]:
    told = {"sku": variant.sku} if variant.sku else {}
    if variant.gtin.isdigit() and len(variant.gtin) in (8, 12, 13, 14):
        told["gtin"] = variant.gtin
    return told


def _absolute(src: str, base_url: str) -> str:
    return base_url + src if src.startswith("/") else src
