"""The queue, and the two decisions. Each wants a reason; what cannot be any more is said, and nothing happens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.risk import deciding, queue, warned
from troth.recipients.payment import NotTheirWord
from troth.recipients.security import REASONS, Band, Reason

from ..attending import attending
from ..pages import page

LONGEST = 500


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    told = {
        "waiting": queue.waiting(attending(request).actor),
        "longest": LONGEST,
        "tallies": warned.tallies(),
        "practice": settings.TROTH.practice,
        "bands": [
            (str(Band.HIGH), _("it warns")),
            (str(Band.ELEVATED), _("unusual")),
            (str(Band.LOW), _("all is well")),
        ],
        "reasons": [(str(code), words) for code, words in REASONS.items()],
    }
    return page(request, "office/checks/list.html", told, title=_("Checks"), icon="shield")


@require_POST
def practise(request: HttpRequest) -> HttpResponse:
    """In practice mode only: the practice partner says its word, through the same door as a real one."""
    band, said = request.POST.get("band", ""), request.POST.getlist("reasons")
    if not settings.TROTH.practice or band not in Band:
        raise Http404
    reasons = [Reason(each) for each in said if each in Reason]
    number = request.POST.get("number", "").replace("\x00", "").strip().upper()[:16]
    try:
        warned.practise(number, Band(band), reasons, attending(request).actor)
    except (OrderTrouble, NotTheirWord) as trouble:
        said_no = str(trouble) if isinstance(trouble, OrderTrouble) else str(warned.NothingToWarnOf())
        messages.error(request, said_no)
    else:
        messages.success(request, _("The practice partner has said its word. The order is weighed again in a moment."))
    return HttpResponseRedirect(reverse("office:checks"))


@sensitive_post_parameters("reason")
@sensitive_variables("reason")
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """`decision` is "release" or "cancel"."""
    reason, actor = request.POST.get("reason", "").replace("\x00", "")[:LONGEST], attending(request).actor
    verbs = {
        "release": (deciding.release, _("It goes on, and can be packed now.")),
        "cancel": (deciding.cancel, _("Cancelled. The money goes back, and the goods are on the shelf again.")),
    }
    verb, said = verbs.get(request.POST.get("decision", ""), (None, ""))
    if verb is None:
        raise Http404
    try:
        verb(number, actor, reason)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:  # answered like an order that waits for nothing: nobody learns which numbers there are
        messages.error(request, str(NotPossible()))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("office:checks"))
