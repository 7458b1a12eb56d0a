"""Questions the pages of the shop ask of the catalogue. Each answer is a frozen value (see `shown`).

| question         | queries |
|------------------|---------|
| home()           | 3       |
| category(slug)   | 2       |
| products()       | 1       |
| product(slug)    | 2       |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from . import cards, pictures
from .addresses import HOME, PRODUCTS, category_path, product_path
from .detail import shown_product
from .models import Category, FormerAddress, Product, RelatedProduct, Status, Variant
from .shown import (
    Card,
    CardPage,
    CategoryPage,
    CategoryShown,
    HomeShown,
    ProductShown,
    SitemapEntry,
    Sort,
)

FEATURED = 8
NEWEST = 4
RELATED = 4

_PRODUCT_COLUMNS = (
    "pk",
    "slug",
    "title",
    "blurb",
    "description",
    "vendor",
    "specifications",
    "option1_name",
    "option2_name",
    "option3_name",
    "seo_title",
    "seo_description",
    "price_from",
    "price_varies",
    "compare_at",
    "currency",
    "pictures",
    "created_at",
    "changed_at",
    "main_category_id",
    "main_category__name",
    "main_category__slug",
    "main_category__published",
)
_VARIANT_COLUMNS = (
    "pk",
    "ref",
    "sku",
    "option1",
    "option2",
    "option3",
    "price",
    "currency",
    "compare_at",
    "stock",
    "tracked",
    "oversell",
    "weight_grams",
    "barcode",
    "picture_id",
)


def home() -> HomeShown:
    """What the front page shows: featured products in their order, categories, the newest."""
    listed = cards.published()
    return HomeShown(
        featured=featured(),
        categories=categories(),
        newest=cards.cards(listed.order_by("-created_at", "-pk"), NEWEST),
    )


def featured() -> tuple[Card, ...]:
    """What the shop puts on its front page, in its order. One query."""
    listed = cards.published().filter(featured=True)
    return cards.cards(listed.order_by("position", "title", "pk"), FEATURED)


def categories() -> tuple[CategoryShown, ...]:
    """All shown categories that have something in them, in order. One query."""
    inside = Product.objects.filter(status=Status.PUBLISHED, categories=OuterRef("pk"))
    first = inside.order_by("-featured", "position", "title", "pk").values("pictures")[:1]
    found = (
        Category.objects.filter(published=True)
        .annotate(
            count=Count("products", filter=Q(products__status=Status.PUBLISHED)),
            first_pictures=Subquery(first),
        )
        .filter(count__gt=0)
        .order_by("position", "name")
        .values_list("slug", "name", "blurb", "count", "first_pictures")
    )
    return tuple(
        CategoryShown(slug, category_path(slug), name, blurb, count, pictures.first(remembered or []))
        for slug, name, blurb, count, remembered in found
    )


def category(slug: str, *, number: int = 1, sort: Sort = Sort.FEATURED) -> CategoryPage | None:
    """A category and one page of its products; None if there is no such category in the shop."""
    found = (
        Category.objects.filter(slug=slug, published=True)
        .values_list("pk", "name", "blurb", "seo_title", "seo_description")
        .first()
    )
    if found is None:
        return None
    pk, name, blurb, seo_title, seo_description = found
    return CategoryPage(
        slug=slug,
        path=category_path(slug),
        name=name,
        blurb=blurb,
        seo_title=seo_title or name,
        seo_description=seo_description or blurb,
        page=cards.page(cards.published().filter(categories=pk), number, sort),
    )


def products(*, number: int = 1, sort: Sort = Sort.FEATURED) -> CardPage:
    """Everything the shop shows, one page of it."""
    return cards.page(cards.published(), number, sort)


def product(slug: str) -> ProductShown | None:
    """A product's page; None if the shop shows no such product, or nothing of it is offered."""
    row = _product_row(slug)
    if row is None:
        return None
    variants = row.pop("offered")
    return shown_product(row, variants, _related(row)) if variants else None


def _product_row(slug: str) -> dict[str, Any] | None:
    """The product and its offered variants, in one query: a row per variant."""
    columns = [f"product__{name}" for name in _PRODUCT_COLUMNS]
    rows = list(
        Variant.objects.filter(product__slug=slug, product__status=Status.PUBLISHED, offered=True)
        .order_by("sort_order", "pk")
        .values_list(*columns, *_VARIANT_COLUMNS)
    )
    if not rows:
        return None
    split = len(columns)
    found: dict[str, Any] = dict(zip(_PRODUCT_COLUMNS, rows[0][:split], strict=True))
    found["offered"] = [dict(zip(_VARIANT_COLUMNS, row[split:], strict=True)) for row in rows]
    return found


def _related(row: dict[str, Any]) -> tuple[Card, ...]:
    """Those chosen by hand, then others of its category, those after it first: everyone is somebody's neighbour."""
    chosen = RelatedProduct.objects.filter(product=row["pk"], other=OuterRef("pk"))
    place = Subquery(chosen.values(place=Coalesce("sort_order", 0))[:1])
    listed = cards.published().exclude(pk=row["pk"]).annotate(chosen=place)
    if row["main_category_id"]:
        listed = listed.filter(Q(chosen__isnull=False) | Q(main_category=row["main_category_id"]))
    nearest = listed.annotate(before=Q(title__lt=row["title"])).order_by(
        F("chosen").asc(nulls_last=True), "before", "title", "pk"
    )
    return cards.cards(nearest, RELATED)


def moved(slug: str) -> str | None:
    """Where a product went whose address was `slug`: its path now, or None. One query."""
    now = (
        FormerAddress.objects.filter(slug=slug, product__status=Status.PUBLISHED)
        .values_list("product__slug", flat=True)
        .first()
    )
    return product_path(now) if now else None


def sitemap() -> Iterator[SitemapEntry]:
    """Every page of the catalogue that a search engine may list. Two queries, rows streamed."""
    yield SitemapEntry(HOME, None)
    yield SitemapEntry(PRODUCTS, None)
    for slug in Category.objects.filter(published=True).values_list("slug", flat=True):
        yield SitemapEntry(category_path(slug), None)
    listed: QuerySet[Product, tuple[str, Any]] = (
        Product.objects.filter(status=Status.PUBLISHED, variants__offered=True)
        .distinct()
        .order_by("slug")
        .values_list("slug", "changed_at")
    )
    for slug, changed_at in listed.iterator(chunk_size=2000):
        yield SitemapEntry(product_path(slug), changed_at)
