"""Problems at the desk: the shelf of open cases, reaching the customer, and how it ended."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.orders import desk
from troth.orders.errors import OrderTrouble
from troth.orders.problems import Problem
from troth.support import cases, contact, owners
from troth.support import shelf as case_shelf
from troth.support.models import Outcome, Tried

from ..attending import attending
from ..pages import page
from .doing import did, to_order, wrong
from .forms import OutcomeForm, ProblemForm, RangForm
from .mending import do
from .sent import named
from .shelf import shelves
from .views import found, order_page

AT = "problems"
OPEN = "open_problem"


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """What is wrong now, by the day the customer should have heard of us. Shows nobody's data."""
    work = attending(request)
    kinds = case_shelf.by_kind()
    kind = next((each.problem for each in kinds if each.problem == request.GET.get("kind")), None)
    mine = bool(request.GET.get("mine"))
    told = {
        "cases": case_shelf.open_ones(kind, owner=work.account if mine else None),
        "kind": kind,
        "mine": mine,
        "mine_many": case_shelf.count_open(owner=work.account),
        "kinds": kinds,
        "shelves": shelves(),
        "problems": sum(each.many for each in kinds),
    }
    return page(request, "office/orders/problems.html", told, title=_("Problems"), icon="warning", trail=_trail())


@require_POST
def open_(request: HttpRequest, number: str) -> HttpResponse:
    form = ProblemForm(request.POST)
    if not form.is_valid():
        return wrong(request, number, form, OPEN)
    problem = Problem(form.cleaned_data["problem"])
    said = _("It stands among the problems until somebody settles it.")
    account = attending(request).account

    def opened(actor: Any) -> None:
        owners.acted(cases.open(number, problem, actor), account)

    return did(request, number, opened, said, AT, form=OPEN, field="problem")


@require_POST
def write(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("A mail about it is on its way to the customer.")
    return do(request, number, ref, lambda actor: contact.write(ref, actor), said)


@sensitive_variables()
@require_POST
def ring(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    """Name and number, for this call. Looking is entered, and the customer can read it."""
    _its_own(number, ref)
    try:
        ringing = contact.ring(ref, attending(request).actor)
        owners.acted(ref, attending(request).account)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return to_order(number, AT)
    except ObjectDoesNotExist:
        raise Http404 from None
    glance = found(desk.glance(number))
    told = {"ringing": ringing, "ref": ref, "form": RangForm()}
    return order_page(request, "office/orders/ring.html", told, glance.order, _("Ring the customer"))


@require_POST
def rang(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    form = RangForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(*form.errors["tried"]))
        return to_order(number, AT)
    tried = Tried(form.cleaned_data["tried"])
    return do(request, number, ref, lambda actor: contact.rang(ref, tried, actor), _("Noted in the case."))


@require_POST
def close(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return wrong(request, number, form, named("close_problem", ref))
    outcome = Outcome(form.cleaned_data["outcome"])
    return do(request, number, ref, lambda actor: cases.close(ref, outcome, actor), _("Settled."), "close_problem")


def _its_own(number: str, ref: uuid.UUID) -> None:
    """Only with a case of this very order."""
    if ref not in {each.ref for each in case_shelf.of_order(number)}:
        raise Http404


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:orders"), _("Orders"))]
