"""What campaigns did: two plots and two tables, and a practice partner to try it with."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.campaigns import figures, hearing
from troth.recipients.payment import NotTheirWord

from ..attending import attending
from ..pages import page, posted
from ..reports.choosing import chosen
from .forms import DayForm
from .told import told


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """Raises Refused for whose job it is not."""
    return _page(request, DayForm())


@require_POST
def practise(request: HttpRequest) -> HttpResponse:
    """In practice mode only: the practice partner says its word, through the same door as a real one."""
    if not settings.TROTH.practice:
        raise Http404
    form = DayForm(posted(request))
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        hearing.practise(attending(request).actor, **form.told)
    except NotTheirWord:
        messages.error(request, _("It was not taken: the day is long past or to come, or the currency is none."))
    else:
        messages.success(request, _("The practice partner has said its word."))
    return HttpResponseRedirect(reverse("office:campaigns"))


def _page(request: HttpRequest, form: DayForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    seen = chosen(request.GET)
    rows = figures.days(seen.span, seen.currency, attending(request).actor)
    context = {
        "seen": seen,
        "told": told(rows, seen),
        "tallies": figures.tallies(),
        "form": form,
        "practice": settings.TROTH.practice,
    }
    return page(request, "office/campaigns/page.html", context, title=_("Campaigns"), icon="list-ol", status=status)
