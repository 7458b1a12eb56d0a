"""Looking at orders. Each look at a person's part of one is an entry; the verbs see to that."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from troth.orders import carriers, desk
from troth.orders.models.returning import BackFor, Condition, Wish
from troth.orders.prices import order_costs
from troth.orders.shown import OrderShown
from troth.support import contact
from troth.support import shelf as case_shelf

from ..attending import attending
from ..pages import page, posted
from .forms import GiveBackForm, NoteForm, NotTakenForm, OutcomeForm, ProblemForm, ReasonForm


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """The list: `shelf` is a filter, `q` (the beginning of) a number, `p` a page. Names are never searched."""
    # PostgreSQL takes no NUL in a text (SQL standard, 4.2), so nothing can be found by one.
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    chosen = _shelf(request.GET.get("shelf", ""), asked)
    listing = desk.list(chosen, _page(request), actor=attending(request).actor, search=asked)
    if listing.total == 1 and listing.rows[0].order.number.casefold() == asked.casefold():
        return HttpResponseRedirect(reverse("office:order", args=[listing.rows[0].order.number]))
    counts = desk.counts()
    told = {
        "listing": listing,
        "asked": asked,
        "shelves": [(each, counts[each]) for each in desk.Shelf],
        "pages": _pages(listing),
        "problems": case_shelf.count_open(),
        "carriers": [each for each in carriers.health() if each.wants_a_look],
    }
    return page(request, "office/orders/list.html", told, title=_("Orders"), icon="clipboard-list")


@sensitive_post_parameters("reason")
@sensitive_variables("reason", "form")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order. Posting a reason opens what the job opens only with one; the reason stands in no address."""
    form = ReasonForm(posted(request))
    reason = form.cleaned_data["reason"] if form.is_bound and form.is_valid() else ""
    opened = found(desk.open(number, attending(request).actor, reason=reason))
    told = {"opened": opened, "form": form, "given": bool(reason), "lines": lines(opened), **_to_fill_in(opened)}
    told["cases"] = case_shelf.of_order(number)
    told["ways"] = contact.ways_of(number) if attending(request).mends_orders and told["cases"] else ()
    told["costs"] = order_costs.of_number(number)
    return order_page(request, "office/orders/order.html", told, opened.order)


@require_GET
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The packing slip, to be printed and put into the parcel."""
    slip = found(desk.slip(number, attending(request).actor))
    told = {"slip": slip, "lines": lines(slip)}
    return order_page(request, "office/orders/slip.html", told, slip.order, _("Packing slip"))


def _to_fill_in(opened: desk.Opened) -> dict[str, object]:
    """The forms of an order's page. Each is sent to an address of its own."""
    return {
        "note": NoteForm(),
        "give": GiveBackForm.fresh(opened.left),
        "not_taken": NotTakenForm(),
        "open_problem": ProblemForm(),
        "settle": OutcomeForm(),
        "reasons_back": BackFor.choices,
        "wishes": Wish.choices,
        "conditions": Condition.choices,
    }


def found[Thing](opened: Thing | None) -> Thing:
    if opened is None:
        raise Http404
    return opened


def lines(opened: desk.Opened | desk.Slip) -> list[tuple[object, object]]:
    """Each line with its picture."""
    return [*zip(opened.order.lines, opened.pictures, strict=True)]


def order_page(
    request: HttpRequest, template: str, told: Mapping[str, object], order: OrderShown, last: str = ""
) -> HttpResponse:
    number, told = order.number, {**told, "order": order}
    trail = [(reverse("office:orders"), _("Orders"))]
    if last:
        trail.append((reverse("office:order", args=[number]), number))
    return page(request, template, told, title=last or number, icon="clipboard-list", trail=trail)


def _shelf(name: str, asked: str) -> desk.Shelf:
    """A search looks everywhere unless told otherwise."""
    try:
        return desk.Shelf(name)
    except ValueError:
        return desk.Shelf.ALL if asked else desk.Shelf.OPEN


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("p", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 8 else 1


def _pages(listing: desk.Listing) -> dict[str, str]:
    """Queries of the pages before and after, where there are any."""
    around = {"before": listing.page - 1, "after": listing.page + 1}
    return {
        where: urlencode({"shelf": listing.shelf.value, "p": number})
        for where, number in around.items()
        if 1 <= number <= listing.pages
    }
