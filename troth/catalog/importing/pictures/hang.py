"""Pictures onto products: the rows, what each product remembers of them, and the number by which kept pages know that they are old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from troth.catalog import pictures
from troth.catalog.models import Catalogue, ImportStep, Product, ProductImage, Variant
from troth.catalog.words import renew

from .waiting import Waiting


@transaction.atomic
def fill(found: Sequence[tuple[Waiting, int]]) -> int:
    """Give rows that wait their pictures (keys); how many rows. Those that were changed meanwhile stay as they are."""
    hung, touched = 0, set[int]()
    for waiting, image in found:
        rows = ProductImage.objects.filter(pk__in=waiting.rows, source_url=waiting.url, image__isnull=True)
        hung += rows.update(image=image, left_there="")
        touched.update(waiting.products)
    _remembered(touched)
    return hung


@transaction.atomic
def add(product: int, variant: int | None, image: int) -> bool:
    """A picture that no address was known of; False if the product shows it already.

    `variant`: the one that shows it, unless it shows another.
    """
    rows = list(ProductImage.objects.select_for_update().filter(product=product).order_by("sort_order", "pk"))
    here = next((row for row in rows if row.image_id == image), None)
    new = here is None
    if here is None:
        place = rows[-1].sort_order + 1 if rows and rows[-1].sort_order is not None else len(rows)
        here = ProductImage.objects.create(product_id=product, image_id=image, sort_order=place)
    pointed = 0
    if variant is not None:
        shown = Variant.objects.filter(pk=variant, product=product)
        pointed = shown.filter(picture__image__isnull=True).update(picture=here)
    if new or pointed:
        _remembered([product])
    return new


def _remembered(keys: Iterable[int]) -> None:
    """What `Product.save()` does for pictures. An import that was the last to change a product still is: so it can be undone."""
    products = list(Product.objects.select_for_update().filter(pk__in=list(keys)))
    now = timezone.now()
    for product in products:
        rows = product.images.select_related("image").order_by("sort_order", "pk")
        shown = [pictures.stored(row) for row in rows if row.image_id or row.drawn]
        Product.objects.filter(pk=product.pk).update(pictures=shown, changed_at=now)
        ImportStep.objects.filter(product=product, after=product.changed_at).update(after=now)
        ReferenceIndex.create_or_update_for_object(product)
    renew.renew(products)
    if products:
        Catalogue.bump()
