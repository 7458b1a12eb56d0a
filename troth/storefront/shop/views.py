"""The pages of what is sold. Each asks the catalogue one question and renders the answer."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from troth.catalog import browse
from troth.catalog import structured as facts
from troth.catalog.addresses import home_path, products_path
from troth.catalog.facets.shown import Facets
from troth.catalog.search import MOST_WORDS
from troth.catalog.search import search as find
from troth.catalog.shown import CardPage, Crumb, Sort
from troth.comments import shelf

from .. import freshness
from ..comments.structured import rated
from ..counted import found_nothing
from ..drawn import Drawn
from ..pagecache import only_for_this_visit, same_for_everyone
from . import chooser, structured
from .asked import ListAsked, asked_list, asked_words, page_links
from .narrowing import Pairs, asked_narrowing, may_be_kept, narrowing, pairs


@require_safe
@same_for_everyone
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "featured": browse.featured(),
        "categories": browse.categories(),
        "canonical": structured.whole(home_path()),
        "structured": [facts.text(structured.front())],
    }
    return Drawn(request, "storefront/shop/home.html", context)


@require_safe
@same_for_everyone
def products(request: HttpRequest) -> HttpResponse:
    asked, wanted = asked_list(request.GET), asked_narrowing(request.GET)
    found = browse.products(number=asked.number, sort=asked.sort, asked=wanted)
    context = {
        **_list_context(found.page, asked, products_path(), found.facets),
        "shelf": "products",
        "structured": [facts.text(facts.listing(found.page.cards, settings.TROTH.base_url))],
    }
    response = _as_asked(Drawn(request, "storefront/shop/products.html", context), found.page, asked)
    return response if may_be_kept(wanted, found.facets.asked) else only_for_this_visit(response)


@require_safe
@same_for_everyone
def category(request: HttpRequest, slug: str) -> HttpResponse:
    asked, wanted = asked_list(request.GET), asked_narrowing(request.GET)
    found = browse.category(slug, number=asked.number, sort=asked.sort, asked=wanted)
    if found is None:
        raise Http404
    crumbs, base = (Crumb(gettext("Home"), home_path()),), settings.TROTH.base_url
    way = {"@context": "https://schema.org", **facts.crumbs(crumbs, found.name, base)}
    context = {
        **_list_context(found.page, asked, found.path, found.facets),
        "category": found,
        "shelf": slug,
        "crumbs": crumbs,
        "structured": [facts.text(facts.listing(found.page.cards, base)), facts.text(way)],
    }
    response = _as_asked(Drawn(request, "storefront/shop/category.html", context), found.page, asked)
    return response if may_be_kept(wanted, found.facets.asked) else only_for_this_visit(response)


@require_safe
@same_for_everyone
def product(request: HttpRequest, slug: str) -> HttpResponse:
    shown = browse.product(slug)
    if shown is None:
        if path := browse.moved(slug):
            return HttpResponsePermanentRedirect(path)
        raise Http404
    wanted, said = request.GET.get("variant", ""), shelf.on_product(shown.id, freshness.of(request).comments)
    told = facts.product(shown, settings.TROTH.base_url)
    told["@graph"][0] |= rated(said)
    context = {
        "product": shown,
        "chooser": chooser.chooser(shown, wanted),
        "sold_out": [variant for variant in shown.variants if not variant.can_buy],
        "crumbs": shown.crumbs,
        "canonical": structured.whole(shown.path),
        "shelf": shown.crumbs[-1].path.strip("/").rpartition("/")[2] if len(shown.crumbs) > 1 else "",
        "structured": [facts.text(told)],
    }
    response = Drawn(request, "storefront/shop/product.html", context, {"comments": said})
    known = not request.GET or (set(request.GET) == {"variant"} and chooser.find(shown, wanted) is not None)
    return response if known and said.whole else only_for_this_visit(response)


@require_safe
@same_for_everyone
def search(request: HttpRequest) -> HttpResponse:
    words = asked_words(request.GET)
    asked, wanted = asked_list(request.GET), asked_narrowing(request.GET)
    found = find(words, number=asked.number, sort=asked.sort, asked=wanted)
    keep = (("q", words), *_sorted(asked))
    context = {
        "found": found,
        "searched": words,
        "page": found.page,
        "links": page_links(found.page, (*keep, *pairs(found.facets.asked))),
        "narrowing": narrowing(found.facets, keep),
        "list_keep": (("q", words),),
    }
    response = Drawn(request, "storefront/shop/search.html", context)
    if words and not found.facets.before:
        found_nothing(response, words)
    # What somebody typed may be anything, a name too: only words that the catalogue itself has are kept.
    exact = found.facets.before and not found.loosely and not found.instead and len(words.split()) <= MOST_WORDS
    common = (exact and may_be_kept(wanted, found.facets.asked)) or not words
    return _as_asked(response, found.page, asked) if common else only_for_this_visit(response)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "storefront/error/404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "storefront/error/403.html", status=HTTPStatus.FORBIDDEN)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`: the form was open too long, or cookies are off."""
    return render(request, "storefront/error/403.html", {"stale": True}, status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered from nothing but the file and the catalogue of words: whatever broke may break the frame too."""
    return render(None, "storefront/error/500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _list_context(page: CardPage, asked: ListAsked, path: str, facets: Facets) -> dict[str, object]:
    """A narrowed list is the same shelf once more: search engines are sent to the whole of it."""
    keep, chosen = _sorted(asked), pairs(facets.asked)
    number = f"?page={page.number}" if page.number > 1 and not chosen else ""
    return {
        "page": page,
        "links": page_links(page, (*keep, *chosen)),
        "narrowing": narrowing(facets, keep),
        "canonical": structured.whole(path + number),
    }


def _sorted(asked: ListAsked) -> Pairs:
    return () if asked.sort is Sort.FEATURED else (("sort", asked.sort.value),)


def _as_asked(response: HttpResponse, page: CardPage, asked: ListAsked) -> HttpResponse:
    """A page beyond the last one shows the last, but is not kept under every such number."""
    return response if page.number == asked.number else only_for_this_visit(response)
