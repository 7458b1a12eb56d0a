"""The list of what is not translated yet, language by language."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.catalog.models import Product, Status
from troth.catalog.words import further
from troth.catalog.words import untranslated as lacking

from ...pages import page
from .panel import tab_of

MAY = "catalog.change_product"
PER_PAGE = 50


@require_safe
def untranslated(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    languages = dict(further())
    language = request.GET.get("language") or next(iter(languages), "")
    if language not in languages:
        raise Http404
    products = Paginator(lacking.products(language), PER_PAGE)
    told = {
        "languages": further(),
        "language": language,
        "tab": tab_of(language),
        "products": products.get_page(request.GET.get("page")),
        "categories": lacking.categories(language),
        "of_all": Product.objects.count(),
        "published": Status.PUBLISHED,
    }
    return page(request, "office/words/list.html", told, title=_("Not yet translated"), icon="globe")
