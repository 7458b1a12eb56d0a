"""Addresses of the former shop, which search engines and bookmarks keep for years. Each leads to the product, for good."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from troth.catalog.arriving import product_once_at


@require_safe
def product(request: HttpRequest, old: str, shelf: str = "") -> HttpResponse:
    """`/product-page/<old>` (Wix), `/product/<old>/` (WooCommerce), `/products/<old>` and below a collection (Shopify)."""
    path = product_once_at(old)
    if path is None or path == request.path:
        raise Http404
    return HttpResponsePermanentRedirect(path)
