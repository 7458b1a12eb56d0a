"""All comments on a product, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from troth.catalog import named
from troth.comments import shelf

from .. import freshness
from ..pagecache import only_for_this_visit, same_for_everyone
from ..shop.asked import asked_list
from ..shop.structured import whole
from .moved import to_its_product


@require_safe
@same_for_everyone
def product(request: HttpRequest, slug: str) -> HttpResponse:
    key, card = named.key_of(slug), named.cards_named([slug]).get(slug)
    if key is None or card is None:
        return to_its_product(request, slug, "comments:product")
    asked = asked_list(request.GET).number
    page = shelf.on_page(key, freshness.of(request).comments, asked)
    number = f"?page={page.number}" if page.number > 1 else ""
    context = {"card": card, "page": page, "canonical": whole(reverse("comments:product", args=[slug]) + number)}
    response = render(request, "storefront/comments/product.html", context)
    as_asked = set(request.GET) <= {"page"} and asked == page.number
    return response if as_asked and page.whole else only_for_this_visit(response)
