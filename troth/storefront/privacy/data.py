"""My data: everything held, correcting it, taking a copy along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from troth.people.postal_form import RESHAPE
from troth.rights import correct, export, mine, moved, own_orders
from troth.rights.mine import Owned
from troth.rights.reader import Reader

from ..checkout import cookie as order_cookie
from .forms import AddressForm, form_for
from .who import mine_only, sign_in_afresh


@require_safe
@mine_only
def everything(request: HttpRequest, who: Reader) -> HttpResponse:
    told = {"here": "data", "mine": mine.mine(who), "guest": who.account is None}
    return render(request, "storefront/privacy/mine.html", told)


@require_safe
@mine_only
def order(request: HttpRequest, who: Reader, number: str) -> HttpResponse:
    """The way to an order's own page, for the browser that reads here. Other people's orders are not found."""
    word = order_cookie.browser_or_new(request)
    if not own_orders.show(who, number, word):
        raise Http404
    response = HttpResponseRedirect(reverse("orders:page", args=[number]))
    order_cookie.keep(response, word)
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def one(request: HttpRequest, who: Reader, record: UUID) -> HttpResponse:
    owned = _own(who, record)
    if owned.party is not None and who.account is not None:
        sign_in_afresh(request)  # where a parcel goes is worth stealing a session for
    if request.method != "POST":
        return _page(request, owned, form_for(None, owned))
    form = form_for(request.POST, owned)
    if RESHAPE in request.POST and isinstance(form, AddressForm):
        form.leave_unchecked()
        return _page(request, owned, form)
    if not form.is_valid():
        return _page(request, owned, form, status=422)
    rules = moved.rules_of(who)
    try:
        correct.correct(owned, {name: str(value) for name, value in form.cleaned_data.items() if value})
    except correct.TooLate:
        return render(request, "storefront/privacy/too_late.html", {"here": "data"}, status=409)
    except correct.OtherTaxes:
        words = _(
            "Other taxes are due there than those that were paid, so it can't be changed here. Please write to us."
        )
        form.add_error(None, words)
        return _page(request, owned, form, status=422)
    messages.success(request, _("Corrected. From now on only the new version is used."))
    return redirect("my-moved" if moved.rules_of(who) != rules else "my-data")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def remove(request: HttpRequest, who: Reader, record: UUID) -> HttpResponse:
    owned = _own(who, record)
    if not owned.removable:
        raise Http404
    if request.method != "POST":
        return render(request, "storefront/privacy/remove.html", {"here": "data", "owned": owned})
    correct.remove(who, record)
    messages.success(request, _("Removed. Nothing keeps it."))
    return redirect("my-data")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def copy(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method != "POST":
        return render(request, "storefront/privacy/copy.html", {"here": "copy"})
    response = HttpResponse(export.export(who), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.now():%Y-%m-%d}.zip"'
    return response


def _own(who: Reader, record: UUID) -> Owned:
    try:
        return correct.to_correct(who, record)
    except correct.NotYours:
        raise Http404 from None


def _page(request: HttpRequest, owned: Owned, form: object, status: int = 200) -> HttpResponse:
    told = {"here": "data", "form": form, "owned": owned, "postal": isinstance(form, AddressForm)}
    return render(request, "storefront/privacy/correct.html", told, status=status)
