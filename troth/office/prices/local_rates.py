"""Rates below a state's: a file is sent, looked at, brought into force, undone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.orders.models import RateEdition
from troth.orders.prices import book
from troth.orders.prices.local import bringing, editions, reading
from troth.orders.prices.local.reading import NotRates, Writes
from troth.people import postal

from ..pages import page, posted
from .taxes import TaxViewSet

MAY, CHANGES = "orders.view_taxrule", "orders.change_taxrule"


class RatesForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, UTF-8, with a line of names on top: State, ZIP or ZIP from and ZIP to, Rate, and Name if you like."
        ),
    )
    country = forms.ChoiceField(label=_("Whose postal codes"), choices=postal.country_choices)
    writes = forms.ChoiceField(
        label=_("How the file writes 6.25 per cent"),
        choices=((Writes.PER_CENT.value, "6.25"), (Writes.PARTS.value, "0.0625")),
        initial=Writes.PER_CENT.value,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """What there is, and sending a file. Nothing of it holds before it was looked at."""
    _may(request, MAY)
    form = RatesForm(posted(request), request.FILES or None, initial={"country": book.seller().country})
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        _may(request, CHANGES)
        if form.is_valid():
            try:
                return HttpResponseRedirect(reverse("office:local_rates_look", args=[_sent(form.cleaned_data)]))
            except NotRates as wrong:
                faults = wrong.faults
    told = {"form": form, "faults": faults, "listed": bringing.listed(), "may": request.user.has_perm(CHANGES)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults or form.errors else HTTPStatus.OK
    title = gettext("Local rates")
    return page(request, "office/prices/local.html", told, title=title, icon="globe", trail=_above(), status=status)


@require_http_methods(["GET", "HEAD"])
def look(request: HttpRequest, edition: int) -> HttpResponse:
    """What it would change, state by state."""
    _may(request, MAY)
    row = RateEdition.objects.filter(pk=edition).first()
    if row is None:
        raise Http404
    told = {"edition": row, "changes": editions.changes(row), "may": request.user.has_perm(CHANGES)}
    trail = [*_above(), (reverse("office:local_rates"), gettext("Local rates"))]
    return page(request, "office/prices/local_look.html", told, title=row.source, icon="globe", trail=trail)


@require_POST
def decide(request: HttpRequest, edition: int) -> HttpResponse:
    """`do` is "begin", "undo" or "drop"."""
    _may(request, CHANGES)
    said = {
        "begin": (editions.begin, gettext("These rates are in force from now on.")),
        "undo": (editions.undo, gettext("Undone. What was in force before holds again.")),
        "drop": (editions.drop, gettext("They are gone; nothing was changed.")),
    }
    if request.POST.get("do", "") not in said:
        raise Http404
    verb, words = said[request.POST["do"]]
    try:
        verb(edition)
    except editions.NotThere:
        messages.error(
            request, gettext("That was done already, or these rates are not there any more. Please look again.")
        )
    else:
        messages.success(request, words)
    return HttpResponseRedirect(reverse("office:local_rates"))


def _sent(told: dict[str, Any]) -> int:
    sent = told["file"]
    if sent.size > reading.MOST_BYTES:
        raise NotRates([gettext("The file is larger than 20 MB. Please bring it in state by state.")])
    country, writes = told["country"], Writes(told["writes"])
    return int(bringing.look(sent.read(), country=country, writes=writes, source=sent.name).edition.pk)


def _above() -> list[tuple[str, str]]:
    return [(reverse(TaxViewSet().get_url_name("list")), gettext("Taxes"))]


def _may(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
