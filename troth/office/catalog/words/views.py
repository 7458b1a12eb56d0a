"""The list of what is not translated yet, language by language: of whoever looks, what they may write."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.catalog.models import Product, Status
from troth.catalog.words import further
from troth.catalog.words import untranslated as lacking
from troth.orders.prices import untranslated as unsaid

from ...pages import page
from .panel import tab_of

PRODUCTS = "catalog.change_product"
MAY = (PRODUCTS, *(f"orders.change_{kind._meta.model_name}" for kind, *_words in unsaid.NAMED))
PER_PAGE = 50


@require_safe
def untranslated(request: HttpRequest) -> HttpResponse:
    if not any(request.user.has_perm(each) for each in MAY):
        raise PermissionDenied
    languages = dict(further())
    language = request.GET.get("language") or next(iter(languages), "")
    if language not in languages:
        raise Http404
    told = {
        "languages": further(),
        "language": language,
        "names": _names(request, language),
        **(_goods(request, language) if request.user.has_perm(PRODUCTS) else {}),
    }
    return page(request, "office/words/list.html", told, title=_("Not yet translated"), icon="globe")


def _goods(request: HttpRequest, language: str) -> dict[str, Any]:
    return {
        "tab": tab_of(language),
        "products": Paginator(lacking.products(language), PER_PAGE).get_page(request.GET.get("page")),
        "categories": lacking.categories(language),
        "of_all": Product.objects.count(),
        "published": Status.PUBLISHED,
    }


def _names(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    """With what each is, and the screen it is written on."""
    return [
        {
            "what": each.kind._meta.verbose_name,
            "title": each.title,
            "count": each.count,
            "url": reverse(f"wagtailsnippets_orders_{each.kind._meta.model_name}:edit", args=[each.pk]),
        }
        for each in unsaid.names(language)
        if request.user.has_perm(f"orders.change_{each.kind._meta.model_name}")
    ]
