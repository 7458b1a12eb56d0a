"""One's own views of the list: kept, renamed, put in their order, shown first, deleted."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.orders.errors import OrderTrouble
from troth.orders.lists import saved

from ..attending import attending
from ..pages import page
from . import asking


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """All of them; posting keeps a new one."""
    return _keep(request) if request.method == "POST" else _all(request)


@require_GET
def _all(request: HttpRequest) -> HttpResponse:
    told = [(view, asking.read(view.query)) for view in saved.of(attending(request).account)]
    trail = [(reverse("office:orders"), _("Orders"))]
    return page(request, "office/orders/views.html", {"views": told}, title=_("Views"), icon="view", trail=trail)


@require_POST
def _keep(request: HttpRequest) -> HttpResponse:
    asked = asking.read(request.POST.get("query", ""))
    here = f"{reverse('office:orders')}?{asked.query}"
    shared, name = bool(request.POST.get("shared")), request.POST.get("name", "")
    account = attending(request).account
    return _done(request, lambda: saved.keep(account, name, asked.filter, shared=shared), _("The view is kept."), here)


@require_POST
def rename(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    shared, name = bool(request.POST.get("shared")), request.POST.get("name", "")
    account = attending(request).account
    return _done(request, lambda: saved.rename(account, ref, name, shared=shared), _("Changed."))


@require_POST
def first(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Shown first from now on, or, with an empty `first`, not any more."""
    account = attending(request).account
    if request.POST.get("first"):
        return _done(request, lambda: saved.show_first(account, ref), _("“Orders” opens this view now."))
    return _done(request, lambda: saved.show_none_first(account), _("“Orders” opens the open orders again."))


@require_POST
def earlier(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    account = attending(request).account
    return _done(request, lambda: saved.earlier(account, ref), "")


@require_POST
def drop(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    account = attending(request).account
    return _done(request, lambda: saved.drop(account, ref), _("The view is deleted. Its orders are where they were."))


def _done(request: HttpRequest, act: Callable[[], object], said: str, then: str = "") -> HttpResponse:
    try:
        act()
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(then or reverse("office:order_views"))
