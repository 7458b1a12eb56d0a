"""An order's own page: for the browser that placed it (masked), for whoever followed the mailed link, for its account."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from troth import people
from troth.orders import access, basket, history, numbers
from troth.orders.history import Page
from troth.orders.invoices import papers
from troth.orders.shown import OrderShown

from ..account.private import own, secret, unseen
from ..basket import cookie as basket_cookie
from ..posted import only_posted
from ..problems.on_page import amiss
from . import back, cookie
from .paper import pdf_answer, xml_answer
from .views import to_till

SAID = {
    "left": (_("You left the payment page without paying. Nothing was charged."), "info"),
    "till-closed": (
        _("The payment page cannot be reached just now. Your order is kept; please try again in a minute."),
        "warning",
    ),
    "cancelled": (
        _("Your order is cancelled, and nothing will be sent. If you have paid, your money goes back the way it came."),
        "good",
    ),
    "return-asked": (_("We have your wish. You get a mail as soon as somebody here has looked at it."), "good"),
    "return-off": (_("The return is called off."), "info"),
    "too-late": (_("The order has moved on meanwhile, so this is not possible now."), "warning"),
    "nothing-chosen": (_("Choose what comes back; not more of anything than you have of it."), "warning"),
    "label-refused": (
        _(
            "The carrier makes no label for this way back. Please send it with a carrier of your own choice; the mail about "
            "the return says where to."
        ),
        "warning",
    ),
    "label-looked-for": (
        _(
            "We did not hear whether the carrier made your label, so we look with them first. You get a mail as soon as you can have it."
        ),
        "warning",
    ),
    "label-later": (
        _("The label could not be made just now. Nothing is lost; please try again in a while."),
        "warning",
    ),
    "objected": (
        _("We have heard you. One of us looks at it, and until then we write nothing more about it."),
        "good",
    ),
    "owed-left": (_("You left the payment page without paying. Nothing was charged."), "info"),
    "owed-closed": (_("The payment page cannot be reached just now. Please try again in a minute."), "warning"),
    "problem-told": (_("Thank you for telling us. One of us looks after it, and you get a mail."), "good"),
    "problem-struck": (
        _(
            "Thank you for telling us. One of us looks after it, and you get a mail. What looked like the number of a card "
            "was struck out before anything was kept."
        ),
        "good",
    ),
    "time-over": (_("The time for sending this back is over. Tell us below if something is wrong with it."), "warning"),
}
ABOUT_PAYING = frozenset({"left", "till-closed"})


@require_safe
@own
def listed(request: HttpRequest) -> HttpResponse:
    person = people.person_of(request.user)
    return render(request, "storefront/orders/list.html", {"orders": history.of(person) if person else ()})


@require_safe
@secret
def page(request: HttpRequest, number: str) -> HttpResponse:
    shown = _page(request, number)
    word = request.GET.get("said", "")
    said = SAID.get(word) if shown.order.can_pay or word not in ABOUT_PAYING else None
    told = {"page": shown, "order": shown.order, "said": said, "costs": shown.costs, **back.TO_CHOOSE}
    told["amiss"] = amiss(shown)
    return render(request, "storefront/orders/page.html", told)


@require_safe
@secret
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """An invoice or credit note as PDF or XML, for whoever has shown that the order is theirs. Drawn now, kept nowhere."""
    person = people.person_of(request.user) if request.user.is_authenticated else None
    found = papers.for_buyer(number, paper, person=person, browser=cookie.browser(request))
    if found is None:
        raise Http404
    return xml_answer(found) if request.GET.get("as") == "xml" else pdf_answer(found)


@only_posted("orders:page", "number")
@unseen
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Once more to the payment page."""
    _seen(request, number)
    return HttpResponseRedirect(to_till(request, number), status=HTTPStatus.SEE_OTHER)


@only_posted("orders:page", "number")
@unseen
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Put the goods of an order that came to nothing into the basket once more."""
    if not _seen(request, number).can_refill:
        return HttpResponseRedirect(reverse("orders:page", args=[number]), status=HTTPStatus.SEE_OTHER)
    token = basket.refill_from(basket_cookie.token(request), number)
    response = HttpResponseRedirect(f"{reverse('basket:page')}?said=refilled", status=HTTPStatus.SEE_OTHER)
    if token:
        basket_cookie.keep(response, token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. Looking uses nothing up, for programs that scan mail look too; the button opens the order."""
    if request.method == "POST":
        return _opened(request, token)
    if not access.is_open(token):
        return _dead(request)
    return render(request, "storefront/orders/link.html")


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    word = numbers.secret()  # a new one: somebody may have planted the cookie that is there
    number = access.redeem(token, word)
    if number is None:
        return _dead(request)
    access.carry_over(cookie.browser(request), word)
    response = HttpResponseRedirect(reverse("orders:page", args=[number]), status=HTTPStatus.SEE_OTHER)
    cookie.keep(response, word)
    return response


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/orders/dead_link.html", status=HTTPStatus.NOT_FOUND)


def _seen(request: HttpRequest, number: str) -> OrderShown:
    """The same question, for what shows nobody's data: opens nothing."""
    found = None
    if request.user.is_authenticated and (person := people.person_of(request.user)):
        found = history.seen_by_person(number, person)
    found = found or history.seen_by_browser(number, cookie.browser(request))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, number: str) -> Page:
    """Somebody else's order and no order at all are the same: not found."""
    found = None
    if request.user.is_authenticated and (person := people.person_of(request.user)):
        found = history.for_person(number, person)
    found = found or history.for_browser(number, cookie.browser(request))
    if found is None:
        raise Http404
    return found
