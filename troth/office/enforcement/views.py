"""The counts by cookie and kind of page, for the privacy officer: each is a fault of the program, and of nobody else."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.publishing.stored import stored
from troth.recipients.inbound import tally
from troth.visits import enforcement
from troth.visits.models import CookieFault

from ..attending import attending
from ..pages import page


@require_GET
def kept_back(request: HttpRequest) -> HttpResponse:
    _admitted(request)
    words = dict(CookieFault.Fault.choices)
    rows = [(each, words.get(each.kind, each.kind)) for each in enforcement.counted()]
    told = {"rows": rows, "services": stored(live=False).services, "doors": tally.of_all_doors()}
    return page(request, "office/enforcement/list.html", told, title=_("Kept from browsers"), icon="shield")


@require_POST
def mended(request: HttpRequest) -> HttpResponse:
    _admitted(request)
    enforcement.forget()
    messages.success(request, _("The counts are cleared. What happens again is counted anew."))
    return HttpResponseRedirect(reverse("office:kept_back"))


def _admitted(request: HttpRequest) -> None:
    """It shows nobody's data; it is the privacy officer's to see that the policy is kept."""
    if not attending(request).answers_requests:
        raise PermissionDenied("not the privacy officer")
