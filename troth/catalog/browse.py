"""Questions the pages of the shop ask of the catalogue. Each answer is a frozen value (see `shown`).

| question         | queries |
|------------------|---------|
| home()           | 3       |
| category(slug)   | 2       |
| products()       | 2       |
| product(slug)    | 2       |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from . import beside, cards, pictures
from .addresses import category_path, home_path, product_path, products_path
from .detail import shown_product
from .facets import narrow, rows
from .facets.shown import NOTHING, Asked
from .models import Category, FormerAddress, Product, Status, Variant
from .shown import (
    Card,
    CategoryPage,
    CategoryShown,
    HomeShown,
    ProductShown,
    ProductsPage,
    SitemapEntry,
    Sort,
)
from .words import reading
from .words.phrases import KINDS

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
# What another language says of a product, behind all else: texts in place of those above, and maps of its phrases.
_TEXTS = ("title", "blurb", "description", "seo_title", "seo_description")
_IN_WORDS = (*_TEXTS, "main_category__name", *(f"said_{kind}" for kind in KINDS))
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


def _featured(language: str = "") -> QuerySet[Product, Any]:
    listed = cards.published().filter(featured=True).order_by("position", "title", "pk")
    told = reading.beside(listed, language) if language else listed
    return told.values_list(*cards.columns(language))[:FEATURED]


_FEATURED = reading.InLanguage(_featured)


def categories() -> tuple[CategoryShown, ...]:
    """All shown categories that have something in them, in order. One query."""
    return tuple(
        CategoryShown(slug, category_path(slug), name, blurb, pictures.first(remembered or [], *alts))
        for slug, name, blurb, remembered, *alts in _CATEGORIES.rows()
    )


def counted() -> tuple[tuple[CategoryShown, int], ...]:
    """The same, each with how many published products are in it. Two queries."""
    many = Count("products", filter=Q(products__status=Status.PUBLISHED))
    counts = dict(Category.objects.filter(published=True).annotate(many=many).values_list("slug", "many"))
    return tuple((each, counts.get(each.slug, 0)) for each in categories())


def _categories(language: str = "") -> QuerySet[Category, Any]:
    inside = Product.objects.filter(status=Status.PUBLISHED, categories=OuterRef("pk"))
    first = inside.order_by("-featured", "position", "title", "pk")
    listed = (
        Category.objects.filter(Exists(inside), published=True)
        .annotate(first_pictures=Subquery(first.values("pictures")[:1]))
        .order_by("position", "name")
    )
    if not language:
        return listed.values_list("slug", "name", "blurb", "first_pictures")
    alts = reading.beside(first, language).values(f"{reading.SAID}__pictures")[:1]
    told = reading.beside(listed, language).annotate(first_alts=Subquery(alts))
    return told.values_list("slug", reading.told("name"), reading.told("blurb"), "first_pictures", "first_alts")


_CATEGORIES = reading.InLanguage(_categories)


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


def products(*, number: int = 1, sort: Sort = Sort.FEATURED, asked: Asked = NOTHING) -> ProductsPage:
    """Everything the shop shows, one page of what fits."""
    narrowed = narrow.narrow(rows.of_everything(sort), asked)
    return ProductsPage(cards.page_of(narrowed.keys, number, cards.sort_choices(sort)), narrowed.facets)


def product(slug: str) -> ProductShown | None:
    """A product's page; None if the shop shows no such product, or nothing of it is offered."""
    row = _product_row(slug)
    if row is None:
        return None
    variants = row.pop("offered")
    return (
        shown_product(row, variants, beside.of(row["pk"], row["sorted_as"], row["main_category_id"]))
        if variants
        else None
    )


def _product_row(slug: str) -> dict[str, Any] | None:
    """The product and its offered variants, in one query: a row per variant."""
    rows = _OFFERED.rows(slug=slug)
    if not rows:
        return None
    split = len(_PRODUCT_COLUMNS)
    behind = split + len(_VARIANT_COLUMNS)
    found: dict[str, Any] = dict(zip(_PRODUCT_COLUMNS, rows[0][:split], strict=True))
    found["sorted_as"] = found["title"]
    found |= dict(zip(_IN_WORDS, rows[0][behind:], strict=False))
    found["offered"] = [dict(zip(_VARIANT_COLUMNS, row[split:behind], strict=True)) for row in rows]
    return found


def _offered(slug: str, language: str = "") -> QuerySet[Variant, Any]:
    columns = [f"product__{name}" for name in _PRODUCT_COLUMNS]
    offered = Variant.objects.filter(product__slug=slug, product__status=Status.PUBLISHED, offered=True)
    listed = offered.order_by("sort_order", "pk")
    if not language:
        return listed.values_list(*columns, *_VARIANT_COLUMNS)
    shelf, name = "product__main_category__", "said_of_shelf"
    said = reading.beside(reading.beside(listed, language, "product__"), language, shelf, name)
    first = {"seo_title": ("title",), "seo_description": ("blurb",)}
    return said.values_list(
        *(*columns, *_VARIANT_COLUMNS),
        *(reading.told(each, "product__", before=first.get(each, ())) for each in _TEXTS),
        reading.told("name", shelf, name),
        *(f"{reading.SAID}__{each}" for each in KINDS),
    )


_OFFERED = reading.InLanguage(_offered, slug=str)


def moved(slug: str) -> str | None:
    """Where a product went whose address was `slug`: its path now, or None. One query."""
    now = slug_now(slug)
    return product_path(now) if now else None


def slug_now(slug: str) -> str | None:
    """The slug of the product whose address this one was, or None. One query."""
    return (
        FormerAddress.objects.filter(slug=slug, product__status=Status.PUBLISHED)
        .values_list("product__slug", flat=True)
        .first()
    )


def sitemap() -> Iterator[SitemapEntry]:
    """Every page of the catalogue that a search engine may list. Two queries, rows streamed."""
    yield SitemapEntry(home_path(), None)
    yield SitemapEntry(products_path(), None)
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
