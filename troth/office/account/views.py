"""Open invoices, one of them, and what the book-keeper does with it. Nobody's data; whose order it is, its own page says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.orders import account
from troth.orders.account import approval, came_late, deciding, one_account, paid_back, sending
from troth.orders.account import money as coming
from troth.orders.errors import OrderTrouble
from troth.orders.models import Order

from .. import pressed
from ..attending import attending
from ..pages import page
from .forms import MoneyForm, StatementForm


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    actor, asked = attending(request).actor, request.GET.get("shelf", "")
    counts = account.counts()
    first = account.Shelf.LATE if counts[account.Shelf.LATE] else account.Shelf.OPEN
    here = account.Shelf(asked) if asked in account.Shelf.values else first
    told = {
        "rows": account.listed(here, actor),
        "shelves": counts.items(),
        "here": here,
        "to_pay_back": paid_back.waiting(actor),
        "late": came_late.waiting(actor),
        "form": StatementForm(),
    }
    return page(request, "office/account/list.html", told, title=_("On account"), icon="doc-full")


@require_GET
def one(request: HttpRequest, number: str) -> HttpResponse:
    return shown(request, number)


@require_POST
def money(request: HttpRequest, number: str) -> HttpResponse:
    actor = attending(request).actor
    owed = _known(number, actor)
    form = MoneyForm(request.POST, currency=owed.left.currency)
    if not form.is_valid():
        return shown(request, number, form=form, status=422)
    told = form.cleaned_data
    try:
        booked = coming.record(number, told["amount"], told["on"], actor, key=f"{number} {told['key']}")
    except OrderTrouble as trouble:
        form.add_error(None, str(trouble))
        return shown(request, number, form=form, status=409)
    messages.success(request, _said(booked))
    return _to(number)


@require_POST
def send_first(request: HttpRequest, number: str) -> HttpResponse:
    return _do(request, number, sending.send_first, _("The order desk can pack it now."))


@require_POST
def stop(request: HttpRequest, number: str) -> HttpResponse:
    return _do(request, number, deciding.stop, _("No reminder leaves until you resume."))


@require_POST
def go_on(request: HttpRequest, number: str) -> HttpResponse:
    return _do(request, number, deciding.go_on, _("Reminders leave again, the next one in two weeks."))


@require_POST
def let_go(request: HttpRequest, number: str) -> HttpResponse:
    return _do(
        request,
        number,
        deciding.let_go,
        _("It is not asked for any more. If it is paid all the same, you decide then."),
    )


@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Of whoever placed it; the customer can read it."""
    yes = request.POST.get("approved") == "yes"
    said = _("Noted: this customer may buy on account.") if yes else _("Noted: this customer may not buy on account.")
    try:
        approval.decide(number, yes, attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except Order.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("office:account_of", args=[number]))


def shown(request: HttpRequest, number: str, *, form: MoneyForm | None = None, status: int = 200) -> HttpResponse:
    opened = one_account.opened(number, attending(request).actor)
    if opened is None:
        raise Http404
    if form is None and opened.owed is not None:
        form = MoneyForm.fresh(opened.owed.left)
    told = {"opened": opened, "owed": opened.owed, "form": form}
    trail = [(reverse("office:on_account"), _("On account"))]
    title = (
        _("Invoice of %(order)s") % {"order": number}
        if opened.owed
        else _("Buying on account: %(order)s") % {"order": number}
    )
    return page(request, "office/account/one.html", told, title=title, icon="doc-full", trail=trail, status=status)


def _known(number: str, actor: Any) -> account.AccountShown:
    opened = one_account.opened(number, actor)
    if opened is None or opened.owed is None:
        raise Http404
    return opened.owed


def _said(booked: coming.Booked) -> str:
    if booked.again:
        return _("This was written down before. Nothing was counted twice.")
    if booked.late:
        told = {"late": booked.late.text}
        said = _("Written down. %(late)s came of what had been let go: decide below whether it is kept or goes back.")
        return said % told
    if booked.over.amount:
        return _("Written down. %(over)s are too much and wait to be paid back.") % {"over": booked.over.text}
    if booked.left.amount:
        return _("Written down. %(left)s are still open.") % {"left": booked.left.text}
    return _("Written down. The invoice is paid.")


def _do(request: HttpRequest, number: str, act: Callable[[str, Any], object], said: str) -> HttpResponse:
    pressed.tell(request, lambda: act(number, attending(request).actor), said)
    return _to(number)


def _to(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:account_of", args=[number]))
