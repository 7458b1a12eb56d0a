"""`place`: an order comes into being, exactly once however often it is asked for.

    Placing row ─► vault: contact, addresses ─► shop, in one transaction: basket taken, stock reserved, order written
                   (each with its entry)         └─ if it fails, what the vault took in is swept up at once

The form's key decides: the same key is the same order. Two tabs with two keys share one basket, and the basket can be
taken once. Stock is reserved before anybody pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate, prepared
from troth.catalog import stock
from troth.catalog.locations.shares import Taken

from . import basket, moving, news, numbers, payments, shipping, sweep, taken, terms
from .account import take
from .account import terms as account
from .account.errors import NotOnAccount
from .account.terms import Offer
from .basket_contents import Contents
from .errors import BasketChanged, CannotSend, NotEnoughLeft, PriceChanged, TermsChanged, TotalChanged
from .models import Basket, BasketLine, Order, Payment, Placing
from .models.order import By, Origin, What
from .phone import becoming
from .prices import book, customers, rows, vat_id, vouchers
from .prices.priced import Priced, priced
from .prices.rates import Place
from .risk import weighing, whence
from .risk.known import PURPOSE
from .states import Status

NUMBER_TRIES = 5

_PLACING, _ORDERS = prepared.Inserts(Placing), prepared.Inserts(Order)
_LINES = prepared.Deletes(lambda basket: BasketLine.objects.filter(basket=basket), basket=int)
_TAKEN = prepared.Changes(
    lambda basket, version: (
        Basket.objects.filter(pk=basket, version=version),
        {"version": F("version") + 1, "voucher": None},
    ),
    basket=int,
    version=int,
)


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """An order somebody wants to place.

    `key`: minted with the form. `basket`: the cookie's token. `seen`, `price`, `total`: the mark of the basket, the
    price of shipping and all of it (minor units) as the page showed them. `terms`: the version accepted. `contact`: name, email, telephone. `delivery` and `billing`:
    addresses checked by `people.postal`; no billing address means the same as delivery. `residence` and
    `organization_country`: ISO 3166 codes, "" where not told. `person`: None for a guest. `newsletter`: the ticked box, see `news`.
    `visit`: where it is placed from, see `risk.whence`. `origin`: where it began; one begun by telephone is confirmed on the page
    behind its link, and `draft` is what becomes this order. `on_account`: they pay by bank transfer, after the invoice.
    """

    key: str
    basket: str
    seen: str
    method: str
    price: int
    total: int
    contact: Mapping[str, str] = field(repr=False)
    delivery: Mapping[str, str] = field(repr=False)
    billing: Mapping[str, str] | None = field(default=None, repr=False)
    residence: str = ""
    organization_country: str = ""
    newsletter: bool = False
    terms: str = ""
    person: gate.PersonId | None = None
    visit: Mapping[str, str] = field(default_factory=dict, repr=False)
    origin: Origin = Origin.WEB
    draft: int | None = None
    on_account: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """`again`: the same key had placed it before. `payment`: its first attempt, if this press has written it."""

    order: int
    number: str
    again: bool = False
    payment: Payment | None = None


@sensitive_variables("asked")
def placed_before(asked: PlaceOrder) -> Placed | None:
    """What the same press of the button has placed already."""
    return _placed(numbers.digest(f"{asked.basket} {asked.key}"))


@sensitive_variables("asked")
def place(asked: PlaceOrder) -> Placed:
    """Raises `gate.Refused` (embargo, closed account, …) and the OrderTroubles of `errors`; then nothing is left behind."""
    key = numbers.digest(f"{asked.basket} {asked.key}")
    try:
        return _place(asked, key)
    except Exception:
        if done := _placed(key):  # the basket is gone because this very button was pressed before
            return done
        raise


@sensitive_variables("asked")
def _place(asked: PlaceOrder, key: str) -> Placed:
    contents = basket.look(asked.basket)
    method = _fitting(asked, contents)
    costs = _agreed(asked, contents, method)
    offer = _on_account(asked, costs) if asked.on_account else None
    party = gate.PartyId.random()
    held = costs.voucher
    if held is not None and not held.why and held.asks_who:
        customers.begin(party, held, asked.person, asked.contact["email"])
    else:
        _PLACING.write(Placing(party=party))
    try:
        person = _tell_the_vault(asked, costs, party)
        placed = _write(costs, method, party, key, asked, offer)
    except Exception:
        sweep.clear(party)
        raise
    if asked.newsletter and asked.person is not None:
        news.grant(person, source=_source(asked))
    return placed


def _placed(key: str) -> Placed | None:
    row = Order.objects.filter(key_digest=key).values_list("pk", "number").first()
    return Placed(*row, again=True) if row else None


def _fitting(asked: PlaceOrder, contents: Contents) -> shipping.Method:
    """The shipping method, once basket, stock and price are what the buyer saw."""
    if not contents or contents.mark != asked.seen:
        raise BasketChanged
    if contents.shortages:
        raise NotEnoughLeft(line.full_title for line in contents.shortages)
    method = shipping.method(asked.method, asked.delivery.get("country", ""), contents.grams, contents)
    if method is None:
        raise CannotSend
    if method.price != asked.price:
        raise PriceChanged
    return method


def _agreed(asked: PlaceOrder, contents: Contents, method: shipping.Method) -> Priced:
    """What it costs, once total and terms are those the buyer saw."""
    to = asked.delivery
    goes_to = Place(to.get("country", ""), to.get("region", ""), to.get("postcode", ""))
    number = vat_id.read((asked.billing or {}).get("tax_id", ""))
    costs = priced(contents, shipping=method.costs, goes_to=goes_to, vat_id=number, buyer=lambda: asked.person)
    if costs.reckoning.total != asked.total:
        raise TotalChanged
    if terms.version() != asked.terms:
        raise TermsChanged
    return costs


@sensitive_variables("asked")
def _on_account(asked: PlaceOrder, costs: Priced) -> Offer:
    """As it is offered now, whatever the page said. Raises NotOnAccount."""
    offer = account.offered(
        book.current().on_account,
        asked.person,
        country=asked.delivery.get("country", ""),
        currency=costs.contents.currency,
        total=costs.reckoning.total,
    )
    if offer is None:
        raise NotOnAccount
    return offer


def _source(asked: PlaceOrder) -> str:
    if asked.origin is Origin.PHONE:
        return "phone_link"
    return "checkout" if asked.person else "guest_checkout"


@sensitive_variables("asked", "order", "invoice")
def _tell_the_vault(asked: PlaceOrder, costs: Priced, party: gate.PartyId) -> gate.PersonId:
    """Contact and delivery under the order's key, the invoice's address under the books'. All of it or nothing."""
    told: dict[str, Mapping[str, str]] = {
        "order_contact": asked.contact,
        "order_delivery": asked.delivery,
        "order_billing": {**(asked.billing or asked.delivery), **_exemption(costs)},
    }
    if asked.residence:
        told["residence"] = _residence(asked)
    purposes = dict.fromkeys(told, "fulfil_order") | {"order_billing": "billing"}
    beside = {}
    if asked.visit and whence.is_wanted():
        told[whence.KIND], purposes[whence.KIND] = asked.visit, PURPOSE
        beside[whence.KIND] = whence.door()
    return gate.collect(asked.person, told, purpose=purposes, source=_source(asked), party=party, beside=beside).person


