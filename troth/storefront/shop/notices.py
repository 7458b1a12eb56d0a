"""Asking to hear when something is back: from the product's page, and the link in the mail that asks whether it was you."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from troth.catalog import by_ref
from troth.catalog.notices import ask as notices
from troth.catalog.notices.ask import Outcome
from troth.catalog.words import naming
from troth.people import legible, limits
from troth.people.evenly import evenly
from troth.people.persons import person_behind, person_of

from ..account.private import secret, unseen
from ..posted import came_from, only_posted
from ..sameorigin import same_origin_post


class WishForm(forms.Form):
    """What a visitor sends: which variant, and where to write."""

    variant = forms.UUIDField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[legible.email],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@same_origin_post
@only_posted("shop:products")
@unseen
@evenly
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same, and as fast, whether or not we know the address."""
    if person_of(request.user) is not None:
        return _for_account(request)
    form = WishForm(request.POST)
    if not form.is_valid():
        if "variant" in form.errors:
            raise Http404
        _stands_on(request, form.cleaned_data["variant"])
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    _stands_on(request, form.cleaned_data["variant"])
    email = form.cleaned_data["email"]
    if limits.take(request, "stock_notice", email=email) is None:
        form.add_error("email", _("We were asked to write there often just now. Please wait an hour, then try again."))
        return _form(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    return _answer(request, notices.ask_at(form.cleaned_data["variant"], email, language=_language()))


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that scan mail follow links, so the yes is the press of a button."""
    wish = notices.behind(token)
    if wish is None:
        return render(request, "storefront/shop/notice_link.html", {"called": ""}, status=HTTPStatus.GONE)
    if request.method != "POST":
        return render(request, "storefront/shop/notice_link.html", {"called": naming.name(wish.variant).whole})
    notices.confirm(wish)
    return _answer(request, Outcome.WAITING)


def _for_account(request: HttpRequest) -> HttpResponse:
    person, ref = person_behind(request.user), _ref(request.POST.get("variant", ""))
    _stands_on(request, ref)
    proven = EmailAddress.objects.filter(user=request.user.pk, verified=True).exists()
    if not proven and limits.take(request, "stock_notice") is None:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    return _answer(request, notices.ask(ref, person, proven=proven, language=_language()))


def _stands_on(request: HttpRequest, variant: uuid.UUID) -> None:
    slug = by_ref.address_of(variant)
    if slug is not None:
        came_from(request, reverse("shop:product", args=[slug]))


def _answer(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    told = {"outcome": outcome.value, "hours": notices.LINK_HOURS}
    return render(request, "storefront/shop/notice_asked.html", told)


def _form(request: HttpRequest, form: WishForm, status: HTTPStatus) -> HttpResponse:
    return render(request, "storefront/shop/notice_form.html", {"form": form}, status=status)


def _ref(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _language() -> str:
    """Only where the shop has several: a mail then speaks as the page did."""
    return (get_language() or "") if len(settings.LANGUAGES) > 1 else ""
