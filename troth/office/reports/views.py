"""Pages of figures and their files: one address for each, a range of days in its query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from troth.orders.reports import readers
from troth.orders.reports.customers import Actor

from ..attending import attending
from ..banners.figures import of_banners
from ..pages import page as office_page
from . import books, files, goods, one_page, people, told, visits
from .choosing import Chosen, chosen
from .told import Told

ON_A_PAGE = 60  # rows of a table; its file has all


@dataclass(frozen=True, slots=True)
class Page:
    """`spans`: whether it is about a range of days one may choose. `default`: the range that is shown first. `may`: whose job
    it is."""

    title: str | Promise
    tell: Callable[[Chosen], Told] | None
    spans: bool = True
    default: str = "30d"
    may: Callable[[Actor], bool] = readers.may_read


PEOPLE = "customers"
PAGES: Mapping[str, Page] = {
    "sales": Page(gettext_lazy("Sales"), told.of_sales),
    "products": Page(gettext_lazy("Products"), goods.of_products),
    "stock": Page(pgettext_lazy("of goods", "Stock"), goods.of_stock, spans=False),
    "offers": Page(gettext_lazy("Offers"), goods.of_deals, default="90d"),
    "banners": Page(gettext_lazy("Banners"), of_banners),
    "returns": Page(gettext_lazy("Given back"), goods.of_returns, default="90d"),
    "carriers": Page(gettext_lazy("Carriers"), goods.of_carriers, default="90d"),
    "taxes": Page(gettext_lazy("Taxes"), goods.of_taxes, default="last-month"),
    "books": Page(gettext_lazy("Books"), books.of_books, default="last-month", may=readers.keeps_books),
    PEOPLE: Page(gettext_lazy("Customers"), None, spans=False, may=readers.may_count_people),
    "visitors": Page(gettext_lazy("Visitors"), visits.of_visitors, may=readers.may_count_people),
    "page": Page(gettext_lazy("One page"), one_page.of_page, may=readers.may_count_people),
    "sources": Page(gettext_lazy("Where from"), visits.of_sources, may=readers.may_count_people),
    "way": Page(gettext_lazy("Way to an order"), visits.of_way, may=readers.may_count_people),
}
FILES: Mapping[str, tuple[str, Callable[..., bytes]]] = {
    "csv": (files.CSV, files.as_csv),
    "xlsx": (files.XLSX, files.as_xlsx),
}


@require_GET
def first(_request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:figures_of", args=["sales"]))


@require_GET
def figures(request: HttpRequest, page: str) -> HttpResponse:
    which, seen, shown = _told(request, page)
    context: dict[str, Any] = {
        "seen": seen,
        "tables": [told.for_a_page(table, ON_A_PAGE) for table in shown.tables],
        "told": shown,
        "which": which,
        "here": page,
        "pages": _pages(request),
        "kinds": [*FILES],
    }
    title = str(which.title)
    trail = [(reverse("office:figures"), _("Figures"))]
    return office_page(request, "office/reports/page.html", context, title=title, icon="list-ol", trail=trail)


@require_GET
def file(request: HttpRequest, page: str) -> HttpResponse:
    """The tables as `as` wants them. What may not be seen may not be taken along either."""
    kind = request.GET.get("as", "")
    if kind not in FILES:
        raise Http404
    which, seen, shown = _told(request, page)
    content_type, made = FILES[kind]
    days = f"{seen.span.first}-{seen.span.last}" if which.spans else f"{timezone.localdate()}"
    headers = {
        "Content-Disposition": f'attachment; filename="{page}-{days}.{kind}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(made(shown.tables), content_type=content_type, headers=headers)


def _told(request: HttpRequest, page: str) -> tuple[Page, Chosen, Told]:
    """Raises Http404, and Refused for whose job it is not."""
    which, actor = PAGES.get(page), attending(request).actor
    if which is None:
        raise Http404
    seen = chosen(request.GET, which.default)
    if which.tell is None:
        return which, seen, people.of_customers(actor)
    readers.check(which.may, actor)
    return which, seen, which.tell(seen)


def _pages(request: HttpRequest) -> list[tuple[str, str]]:
    actor = attending(request).actor
    return [(name, str(page.title)) for name, page in PAGES.items() if page.may(actor)]
