"""Where products and categories live. The storefront routes these paths; links elsewhere are made from them."""

from __future__ import annotations


def product_path(slug: str) -> str:
    return f"/products/{slug}/"


def category_path(slug: str) -> str:
    return f"/categories/{slug}/"


HOME = "/"
PRODUCTS = "/products/"
