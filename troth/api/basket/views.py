"""The basket's addresses. Its token comes in a header and is nobody's name; no cookie is set or read."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Router

from troth.orders import basket, places
from troth.orders.basket import Outcome
from troth.orders.basket_contents import Contents
from troth.orders.errors import BasketChanged, Refused
from troth.orders.prices import currencies, vat_id, vouchers
from troth.orders.prices.rates import Place
from troth.orders.prices.vouchers import Entered
from troth.people import limits, postal

from ..answers import faulty
from ..problem import Kind, Problem, Trouble
from . import shapes, shaping

LONGEST = 64
Token = Annotated[
    str,
    Header(
        alias="Basket-Token",
        max_length=LONGEST,
        description="The basket's `token`; none for a new one. It is all there is to know to change the basket: keep it so.",
    ),
]
Ref = Annotated[UUID, Path(description="The `ref` of a variant.")]
STANDS_AGAINST = {
    Outcome.NONE_LEFT: _("None of it is left just now."),
    Outcome.FULL: _("The basket is full. Order what is in it first."),
    Outcome.OTHER_CURRENCY: _("It has its price in another currency than the rest. Order the two apart."),
}
NO_VOUCHER = {
    Entered.UNKNOWN: _("There is no voucher of this code, or it has run out."),
    Entered.USED_UP: _("This voucher has been used as often as it could be."),
    Entered.NO_BASKET: _("Put something into the basket first, then the voucher."),
}

router = Router(tags=["Basket"])


@router.get("/basket", response={200: shapes.Basket}, summary="What is in the basket")
def look(request: HttpRequest, token: Token = "") -> shapes.Basket:
    """With today's prices and stock. A token nobody knows, or none, is an empty basket."""
    return shaping.basket(token, basket.look(token))


@router.put(
    "/basket/lines/{uuid:ref}",
    response={200: shapes.Basket, 404: Problem, 409: Problem},
    summary="Put in, change, take out",
)
def change(request: HttpRequest, ref: Ref, told: shapes.Quantity, token: Token = "") -> shapes.Basket:
    """So many of it in all, so asking twice changes nothing. Without a token a new basket begins; its `token` is told."""
    done = basket.change(token, ref, told.quantity)
    if done.outcome is Outcome.GONE:
        raise Http404
    if done.outcome in STANDS_AGAINST:
        raise Trouble(Kind.NOT_NOW, STANDS_AGAINST[done.outcome], code=done.outcome.value)
    return shaping.basket(done.token, basket.look(done.token), done.outcome.value)


@router.delete("/basket/lines/{uuid:ref}", response={200: shapes.Basket}, summary="Take out")
def take_out(request: HttpRequest, ref: Ref, token: Token = "") -> shapes.Basket:
    """What is not in it is not in it afterwards, either."""
    done = basket.change(token, ref, 0)
    return shaping.basket(token, basket.look(token), done.outcome.value)


@router.put("/basket/voucher", response={200: shapes.Basket, 409: Problem}, summary="Put a voucher in")
def enter(request: HttpRequest, told: shapes.Code, token: Token = "") -> shapes.Basket:
    """Codes could be guessed, so tries that fail are counted for each network: twenty an hour."""
    counted = limits.take(request, "voucher")
    if counted is None:
        raise Trouble(Kind.TOO_OFTEN, _("That were many codes in a short time. Please try again in an hour."))
    entered = vouchers.enter(token, told.code)
    if entered is not Entered.DONE:
        raise Trouble(Kind.NOT_NOW, NO_VOUCHER[entered], code=entered.value)
    counted.rollback()
    return shaping.basket(token, basket.look(token))


@router.delete("/basket/voucher", response={200: shapes.Basket}, summary="Take the voucher out")
def give_up(request: HttpRequest, token: Token = "") -> shapes.Basket:
    vouchers.take_out(token)
    return shaping.basket(token, basket.look(token))


@router.put("/basket/currency", response={200: shapes.Basket, 409: Problem}, summary="Choose the currency")
def pay_in(request: HttpRequest, told: shapes.PayIn, token: Token = "") -> shapes.Basket:
    """One of those the basket offers. One that the shop does not sell in means that of the price tags."""
    if not currencies.choose(token, told.currency):
        raise BasketChanged
    return shaping.basket(token, basket.look(token))


@router.post("/basket/quote", response={200: shapes.Quote, 403: Problem, 409: Problem}, summary="What it costs there")
def quote(request: HttpRequest, told: shapes.Where, token: Token = "") -> shapes.Quote:
    """Every way to send the basket to a place: days, discounts, taxes, total, and the terms of sale to accept.

    Nothing is kept. Where the policy sends nothing, its clause is told.
    """
    goes_to = _place(told)
    contents = filled(token)
    closed = places.closed(told.country, told.region)
    if closed is not None:
        raise Refused(closed.clause, "embargo", closed.reason)
    return shaping.quote(contents, goes_to, _number(told.tax_id))


def filled(token: str) -> Contents:
    """A basket with something in it, all of which is there. Raises BasketChanged."""
    contents = basket.look(token)
    if not contents:
        raise BasketChanged
    return contents


def _place(told: shapes.Where) -> Place:
    if told.country not in postal.known_countries():
        raise faulty("body.country", "country")
    regions = {code for part in postal.shape_of(told.country) if part.name == "region" for code, _name in part.choices}
    if told.region and regions and told.region not in regions:
        raise faulty("body.region", "region")
    return Place(told.country, told.region, told.postcode)


def _number(typed: str) -> vat_id.VatId | None:
    number = vat_id.read(typed)
    if typed and number is None:
        raise faulty("body.tax_id", "vat_number")
    return number
