"""The list of orders: shelves, one's own views, a filter, and ticks for doing many at once. Names are never searched."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.orders import carriers, desk, jobs, phone
from troth.orders.lists import saved
from troth.orders.lists.query import written
from troth.orders.reports import readers
from troth.rights.at_work import AtWork
from troth.support import shelf as case_shelf

from ..attending import attending
from ..pages import page
from . import asking
from .as_csv import CSV, lines_of


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """What `q` names exactly is opened at once; without a query the view comes that somebody chose to see first."""
    work = attending(request)
    if elsewhere := _elsewhere(request.GET, work):
        return HttpResponseRedirect(elsewhere)
    asked = asking.asked(request.GET)
    listing = desk.list(asked.filter, asked.page, actor=work.actor)
    told: dict[str, Any] = {
        "asked": asked,
        "listing": listing,
        "shelves": shelves(),
        "pages": _pages(listing),
        "views": [(view, asking.read(view.query).query) for view in saved.of(work.account)],
        "problems": case_shelf.count_open(),
        "carriers": [each for each in carriers.health() if each.wants_a_look],
        "label_printers": settings.TROTH.carrier == "karrio",
        "ticked": request.GET.get("ticked") == "all",
        "takes_figures": readers.may_list(work.actor),
        "takes_calls": jobs.includes(work.actor, phone.PURPOSE),
    }
    return page(request, "office/orders/list.html", told, title=_("Orders"), icon="clipboard-list")


@require_GET
def figures(request: HttpRequest) -> StreamingHttpResponse:
    """The list as a file for a spreadsheet, without anybody's part: all of its pages, as they are now."""
    asked = asking.asked(request.GET)
    rows = desk.figures(asked.filter, attending(request).actor)
    name = _("orders-%(shelf)s-%(day)s.csv") % {"shelf": asked.filter.shelf.value, "day": timezone.localdate()}
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(lines_of(rows), content_type=CSV, headers=headers)


def shelves() -> list[tuple[desk.Shelf, int]]:
    counts = desk.counts()
    return [(each, counts[each]) for each in desk.Shelf]


def _elsewhere(query: QueryDict, work: AtWork) -> str:
    """Where to go instead; "" to stay."""
    if not query:
        first = saved.first_of(work.account)
        return f"{reverse('office:orders')}?{asking.read(first).query}" if first else ""
    if list(query) == ["q"] and (number := desk.called(str(query["q"]).replace("\x00", ""))):
        return reverse("office:order", args=[number])
    return ""


def _pages(listing: desk.Listing) -> dict[str, str]:
    """Queries of the pages before and after, where there are any."""
    around = {"before": listing.page - 1, "after": listing.page + 1}
    return {where: written(listing.filter, number) for where, number in around.items() if 1 <= number <= listing.pages}
