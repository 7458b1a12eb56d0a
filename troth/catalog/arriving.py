"""People who come by an address of the former shop: where the product is now."""

from __future__ import annotations

import re

from anyascii import anyascii
from django.utils.text import slugify

from .addresses import product_path
from .models import FormerAddress, Product, Status

_LONGEST = 255


def product_once_at(old: str) -> str | None:
    """The path of the published product that an old slug or handle meant, or None. At most three queries."""
    old = old.strip("/").replace("\x00", "")[:_LONGEST]
    shown = Product.objects.filter(status=Status.PUBLISHED)
    slugs = _spellings(old)
    found = shown.filter(handle=old).values_list("slug", flat=True).first() if old else None
    if found is None and slugs:
        found = shown.filter(slug__in=slugs).values_list("slug", flat=True).first()
    if found is None and slugs:
        former = FormerAddress.objects.filter(slug__in=slugs, product__status=Status.PUBLISHED)
        found = former.values_list("product__slug", flat=True).first()
    return product_path(found) if found else None


def _spellings(old: str) -> set[str]:
    """As it is written, and as shop systems write it."""
    plain = anyascii(old).casefold()
    return {slug[:120] for slug in (old, slugify(plain), re.sub(r"[^a-z0-9]+", "-", plain).strip("-")) if slug}
