"""The queue, what is decided about one of it, and filing one. Each look is an entry of its holder's."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.orders.exemptions import desk, filing
from troth.orders.exemptions.errors import ExemptionTrouble
from troth.orders.exemptions.form import CertificateForm
from troth.orders.models import Order
from troth.orders.models.exemption import Standing, WhyNot

from ..attending import attending
from ..pages import page

FURTHEST = 9_999  # page
DECISIONS = ("approve", "decline", "withdraw")
REASONS = frozenset(WhyNot.values) - {WhyNot.ASKED_FOR.value}  # that one its holder says


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    state = _state(request.GET.get("state", ""))
    work = attending(request)
    found = desk.queue(state, work.actor, work.account, _number(request.GET.get("page", "")))
    told = {
        "queue": found,
        "state": state.value,
        "views": (
            (Standing.ASKED.value, _("Waiting (%(many)d)") % {"many": found.waiting}),
            (Standing.HOLDS.value, _("Approved")),
            (Standing.DECLINED.value, _("Not approved")),
            (Standing.WITHDRAWN.value, _("Ended")),
        ),
        "whys": [each for each in WhyNot.choices if each[0] in REASONS],
    }
    return page(request, "office/exemptions/queue.html", told, title=_("Tax exemptions"), icon="doc-full")


@require_POST
def decide(request: HttpRequest, exemption: UUID) -> HttpResponse:
    """`decision` is "approve", or "decline" or "withdraw", which want a reason."""
    decision, why, work = request.POST.get("decision", ""), request.POST.get("why", ""), attending(request)
    if decision not in DECISIONS:
        raise Http404
    if decision != "approve" and why not in REASONS:
        desk.check(work.actor)
        messages.error(request, _("Say why: its holder is told."))
        return _back(request)
    try:
        if decision == "approve":
            desk.approve(exemption, work.actor, work.account)
        elif decision == "decline":
            desk.decline(exemption, WhyNot(why), work.actor)
        else:
            desk.withdraw(exemption, WhyNot(why), work.actor)
    except ExemptionTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        holds, ended = (
            _("It holds from now on, and its holder is told."),
            _("It does not hold, and its holder is told why."),
        )
        messages.success(request, holds if decision == "approve" else ended)
    return _back(request)


@sensitive_post_parameters("number", "organization")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever placed this order."""
    work = attending(request)
    desk.check(work.actor)
    if not Order.objects.filter(number=number).exists():
        raise Http404
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.file_for(number, form.told, work.actor, work.account)
        except ExemptionTrouble as trouble:
            form.add_error(trouble.field or None, str(trouble))
        else:
            messages.success(request, _("It is filed, and waits to be looked at."))
            return HttpResponseRedirect(reverse("office:exemptions"))
    told = {"form": form, "number": number, "places": filing.places()}
    trail = [(reverse("office:exemptions"), _("Tax exemptions"))]
    answer = page(
        request, "office/exemptions/file.html", told, title=_("File an exemption"), icon="doc-full", trail=trail
    )
    if form.errors:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    state = _state(request.POST.get("state", ""))
    return HttpResponseRedirect(f"{reverse('office:exemptions')}?state={state.value}")


def _state(text: str) -> Standing:
    return Standing(text) if text in desk.SHOWN else Standing.ASKED


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(FURTHEST)) else 1
