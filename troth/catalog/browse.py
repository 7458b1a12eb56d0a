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

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from . import beside, cards, pictures
from .addresses import HOME, PRODUCTS, category_path, product_path
from .detail import shown_product
from .facets import narrow, rows
from .facets.shown import NOTHING, Asked
from .models import Category, FormerAddress, Product, Status, Variant
from .prepared import Prepared
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
    return cards.of(_FEATURED.rows())


def _featured() -> QuerySet[Product, Any]:
    listed = cards.published().filter(featured=True).order_by("position", "title", "pk")
    return listed.values_list(*cards.COLUMNS)[:FEATURED]


_FEATURED = Prepared(_featured)


def categories() -> tuple[CategoryShown, ...]:
    """All shown categories that have something in them, in order. One query."""
    return tuple(
        CategoryShown(slug, category_path(slug), name, blurb, count, pictures.first(remembered or []))
        for slug, name, blurb, count, remembered in _CATEGORIES.rows()
    )


def _categories() -> QuerySet[Category, Any]:
    inside = Product.objects.filter(status=Status.PUBLISHED, categories=OuterRef("pk"))
    first = inside.order_by("-featured", "position", "title", "pk").values("pictures")[:1]
    return (
        Category.objects.filter(published=True)
        .annotate(
            count=Count("products", filter=Q(products__status=Status.PUBLISHED)),
            first_pictures=Subquery(first),
        )
        .filter(count__gt=0)
        .order_by("position", "name")
        .values_list("slug", "name", "blurb", "count", "first_pictures")
    )


_CATEGORIES = Prepared(_categories)


def category(slug: str, *, number: int = 1, sort: Sort = Sort.FEATURED, asked: Asked = NOTHING) -> CategoryPage | None:
    """A category and one page of those of its products that fit; None if there is no such category in the shop."""
    found = rows.of_category(slug, sort)
    if found is None:
        return None
    shelf, listed = found
    narrowed = narrow.narrow(listed, asked)
    return CategoryPage(
        slug=slug,
        path=category_path(slug),
        name=shelf.name,
        blurb=shelf.blurb,
        seo_title=shelf.seo_title or shelf.name,
        seo_description=shelf.seo_description or shelf.blurb,
        page=cards.page_of(narrowed.keys, number, cards.sort_choices(sort)),
        facets=narrowed.facets,
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
    return (
        shown_product(row, variants, beside.of(row["pk"], row["title"], row["main_category_id"])) if variants else None
    )


def _product_row(slug: str) -> dict[str, Any] | None:
    """The product and its offered variants, in one query: a row per variant."""
    rows = _OFFERED.rows(slug=slug)
    if not rows:
        return None
    split = len(_PRODUCT_COLUMNS)
    found: dict[str, Any] = dict(zip(_PRODUCT_COLUMNS, rows[0][:split], strict=True))
    found["offered"] = [dict(zip(_VARIANT_COLUMNS, row[split:], strict=True)) for row in rows]
    return found


def _offered(slug: str) -> QuerySet[Variant, Any]:
    columns = [f"product__{name}" for name in _PRODUCT_COLUMNS]
    offered = Variant.objects.filter(product__slug=slug, product__status=Status.PUBLISHED, offered=True)
    return offered.order_by("sort_order", "pk").values_list(*columns, *_VARIANT_COLUMNS)


_OFFERED = Prepared(_offered, slug=str)


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
