"""Plans into the shop, many in one transaction: rows of a kind are inserted together, and the search index once.

This does what `Product.save()` does (summary, index, revision), for a hundred products at the price of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Model
from django.utils import timezone

from troth.catalog import indexing, summary
from troth.catalog.models import Catalogue, FormerAddress, Product, ProductImage, Variant, VariantPrice
from troth.catalog.words import renew

from .places import store_places
from .plan import Plan
from .report import Became
from .words_rows import store_shelves, store_words

_SUMMARY = ("main_category", "price_from", "price_varies", "compare_at", "currency", "pictures")


def store(plans: Sequence[Plan]) -> None:
    """Write what is new or changed. Called inside a transaction; raises DatabaseError, and then nothing counts."""
    writing = [plan for plan in plans if plan.became is not Became.UNCHANGED]
    if not writing:
        return
    for plan in writing:
        _assembled(plan)
    _insert([plan for plan in writing if plan.became is Became.NEW])
    for plan in writing:
        if plan.became is Became.CHANGED:
            _update(plan)
    _children(writing)
    _prices(writing)
    store_places(each for plan in writing for each in plan.moved)
    _former(writing)
    _words(writing)
    indexing.write_many([plan.product for plan in writing])
    renew.renew([plan.product for plan in writing])
    Catalogue.bump()


def _assembled(plan: Plan) -> None:
    """The product as an object with its children, so that summary and index read them from memory."""
    plan.product.variants = plan.variants.rows
    plan.product.images = plan.pictures.rows
    plan.product.categories = plan.categories


def _insert(plans: Sequence[Plan]) -> None:
    for plan in plans:
        summary.summarise(plan.product)
    Product.objects.bulk_create([plan.product for plan in plans])


def _update(plan: Plan) -> None:
    product = plan.product
    columns = {name: getattr(product, name) for name in plan.changes.columns.get(product, ())}
    now = timezone.now()
    Product.objects.filter(pk=product.pk).update(**columns, **summary.summarise(product), changed_at=now)
    product.changed_at = now
    for row, names in plan.changes.columns.items():
        if isinstance(row, Variant):
            _update_variant(row, names)
        elif isinstance(row, ProductImage):
            _write(row, names)
    if plan.pictures.gone:
        ProductImage.objects.filter(pk__in=[image.pk for image in plan.pictures.gone]).delete()


def _update_variant(variant: Variant, names: Iterable[str]) -> None:
    """A changed stock is written as a difference, so that what was sold since it was read stays sold."""
    columns: dict[str, Any] = {name: getattr(variant, name) for name in names}
    read = getattr(variant, "_stock_read", None)
    if "stock" in columns and read is not None:
        columns["stock"] = F("stock") + (variant.stock - read)
    Variant.objects.filter(pk=variant.pk).update(**columns)


def _write(row: Model, names: Iterable[str]) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})


def _children(plans: Sequence[Plan]) -> None:
    """New pictures first: new variants point at them."""
    pictures, variants, links = [], [], []
    for plan in plans:
        for image in plan.pictures.new:
            image.product_id = plan.product.pk
            pictures.append(image)
        for variant in plan.variants.new:
            variant.product_id = plan.product.pk
            variants.append(variant)
        links += [(plan.product.pk, category.pk) for category in plan.added]
    ProductImage.objects.bulk_create(pictures)
    for plan in plans:
        for variant, shown in plan.pictures.points:
            variant.picture = shown
            if variant.pk is not None:
                _write(variant, ("picture",))
    Variant.objects.bulk_create(variants)
    through = Product.categories.through
    through.objects.bulk_create(
        [through(product_id=product, category_id=category) for product, category in links], ignore_conflicts=True
    )


def _prices(plans: Sequence[Plan]) -> None:
    """Those in further currencies, of variants that have their keys by now."""
    changed = [each for plan in plans for each in plan.prices]
    if changed:
        VariantPrice.objects.filter(variant__in=[variant for variant, _prices in changed]).delete()
        VariantPrice.objects.bulk_create(
            VariantPrice(variant=variant, currency=code, price=price)
            for variant, prices in changed
            for code, price in prices.items()
        )


def _words(plans: Sequence[Plan]) -> None:
    store_words([(plan.product, row) for plan in plans for row in plan.words])
    shelves: dict[str, dict[str, str]] = {}
    for plan in plans:
        for language, names in plan.imported.shelves.items():
            shelves.setdefault(language, {}).update(names)
    store_shelves(shelves)


def _former(plans: Sequence[Plan]) -> None:
    """Addresses at the former shop, where they are nobody's yet."""
    wanted: dict[str, Product] = {}
    for plan in plans:
        for slug in plan.imported.former:
            if slug != plan.product.slug and slug.isascii() and len(slug) <= 120:
                wanted.setdefault(slug, plan.product)
    for model in (Product, FormerAddress):
        for slug in model.objects.filter(slug__in=list(wanted)).values_list("slug", flat=True):
            del wanted[slug]
    FormerAddress.objects.bulk_create([FormerAddress(slug=slug, product=product) for slug, product in wanted.items()])
