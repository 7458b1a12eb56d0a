"""What the shop has already of the products a file tells of: looked up for many at once, in five queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from troth.catalog.models import Category, Product, ProductImage, Variant

from .imported import ImportedProduct


@dataclass(slots=True)
class Held:
    """A product of the shop with all that hangs on it."""

    product: Product
    variants: list[Variant] = field(default_factory=list)
    pictures: list[ProductImage] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)


def hold(wanted: Sequence[ImportedProduct], *, lock: bool) -> dict[str, Held]:
    """By the file's handle. A product is found by the handle it was imported under; one of our own export, else, by
    its address."""
    products = Product.objects.select_for_update() if lock else Product.objects.all()
    found = {product.handle: product for product in products.filter(handle__in=[each.handle for each in wanted])}
    ours = {each.ours: each.handle for each in wanted if each.ours and each.handle not in found}
    taken = {product.pk for product in found.values()}
    for product in products.filter(slug__in=list(ours)) if ours else ():
        if product.pk not in taken and product.handle in ("", ours[product.slug]):
            found[ours[product.slug]] = product
    held = {handle: Held(product) for handle, product in found.items()}
    _fill(held.values())
    return held


def _fill(held: Iterable[Held]) -> None:
    by_product = {each.product.pk: each for each in held}
    if not by_product:
        return
    for variant in Variant.objects.filter(product__in=by_product).order_by("sort_order", "pk"):
        by_product[variant.product_id].variants.append(variant)
    for picture in ProductImage.objects.filter(product__in=by_product).order_by("sort_order", "pk"):
        by_product[picture.product_id].pictures.append(picture)
    links = defaultdict(list)
    for product_id, category_id in Product.categories.through.objects.filter(product__in=by_product).values_list(
        "product_id", "category_id"
    ):
        links[category_id].append(product_id)
    for category in Category.objects.filter(pk__in=links):
        for product_id in links[category.pk]:
            by_product[product_id].categories.append(category)
