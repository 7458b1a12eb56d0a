"""What programs are told: set up by whoever manages staff, because it decides who hears something of the shop.

A secret is on the answer to the button that made it, and nowhere after.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from troth.recipients.webhooks import log, setting
from troth.recipients.webhooks.setting import Made, TooMany
from troth.rights import jobs

from ..attending import attending
from ..pages import page, posted
from .forms import EndpointForm, EventsForm

type View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """Raises `Refused` for everybody else; the office says so."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        jobs.manager(attending(request))
        return view(request, *args, **kwargs)

    return seen


@for_managers
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables("made")
def listed(request: HttpRequest) -> HttpResponse:
    form, made = EndpointForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            made = setting.add(form.cleaned_data["url"], form.cleaned_data["events"])
        except TooMany:
            form.add_error("url", _("There are as many addresses as there may be. Remove one first."))
        else:
            form = EndpointForm()
    told = {"form": form, "made": made, "endpoints": setting.all_of_them()}
    return page(request, "office/webhooks/list.html", told, title=_("Webhooks"), icon="link")


@for_managers
@require_http_methods(["GET", "POST"])
@never_cache
def endpoint(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _shown(request, ref, posted_form=posted(request))


@for_managers
@require_POST
@never_cache
def rotate(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _shown(request, ref, made=setting.rotate(ref))


@for_managers
@require_POST
def switch(request: HttpRequest, ref: UUID) -> HttpResponse:
    on = request.POST.get("on") == "1"
    if not setting.switch(ref, on=on):
        raise Http404
    messages.success(request, _("It is told things again.") if on else _("Nothing is sent there any more."))
    return _back(ref)


@for_managers
@require_POST
def ping(request: HttpRequest, ref: UUID) -> HttpResponse:
    if log.ping(ref):
        messages.success(request, _("A word that says nothing is on its way. Load this page again in a moment."))
    else:
        messages.error(request, _("Switch it on first."))
    return _back(ref)


@for_managers
@require_POST
def again(request: HttpRequest, ref: UUID) -> HttpResponse:
    try:
        sent = log.again(UUID(request.POST.get("word", "")))
    except ValueError:
        sent = False
    if sent:
        messages.success(request, _("It is sent once more, under the same id."))
    else:
        messages.error(request, _("It is not there any more, or the address is switched off."))
    return _back(ref)


@for_managers
@require_POST
def remove(request: HttpRequest, ref: UUID) -> HttpResponse:
    setting.remove(ref)
    messages.success(request, _("Removed, with its log."))
    return HttpResponseRedirect(reverse("office:webhooks"))


@sensitive_variables("made")
def _shown(request: HttpRequest, ref: UUID, *, posted_form: Any = None, made: Made | None = None) -> HttpResponse:
    shown = log.of(ref)
    if shown is None:
        raise Http404
    form = EventsForm(posted_form, initial={"events": shown.endpoint.events})
    if form.is_bound and form.is_valid():
        setting.choose(ref, form.cleaned_data["events"])
        messages.success(request, _("Changed. It holds from the next word on."))
        return _back(ref)
    trail = [(reverse("office:webhooks"), _("Webhooks"))]
    told = {"shown": shown, "endpoint": shown.endpoint, "form": form, "made": made}
    return page(
        request, "office/webhooks/endpoint.html", told, title=_("What a program is told"), icon="link", trail=trail
    )


def _back(ref: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:webhook", args=[ref]))
