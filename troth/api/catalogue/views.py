"""The catalogue's addresses. Each asks the catalogue one question."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from ninja.decorators import decorate_view

from troth.catalog import browse, by_ref
from troth.catalog.search import LONGEST
from troth.catalog.search import search as find
from troth.catalog.walk import walk
from troth.comments import shelf

from .. import cursor as onward
from ..answers import faulty
from ..fresh import TYPED, by_revision, comments_of
from ..problem import Problem
from . import shapes, shaping

FURTHEST = 9_999  # pages of a search
SLUG = "^[-a-zA-Z0-9_]{1,120}$"
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str, Query(max_length=onward.LONGEST, description="What `next` said; none for the beginning.")]
Slug = Annotated[str, Path(pattern=SLUG, description="As a list or a search told it.")]
Ref = Annotated[UUID, Path(description="The `ref` of a variant.")]
Shelf = Annotated[str, Query(pattern=SLUG, description="The slug of a category: only what is in it.")]
Words = Annotated[str, Query(min_length=1, max_length=LONGEST, description="As people type; nothing about anybody.")]

router = Router(tags=["Catalogue"])


@router.get("/products", response={200: shapes.ProductPage, 404: Problem}, summary="Everything that is sold")
@decorate_view(by_revision())
def products(request: HttpRequest, limit: Limit = 24, cursor: Cursor = "", category: Shelf = "") -> shapes.ProductPage:
    """In the order of their slugs: a walk through the whole catalogue that leaves nothing out and tells nothing twice."""
    told = walk(onward.read("products", cursor), limit + 1, category)
    if told is None:
        raise Http404
    more = onward.made("products", told[limit - 1].slug) if len(told) > limit else None
    return shapes.ProductPage(items=[shaping.in_list(card) for card in told[:limit]], next=more)


@router.get("/products/{slug:slug}", response={200: shapes.Product, 404: Problem}, summary="One product")
@decorate_view(by_revision(comments=True))
def product(request: HttpRequest, slug: Slug) -> shapes.Product:
    """With all its variants. A product that has moved is found by its new slug only."""
    told = browse.product(slug)
    if told is None:
        raise Http404
    return shaping.product(told, shelf.rating(told.id, comments_of(request)))


@router.get("/variants/{uuid:ref}", response={200: shapes.VariantOfProduct, 404: Problem}, summary="One variant")
@decorate_view(by_revision())
def variant(request: HttpRequest, ref: Ref) -> shapes.VariantOfProduct:
    """By its `ref`, with its product's slug."""
    slug = by_ref.address_of(ref)
    told = browse.product(slug) if slug else None
    found = next((each for each in told.variants if each.ref == ref), None) if told else None
    if told is None or found is None:
        raise Http404
    return shapes.VariantOfProduct(product=told.slug, title=told.title, variant=shaping.variant(found))


@router.get("/categories", response={200: shapes.Categories}, summary="The shelves")
@decorate_view(by_revision())
def categories(request: HttpRequest) -> shapes.Categories:
    """All categories with something in them, in the shop's order."""
    return shapes.Categories(items=[shaping.category(each, products) for each, products in browse.counted()])


@router.get("/search", response={200: shapes.Found}, summary="Search")
@decorate_view(by_revision(TYPED))
def search(request: HttpRequest, q: Words, cursor: Cursor = "") -> shapes.Found:
    """Best match first, as on the page of the shop; slips of the finger are forgiven. What was typed is not kept."""
    number = _page(onward.read("search", cursor))
    found = find(q, number=number)
    page = found.page
    cards = page.cards if page.number == number else ()  # beyond the end there is nothing; the verb tells the last page
    return shapes.Found(
        items=[shaping.in_list(card) for card in cards],
        next=onward.made("search", str(number + 1)) if number < page.pages else None,
        total=page.total,
        instead=found.instead,
        loosely=found.loosely,
    )


def _page(text: str) -> int:
    """The number of a page in a cursor; the first without one."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= FURTHEST):
        raise faulty("query.cursor", "cursor")
    return int(text)
