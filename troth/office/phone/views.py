"""The screens: the drafts there are, and one of them with its goods, its caller and what it costs."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.orders import jobs
from troth.orders.errors import OrderTrouble, Refused
from troth.orders.phone import aloud, begin, caller, goods, opening
from troth.orders.phone import known as knowing
from troth.orders.phone.opening import Opened

from ..attending import attending
from ..pages import page
from .forms import CallerForm, KnownForm

ICON = "mobile-alt"


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    told = {"drafts": opening.all_of_them(attending(request).actor)}
    return page(request, "office/phone/list.html", told, title=_("Orders by telephone"), icon=ICON, trail=_trail()[:1])


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First what the caller is told, then a draft."""
    actor = attending(request).actor
    if request.method == "POST":
        return HttpResponseRedirect(reverse("office_phone:draft", args=[begin.begin(actor)]))
    jobs.may(actor, opening.PURPOSE)
    return page(
        request, "office/phone/new.html", {"aloud": aloud.aloud()}, title=_("Somebody rings"), icon=ICON, trail=_trail()
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def draft(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Posting is noting the caller; the goods have addresses of their own."""
    if request.method == "POST":
        return _noted(request, ref)
    return _shown(request, _opened(request, ref))


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def known(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The form filled in from an order they named. It stands in this answer alone; nothing is noted yet."""
    opened, actor = _opened(request, ref), attending(request).actor
    asking = KnownForm(request.POST, wants_reason=jobs.wants_reason(actor, "fulfil_order"))
    if not asking.is_valid():
        return _shown(request, opened, asking=asking, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = asking.cleaned_data
    found = knowing.of_order(told["number"], actor, reason=told.get("reason", ""))
    if found is None:
        messages.error(request, _("There is no such order, or nothing is kept of it any more."))
        return _shown(request, opened, asking=asking)
    form = CallerForm(None, contact=found.contact, delivery=found.delivery, of_order=found.number)
    return _shown(request, opened, form)


@sensitive_variables()
def _noted(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    opened = _opened(request, ref)
    form = CallerForm(request.POST, contact={}, delivery={})
    if form.reshaping:
        form.reshape()
        return _shown(request, opened, form)
    if not form.is_valid():
        return _shown(request, opened, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        now = caller.note(ref, form.told, attending(request).actor)
    except Refused as refused:  # said while they are still on the telephone, with everything typed
        messages.error(request, f"{refused.reason} ({refused.clause})")
        return _shown(request, opened, form, status=HTTPStatus.FORBIDDEN)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        now = ref
    else:
        messages.success(request, _("Noted."))
        if now != ref:
            messages.warning(request, _("The mail goes to another address now. The link that was sent before is dead."))
    return HttpResponseRedirect(reverse("office_phone:draft", args=[now]) + "#sum")


def _opened(request: HttpRequest, ref: uuid.UUID) -> Opened:
    opened = opening.open(ref, attending(request).actor)
    if opened is None:
        raise Http404
    return opened


@sensitive_variables()
def _shown(
    request: HttpRequest,
    opened: Opened,
    form: CallerForm | None = None,
    *,
    asking: KnownForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    actor, words = attending(request).actor, request.GET.get("q", "")[:80]
    chosen = opened.way.method.code if opened.way else ""
    told = {
        "opened": opened,
        "draft": opened.draft,
        "form": form or CallerForm(None, contact=opened.contact, delivery=opened.delivery, method=chosen),
        "asking": asking or KnownForm(wants_reason=jobs.wants_reason(actor, "fulfil_order")),
        "may_know": jobs.includes(actor, "fulfil_order") or jobs.wants_reason(actor, "fulfil_order"),
        "words": words,
        "found": goods.find(words) if opened.is_living else (),
        "aloud": aloud.aloud(opened.language),
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else (),
    }
    return page(
        request, "office/phone/draft.html", told, title=opened.draft.number, icon=ICON, trail=_trail(), status=status
    )


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:orders"), _("Orders")), (reverse("office_phone:list"), _("Orders by telephone"))]
