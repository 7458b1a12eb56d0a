"""The basket: put in, change, look. Works without scripts; the page itself works without a cookie too."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from troth.catalog import beside
from troth.catalog.shown import Card
from troth.orders import basket
from troth.orders.basket import Outcome
from troth.orders.basket_contents import Contents
from troth.orders.prices import currencies
from troth.orders.prices.cost_words import less
from troth.orders.prices.priced import priced

from .. import basketcount
from ..posted import only_posted
from ..sameorigin import same_origin_post
from . import cookie, words


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    token = cookie.token(request)
    code = request.GET.get("said", "")
    if not token and code in (Outcome.DONE, Outcome.LESS):
        code = words.NOT_KEPT
    contents = basket.look(token)
    basketcount.seen(request, contents.pieces)
    told = _told(contents) | {"said": words.said(code)}
    return render(request, "storefront/basket/page.html", told)


@same_origin_post
@only_posted("basket:page")
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """From product pages, which are the same for everyone and hold no token."""
    ref = _ref(request.POST.get("variant", ""))
    if ref is None:
        return back(Outcome.GONE)
    done = basket.add(cookie.token(request), ref, _quantity(request.POST.get("quantity", "1"), least=1))
    response = back(done.outcome)
    if done.token:
        cookie.keep(response, done.token)
    return response


@only_posted("basket:page")
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """From the basket page: a new quantity, or the button that takes a line out."""
    ref = _ref(request.POST.get("variant", ""))
    if ref is None:
        return back(Outcome.GONE)
    quantity = 0 if "remove" in request.POST else _quantity(request.POST.get("quantity", ""), least=0)
    done = basket.change(cookie.token(request), ref, quantity)
    response = back("changed" if done.outcome is Outcome.DONE else done.outcome)
    if done.token:
        cookie.keep(response, done.token)
    return response


def shown(token: str) -> dict[str, Any]:
    """What the page of this basket shows."""
    return _told(basket.look(token))


def _told(contents: Contents) -> dict[str, Any]:
    costs = priced(contents)
    discounts = [(each.label, less(costs.money(each.amount))) for each in costs.reckoning.taken if each.amount]
    return {
        "basket": contents,
        "costs": costs,
        "discounts": discounts,
        "currencies": currencies.offered(contents),
        "works_with": _works_with(contents),
    }


def _works_with(contents: Contents) -> tuple[Card, ...]:
    """Asked only where something in the basket has accessories: most baskets cost no query for it."""
    if not any(line.accessories for line in contents.lines):
        return ()
    return beside.works_with({line.product for line in contents.lines})


def back(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('basket:page')}?said={code}", status=303)


def _ref(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _quantity(text: str, *, least: int) -> int:
    """What somebody typed, as a number within reason; one where it is none."""
    cleaned = text.strip()
    if not (cleaned.isascii() and cleaned.isdigit()):
        return 1
    return max(least, min(int(cleaned[:6]), basket.MOST_A_LINE))
