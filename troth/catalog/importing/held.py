"""What the shop has already of the products a file tells of: looked up for many at once, in eight queries at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from troth.catalog import named_beside
from troth.catalog.locations import levels
from troth.catalog.models import Category, Product, ProductImage, ProductWords, Variant, VariantPrice
from troth.catalog.named_beside import Named

from .imported import ImportedProduct


@dataclass(slots=True)
class Held:
    """A product of the shop with all that hangs on it. `prices`: in further currencies, by the variant's key; not looked
    up for files that tell none, nor are `words`, by language."""

    product: Product
    variants: list[Variant] = field(default_factory=list)
    pictures: list[ProductImage] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    prices: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    elsewhere: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    words: dict[str, ProductWords] = field(default_factory=dict)
    beside: Named = ()


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
    if any(variant.prices is not None for each in wanted for variant in each.variants or ()):
        _fill_prices(held.values())
    if any(variant.elsewhere is not None for each in wanted for variant in each.variants or ()):
        there = levels.by_code([variant.pk for each in held.values() for variant in each.variants])
        for each in held.values():
            each.elsewhere = there
    if any(each.beside is not None for each in wanted):
        named = named_beside.of([each.product.pk for each in held.values()])
        for each in held.values():
            each.beside = named.get(each.product.pk, ())
    if any(each.words for each in wanted):
        _fill_words(held.values())
    return held


def _fill(held: Iterable[Held]) -> None:
    by_product = {each.product.pk: each for each in held}
    if not by_product:
        return
    for variant in Variant.objects.filter(product__in=by_product).order_by("sort_order", "pk"):
        by_product[variant.product_id].variants.append(variant)
    shown = ProductImage.objects.select_related("image__collection").filter(product__in=by_product)
    for picture in shown.order_by("sort_order", "pk"):
        by_product[picture.product_id].pictures.append(picture)
    links = defaultdict(list)
    for product_id, category_id in Product.categories.through.objects.filter(product__in=by_product).values_list(
        "product_id", "category_id"
    ):
        links[category_id].append(product_id)
    for category in Category.objects.filter(pk__in=links):
        for product_id in links[category.pk]:
            by_product[product_id].categories.append(category)


def _fill_words(held: Iterable[Held]) -> None:
    by_product = {each.product.pk: each for each in held}
    for row in ProductWords.objects.filter(product__in=by_product):
        by_product[row.product_id].words[row.language] = row


def _fill_prices(held: Iterable[Held]) -> None:
    prices: defaultdict[int, dict[str, int]] = defaultdict(dict)
    variants = [variant.pk for each in held for variant in each.variants]
    rows = VariantPrice.objects.filter(variant__in=variants).order_by().values_list("variant", "currency", "price")
    for variant, currency, price in rows:
        prices[variant][currency] = price
    for each in held:
        each.prices = prices
