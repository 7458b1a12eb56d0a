"""The address book: list, add, change, remove. Works without scripts; `postal.js` spares a reload."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.people import address_book, details, postal
from troth.people.postal_form import KINDS, RESHAPE, PostalForm

from .who import owner


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/addresses.html", {"addresses": address_book.addresses_of(owner(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(country=details.country_of(owner(request))))
    if RESHAPE in request.POST:
        return _page(request, _form(initial=request.POST.dict(), country=request.POST.get("country", "")))
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, form)
    address_book.keep(owner(request), form.cleaned_data)
    messages.success(request, _("The address is in your book."))
    return redirect("account_addresses")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, address: uuid.UUID) -> HttpResponse:
    kept = address_book.address_of(owner(request), address)
    if kept is None:
        raise Http404
    if request.method != "POST":
        return _page(request, _form(initial=address_book.as_typed(kept)), kept)
    if RESHAPE in request.POST:
        form = _form(initial=request.POST.dict(), country=request.POST.get("country", ""))
        return _page(request, form, kept)
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, form, kept)
    address_book.keep(owner(request), form.cleaned_data, replaces=kept.id)
    messages.success(request, _("The address is changed."))
    return redirect("account_addresses")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, address: uuid.UUID) -> HttpResponse:
    kept = address_book.address_of(owner(request), address)
    if kept is None:
        raise Http404
    if request.method != "POST":
        return render(request, "account/address_remove.html", {"address": kept})
    address_book.remove(owner(request), kept.id)
    messages.success(request, _("The address is gone from your book."))
    return redirect("account_addresses")


@require_safe
def shape(request: HttpRequest) -> HttpResponse:
    """The empty lines of a country's addresses, for the script: `?country=DE&prefix=delivery&section=shipping`."""
    country, prefix = request.GET.get("country", ""), request.GET.get("prefix", "")
    section = request.GET.get("section", "")
    required = request.GET.get("required", "1") == "1"
    if country.upper() not in postal.known_countries() or not re.fullmatch(r"[a-z_]{0,20}", prefix + section):
        return HttpResponseBadRequest()
    without = frozenset(name for name in request.GET.get("without", "").split(",") if name in postal.FIELDS)
    kind = request.GET.get("kind", "")
    told: dict[str, Any] = {"section": section, "required": required, "without": without}
    form = PostalForm(prefix=prefix or None, country=country, kind=kind if kind in KINDS else "", **told)
    return render(request, "account/part/postal_lines.html", {"form": form})


def _form(*args: Any, **told: Any) -> PostalForm:
    return PostalForm(*args, kind=address_book.KIND, **told)


def _page(request: HttpRequest, form: PostalForm, kept: address_book.Kept | None = None) -> HttpResponse:
    return render(request, "account/address.html", {"form": form, "kept": kept})
