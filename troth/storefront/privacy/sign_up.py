"""Signing up for news: the page with the kinds there are, what the field at the foot of a page leads to, and the link in the mail."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.leads.sign_ups import ask as sign_ups
from troth.leads.sign_ups import confirm as confirming
from troth.leads.sign_ups import offer
from troth.people import legible, limits
from troth.people.evenly import evenly
from troth.rights import choices, reader

from ..account.private import secret, unseen
from ..pagecache import same_for_everyone
from ..posted import only_posted
from ..sameorigin import same_origin_post

AT_THE_FOOT = "foot"  # of a page: an address alone, whose kinds are still to be chosen


class SignUpForm(forms.Form):
    """An address, and kinds of news each by itself; none is ticked before somebody ticks it."""

    kinds = forms.MultipleChoiceField(
        label=_("What shall we write about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one kind of news.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[legible.email],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, offered: offer.Offer, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["kinds"].choices = [(each.purpose, each.label) for each in offered.kinds]  # type: ignore[attr-defined]
        self.fields["email"].help_text = f"{offered.why} {offered.kept}"


@require_safe
@same_for_everyone
def page(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in sees how it stands; nobody asks them for an address."""
    offered = _offered()
    who = reader.of_account(request.user) if request.user.is_authenticated else None
    if who is None:
        return _form(request, offered, SignUpForm(offered))
    kinds = {each.purpose for each in offered.kinds}
    told = [each for each in choices.shown(who) if each.purpose in kinds and each.channel == offer.CHANNEL]
    return render(request, "storefront/privacy/sign_up_known.html", {"choices": told})


@same_origin_post
@only_posted("news")
@unseen
@evenly
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same, and as fast, whether or not we know the address."""
    offered = _offered()
    if request.user.is_authenticated:
        return redirect("my-choices")
    if AT_THE_FOOT in request.POST:
        return _form(request, offered, SignUpForm(offered, initial={"email": request.POST.get("email", "")[:254]}))
    form = SignUpForm(offered, request.POST)
    if not form.is_valid():
        return _form(request, offered, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    email = form.cleaned_data["email"]
    if limits.take(request, "sign_up_news", email=email) is None:
        form.add_error("email", _("We were asked to write there often just now. Please wait an hour, then try again."))
        return _form(request, offered, form, HTTPStatus.TOO_MANY_REQUESTS)
    sign_ups.ask_at(email, form.cleaned_data["kinds"], language=_language())
    return render(request, "storefront/privacy/sign_up_asked.html", {"hours": sign_ups.LINK_HOURS})


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that scan mail follow links, so the yes is the press of a button."""
    asked = confirming.behind(token)
    if asked is None or (request.method == "POST" and not confirming.confirm(asked)):
        return render(request, "storefront/privacy/sign_up_link.html", {"asked": None}, status=HTTPStatus.GONE)
    told = {"asked": asked, "done": request.method == "POST"}
    return render(request, "storefront/privacy/sign_up_link.html", told)


def _offered() -> offer.Offer:
    offered = offer.now()
    if offered is None:
        raise Http404
    return offered


def _form(request: HttpRequest, offered: offer.Offer, form: SignUpForm, status: int = HTTPStatus.OK) -> HttpResponse:
    ticked = form["kinds"].value() or ()
    kinds = [(each, each.purpose in ticked) for each in offered.kinds]
    told = {"form": form, "kinds": kinds, "clause": offered.clause}
    return render(request, "storefront/privacy/sign_up.html", told, status=status)


def _language() -> str:
    """Only where the shop has several: a mail then speaks as the page did."""
    return (get_language() or "") if len(settings.LANGUAGES) > 1 else ""
