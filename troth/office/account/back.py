"""Paying a refund back by bank transfer: looked at first, then confirmed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.orders.account import paid_back

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
