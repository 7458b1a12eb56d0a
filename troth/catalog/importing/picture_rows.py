"""The pictures of a file laid over those of the shop. None is fetched: their addresses are kept, to fetch by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from troth.catalog.models import Product, ProductImage, Variant

from .changes import put
from .imported import ImportedProduct
from .report import Change


def merge_pictures(product: Product, imported: ImportedProduct) -> tuple[list[ProductImage], list[Change]]:
    """(all pictures in order, the changes). Nothing is saved. What was uploaded in the office is kept, first."""
    present = list(product.images.all()) if product.pk else []
    if imported.images is None:
        return present, []
    known = {image.source_url: image for image in present if image.source_url}
    wanted = {image.url for image in imported.images}
    merged = [image for image in present if not image.source_url or (image.image_id and image.source_url not in wanted)]
    changes = [
        Change(image.source_url, _("picture"), image.source_url, "")
        for image in present
        if image.source_url and not image.image_id and image.source_url not in wanted
    ]
    for told in imported.images:
        image = known.get(told.url) or ProductImage(source_url=told.url)
        noted = put(image, {"alt": told.alt}, told.url)
        if image.pk is None and product.pk:
            noted = [Change(told.url, _("picture"), "", told.url)]
        changes += noted if product.pk else []
        merged.append(image)
    for place, image in enumerate(merged):
        image.sort_order = place
    return merged, changes


def point_variants(
    variants: Sequence[Variant], pictures: Sequence[ProductImage], imported: ImportedProduct
) -> list[Change]:
    """Let variants point at their pictures, once both are saved."""
    if imported.variants is None or imported.images is None:
        return []
    by_address = {image.source_url: image for image in pictures if image.source_url}
    told = {variant.values: variant.image_url for variant in imported.variants}
    changes = []
    for variant in variants:
        image = by_address.get(told.get(variant.values, ""))
        if variant.values in told and variant.picture_id != (image.pk if image else None):
            variant.picture = image
            Variant.objects.filter(pk=variant.pk).update(picture=image)
            changes.append(Change(str(variant), _("picture"), "", image.source_url if image else ""))
    return changes


def to_fetch(handle: str) -> list[tuple[str, str]]:
    """(handle, address) of each picture of a product that is still only an address."""
    waiting = ProductImage.objects.filter(product__handle=handle, image__isnull=True).exclude(source_url="")
    return [(handle, url) for url in waiting.values_list("source_url", flat=True)]
