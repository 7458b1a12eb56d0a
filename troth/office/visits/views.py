"""The log for one purpose: its newest visits of a day, or those around an order that waits to be checked.

Every look is entered in the ledger, and a refusal is shown as such.
"""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from troth.orders.errors import NotPossible
from troth.orders.risk import around as looked_around
from troth.visits.log import reading

from ..attending import attending
from ..pages import page as office_page

LONGEST = 500  # characters of a reason
LONGEST_PLACE = 60


@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The first tab of one's job; who has none is refused there, by the gate."""
    theirs = reading.may_look(attending(request).actor)
    purpose = theirs[0] if theirs else next(iter(reading.PURPOSES))
    return HttpResponseRedirect(reverse("office:visits_for", args=[purpose]))


@sensitive_post_parameters("reason")
@sensitive_variables("reason", "told", "seen")
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, purpose: str) -> HttpResponse:
    """Where the job wants a reason, nothing is opened before it is given. Reasons are posted, and so is where to go on, which
    may hold the time of a visit: no address has either."""
    if purpose not in reading.PURPOSES:
        raise Http404
    actor, days = attending(request).actor, reading.days()
    asked = request.POST if request.method == "POST" else request.GET
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST]
    day, kind = _day(asked.get("day", ""), days), asked.get("page", "")
    wants_reason = reading.wants_reason(actor, purpose)
    told = {
        "tabs": [
            (name, words) for name, (words, _columns) in reading.PURPOSES.items() if name in reading.may_look(actor)
        ],
        "here": purpose,
        "columns": reading.PURPOSES[purpose][1],
        "days": days,
        "day": day,
        "pages": [(code, words) for code, (words, _beginning) in reading.PAGES.items()],
        "kind": kind,
        "wants_reason": wants_reason,
        "longest": LONGEST,
        "short": request.method == "POST" and wants_reason and len(reason) < reading.SHORTEST,
    }
    if not wants_reason or len(reason) >= reading.SHORTEST:
        before = request.POST.get("before", "")[:LONGEST_PLACE]
        told["seen"] = reading.latest(purpose, day, actor, page=kind, reason=reason, before=before)
        told |= {"before": before, "reason": reason if wants_reason else ""}
    return office_page(request, "office/visits/log.html", told, title=_("Visits"), icon="desktop")


@require_GET
def around(request: HttpRequest, number: str) -> HttpResponse:
    """What does not wait to be checked is not found, whether there is such an order or not."""
    try:
        found = looked_around.around(number, attending(request).actor)
    except NotPossible as wrong:
        raise Http404 from wrong
    title = _("Visits around %(number)s") % {"number": number}
    told = {"seen": found.visits, "day": found.day}
    trail = [(reverse("office:checks"), _("Checks"))]
    return office_page(request, "office/visits/around.html", told, title=title, icon="desktop", trail=trail)


def _day(text: str, days: tuple[date, ...]) -> date:
    """One of the days there are; today for anything else."""
    return next((each for each in days if each.isoformat() == text), days[0])
