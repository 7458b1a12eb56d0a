"""Looking at orders. Each look at a person's part of one is an entry; the verbs see to that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from troth.orders import desk, receipt
from troth.orders.bookkeeping import month as months
from troth.orders.bookkeeping.month import Closing
from troth.orders.invoices.papers import Slip
from troth.orders.models.returning import CHOSEN, Condition, Wish
from troth.orders.prices import book, order_costs
from troth.orders.shown import OrderShown
from troth.support import contact

from ..attending import attending
from ..pages import page, posted
from .cases_here import cases_here
from .forms import GiveBackForm, NoteForm, NotTakenForm, OutcomeForm, ProblemForm, ReasonForm, Sending, TakeOutForm


@sensitive_post_parameters("reason")
@sensitive_variables("reason", "form")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order. Posting a reason opens what the job opens only with one; the reason stands in no address."""
    form = ReasonForm(posted(request))
    reason = form.cleaned_data["reason"] if form.is_bound and form.is_valid() else ""
    return opened_page(request, number, {"form": form}, reason=reason)


@sensitive_variables("reason", "refused", "told")
def opened_page(
    request: HttpRequest, number: str, refused: Mapping[str, object], *, reason: str = "", status: int = 200
) -> HttpResponse:
    """`refused`: forms of the page that stand there again as they were typed, in place of fresh ones."""
    opened = found(desk.open(number, attending(request).actor, reason=reason))
    told = {"opened": opened, "given": bool(reason), "lines": lines(opened), **_to_fill_in(opened), **refused}
    told["cases"] = cases_here(request, number)
    told["ways"] = contact.ways_of(number) if attending(request).mends_orders and told["cases"] else ()
    told["next"] = desk.next_to_pack(number) if attending(request).sends_orders else None
    told["takers"] = receipt.carriers(attending(request).actor) if opened.order.parcels else ()
    costs = told["costs"] = order_costs.of_number(number)
    told["closed"] = _closed(costs.papers) if attending(request).keeps_books else {}
    told["sells_on_account"] = attending(request).keeps_books and book.current().on_account is not None
    return order_page(request, "office/orders/order.html", told, opened.order, status=status)


@require_GET
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The packing slip, to be printed and put into the parcel."""
    slip = found(desk.slip(number, attending(request).actor))
    return order_page(request, "office/orders/slip.html", {"slip": slip}, slip.order, _("Packing slip"))


def _closed(slips: Sequence[Slip]) -> dict[date, Closing]:
    """The closed months that another paper of this order would change."""
    return months.closings([timezone.localdate(slip.issued_at) for slip in slips if not slip.replaced])


def _to_fill_in(opened: desk.Opened) -> dict[str, object]:
    """The forms of an order's page. Each is sent to an address of its own."""
    return {
        "form": ReasonForm(),
        "note": NoteForm(),
        "give": GiveBackForm.fresh(opened.left),
        "take_out": TakeOutForm.fresh(desk.seen({line.id: line.wanted for line in opened.order.lines})),
        "not_taken": NotTakenForm(),
        "open_problem": ProblemForm(),
        "settle": OutcomeForm(),
        "reasons_back": CHOSEN,
        "wishes": Wish.choices,
        "of_sending": [each for each in Sending if opened.can_reckon_sending or each is not Sending.LESS],
        "conditions": Condition.choices,
    }


def found[Thing](opened: Thing | None) -> Thing:
    if opened is None:
        raise Http404
    return opened


def lines(opened: desk.Opened) -> list[tuple[object, object]]:
    """Each line with its picture."""
    return [*zip(opened.order.lines, opened.pictures, strict=True)]


def order_page(
    request: HttpRequest,
    template: str,
    told: Mapping[str, object],
    order: OrderShown,
    last: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    number, told = order.number, {**told, "order": order}
    trail = [(reverse("office:orders"), _("Orders"))]
    if last:
        trail.append((reverse("office:order", args=[number]), number))
    return page(request, template, told, title=last or number, icon="clipboard-list", trail=trail, status=status)
