"""One month at a time. The file is posted for: with names in it, making it is a look at every one of them, and entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.orders.bookkeeping import accounts as charts
from troth.orders.bookkeeping import month as months
from troth.orders.errors import OrderTrouble
from troth.orders.reports import readers, sold
from troth.orders.reports.span import Span, Step, following

from .. import pressed
from ..attending import attending
from ..pages import page
from . import files, lines

FIRST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A month, and a currency in which anything was sold."""

    first: date
    currency: str
    currencies: tuple[str, ...]

    @property
    def span(self) -> Span:
        return months.span_of(self.first)

    @property
    def query(self) -> str:
        return f"month={self.first:%Y-%m}&currency={self.currency}"

    @property
    def before(self) -> date | None:
        day = date.fromordinal(self.first.toordinal() - 1).replace(day=1)
        return day if day >= FIRST else None

    @property
    def after(self) -> date | None:
        day = following(self.first, Step.MONTH)
        return day if day <= timezone.localdate() else None


@require_GET
def month(request: HttpRequest) -> HttpResponse:
    actor, chosen = attending(request).actor, _chosen(request.GET)
    seen = months.seen(chosen.first, actor)
    told = {"chosen": chosen, "seen": seen, "kinds": [*files.KINDS.items()]}
    return page(request, "office/bookkeeping/month.html", told, title=_("Bookkeeping"), icon="list-ol")


@sensitive_variables()
@require_POST
def journal(request: HttpRequest) -> HttpResponse:
    """As CSV, XLSX or a batch for DATEV; the last one never with names."""
    actor, chosen = attending(request).actor, _chosen(request.POST)
    readers.check(readers.keeps_books, actor)
    kind = files.KINDS.get(request.POST.get("as", ""))
    if kind is None:
        return _back(chosen)
    try:
        made = kind.make(chosen.span, chosen.currency, actor if request.POST.get("names") else None)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return _back(chosen)
    name = f"{kind.begins}{chosen.first:%Y-%m}-{chosen.currency}.{kind.ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(made, content_type=kind.content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    actor = attending(request).actor
    readers.check(readers.keeps_books, actor)
    typed: Mapping[str, str] | None = None
    if request.method == "POST":
        try:
            charts.write(request.POST.dict(), actor)
        except OrderTrouble as trouble:
            messages.error(request, str(trouble))
            typed = request.POST.dict()
        else:
            messages.success(request, _("The accounts are kept. The next file books on them."))
            return HttpResponseRedirect(reverse("office:bookkeeping_accounts"))
    told = {"rows": lines.accounts(charts.chart(), charts.uses(), typed)}
    trail = [(reverse("office:bookkeeping"), _("Bookkeeping"))]
    return page(request, "office/bookkeeping/accounts.html", told, title=_("Accounts"), icon="list-ol", trail=trail)


@require_POST
def closed(request: HttpRequest) -> HttpResponse:
    """The mark that a month is closed, or no more."""
    actor, chosen = attending(request).actor, _chosen(request.POST)
    if request.POST.get("word") == "open":
        pressed.tell(request, lambda: months.reopen(chosen.first, actor), _("The month is open again."))
    else:
        pressed.tell(request, lambda: months.close(chosen.first, actor), _("The month is closed."))
    return _back(chosen)


def _chosen(asked: Mapping[str, str]) -> Chosen:
    """The month before this one, where what was asked makes no sense."""
    this = timezone.localdate().replace(day=1)
    try:
        first = date.fromisoformat(f"{asked.get('month', '')}-01")
    except ValueError:
        first = FIRST
    if not FIRST < first <= this:
        first = date.fromordinal(this.toordinal() - 1).replace(day=1)
    used = sold.currencies() or ("USD",)
    currency = asked.get("currency", "")
    return Chosen(first, currency if currency in used else used[0], used)


def _back(chosen: Chosen) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('office:bookkeeping')}?{chosen.query}")
