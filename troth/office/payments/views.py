"""The overview of money, and a dispute's own page. Only the latter opens anybody's data."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.orders import disputes, owed
from troth.orders.reconcile import overview as money

from .. import pressed
from ..attending import attending
from ..pages import page


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    told = {"seen": money.overview(attending(request).actor)}
    return page(request, "office/payments/overview.html", told, title=_("Payments"), icon="circle-check")


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    money.compare_soon(attending(request).actor)
    messages.success(request, _("The books are being compared. Load this page again in a minute."))
    return HttpResponseRedirect(reverse("office:payments"))


@require_GET
@sensitive_variables()
def dispute(request: HttpRequest, dispute: int) -> HttpResponse:
    opened = disputes.opened(dispute, attending(request).actor)
    if opened is None:
        raise Http404
    title = _("Dispute about %(order)s") % {"order": opened.dispute.order}
    told = {"opened": opened, "offer": owed.of_dispute(dispute, attending(request).actor)}
    trail = [(reverse("office:payments"), _("Payments"))]
    return page(request, "office/payments/dispute.html", told, title=title, icon="warning", trail=trail)


@require_POST
def write(request: HttpRequest, dispute: int) -> HttpResponse:
    pressed.tell(request, lambda: disputes.write(dispute, attending(request).actor), _("The mail leaves in a moment."))
    return HttpResponseRedirect(reverse("office:dispute", args=[dispute]))