def _exemption(costs: Priced) -> dict[str, str]:
    """Why no tax is on the invoice, sealed beside whom it is made out to: an order's own row says only that it is so."""
    return {"exemption": costs.exemption.code} if costs.exemption is not None else {}


def _residence(asked: PlaceOrder) -> dict[str, str]:
    told = {"country": asked.residence, "organization_country": asked.organization_country}
    return {name: code for name, code in told.items() if code}


@sensitive_variables("asked")
def _write(
    costs: Priced, method: shipping.Method, party: gate.PartyId, key: str, asked: PlaceOrder, offer: Offer | None
) -> Placed:
    """The shop's transaction. A number that is taken already gets another try; a key that is taken does not."""
    for tries_left in reversed(range(NUMBER_TRIES)):
        try:
            with transaction.atomic():
                _take_basket(costs.contents)
                from_where = _reserve(costs.contents)
                return _order(costs, method, party, key, asked, from_where, offer)
        except IntegrityError:
            if not tries_left or _placed(key):
                raise
    raise AssertionError


def _take_basket(contents: Contents) -> None:
    if not _TAKEN.run(basket=contents.basket, version=contents.version):
        raise BasketChanged
    _LINES.run(basket=contents.basket)


def _reserve(contents: Contents) -> Taken:
    try:
        return stock.reserve_all({line.variant: line.quantity for line in contents.lines})
    except stock.SoldOut as short:
        raise NotEnoughLeft(line.full_title for line in contents.lines if line.variant == short.variant_id) from None


@sensitive_variables("asked")
def _order(
    costs: Priced,
    method: shipping.Method,
    party: gate.PartyId,
    key: str,
    asked: PlaceOrder,
    from_where: Taken,
    offer: Offer | None,
) -> Placed:
    wish = asked.newsletter and asked.person is None
    order = _ORDERS.write(
        Order(
            number=numbers.order_number(),
            party=party,
            key_digest=key,
            method=method.code,
            method_name=method.plain,
            carrier=method.carrier,
            service=method.service,
            terms=terms.keep(),
            language=channels.asked_in(),
            origin=asked.origin,
            status=take.first_state(offer) if offer else Status.PLACED,
            **rows.amounts(costs),
        )
    )
    taken.remember(rows.write(order, costs), from_where)
    if costs.voucher_used is not None:
        vouchers.use(costs.voucher_used, order)
    if asked.draft is not None:
        becoming.placed(asked.draft, order)
    moving.note(order, By.CUSTOMER, What.PLACED)
    if offer is not None and asked.person is not None:
        take.take_on(order, offer, asked.person)
        weighing.weigh.enqueue(order.pk)
    payment = payments.prepare(order) if order.total and offer is None else None
    Placing.objects.filter(party=party).delete()
    if asked.newsletter and asked.person is not None:
        news.remember(order, source=_source(asked))
    channels.send("order_placed", party, order=order.pk, **({"news": 1} if wish else {}))
    if not order.total:  # a voucher paid for all of it
        moving.advance(order, Status.PAID, By.SHOP, What.PAID)
    return Placed(order.pk, order.number, payment=payment)
