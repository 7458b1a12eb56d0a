"""Paying a refund back by bank transfer: looked at first, then confirmed. And money that came too late: kept, or given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.orders.account import came_late, paid_back
from troth.orders.models import Payment

from .. import pressed
from ..attending import attending
from ..pages import page


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, refund: int) -> HttpResponse:
    actor = attending(request).actor
    if request.method == "POST":
        said = _("Noted as paid back. The credit note is made in a moment.")
        pressed.tell(request, lambda: paid_back.confirm(refund, actor), said)
        return HttpResponseRedirect(reverse("office:on_account"))
    found = paid_back.one(refund, actor)
    if found is None:
        raise Http404
    trail = [(reverse("office:on_account"), _("On account"))]
    title = _("Pay back for %(order)s") % {"order": found.refund.order}
    return page(request, "office/account/back.html", {"found": found}, title=title, icon="resubmit", trail=trail)


@require_POST
def keep(request: HttpRequest, payment: int) -> HttpResponse:
    return _decided(request, payment, came_late.keep, _("Kept: it pays what had been let go."))


@require_POST
def give_back(request: HttpRequest, payment: int) -> HttpResponse:
    return _decided(
        request, payment, came_late.give_back, _("It waits to be paid back. The customer gets a mail about it.")
    )


def _decided(request: HttpRequest, payment: int, act: Callable[[int, Any], None], said: str) -> HttpResponse:
    number = Payment.objects.filter(pk=payment).values_list("order__number", flat=True).first()
    if number is None:
        raise Http404
    pressed.tell(request, lambda: act(payment, attending(request).actor), said)
    return HttpResponseRedirect(reverse("office:account_of", args=[number]))
