"""From a basket's frozen values to the shapes programs get. Pure, but for what a basket's price stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.urls import reverse

from troth.catalog.money import Money
from troth.orders import shipping, terms
from troth.orders.basket_contents import Contents, Line
from troth.orders.prices import currencies, priced
from troth.orders.prices.priced import Priced, VoucherHeld
from troth.orders.prices.rates import Place, in_words
from troth.orders.prices.reckoning import Reckoning
from troth.orders.prices.treatment import Treatment
from troth.orders.prices.vat_id import VatId

from ..catalogue.shaping import amount, whole
from . import shapes

type InMoney = Callable[[int], Money]


def basket(token: str, contents: Contents, outcome: str = "") -> shapes.Basket:
    costs = priced.priced(contents)
    return shapes.Basket(
        token=token,
        seen=contents.mark if contents else "",
        lines=[_line(line) for line in contents.lines],
        pieces=contents.pieces,
        goods=amount(costs.goods) if contents else None,
        discounts=discounts(costs.reckoning, costs.money),
        voucher=_voucher(costs.voucher),
        currencies=list(currencies.offered(contents)),
        outcome=outcome,
    )


def quote(contents: Contents, goes_to: Place, number: VatId | None) -> shapes.Quote:
    ground = priced.ground(contents, goes_to)
    told = [_reckoned(contents, each, goes_to, number, ground) for each in _methods(contents, goes_to)]
    treatment = told[0][1].reckoning.treatment if told else None
    by_region = not goes_to.region and bool(ground[0].rates.anywhere_in(goes_to.country))
    return shapes.Quote(
        seen=contents.mark,
        terms=_terms(),
        treatment=treatment.value if treatment else None,
        region_decides=by_region and treatment is Treatment.UNTAXED,
        methods=[_method(method, costs) for method, costs in told],
    )


def discounts(sums: Reckoning, money: InMoney) -> list[shapes.Discount]:
    return [shapes.Discount(label=each.label, amount=amount(money(each.amount))) for each in sums.taken if each.amount]


def _methods(contents: Contents, goes_to: Place) -> Sequence[shipping.Method]:
    return shipping.methods(goes_to.country, contents.grams, contents)


def _reckoned(
    contents: Contents, method: shipping.Method, goes_to: Place, number: VatId | None, ground: priced.Ground
) -> tuple[shipping.Method, Priced]:
    return method, priced.priced(contents, shipping=method.costs, goes_to=goes_to, vat_id=number, known=ground)


def _method(method: shipping.Method, costs: Priced) -> shapes.Method:
    first, last = (shipping.arrival(days + shipping.PACKING) for days in method.working)
    known, sums = bool(method.working[1]), costs.reckoning
    return shapes.Method(
        code=method.code,
        carrier=method.carrier,
        name=str(method.name),
        earliest=first if known else None,
        latest=last if known else None,
        price=method.price,
        sending=amount(costs.money(sums.shipping)),
        discounts=discounts(sums, costs.money),
        taxes=[
            shapes.Tax(
                name=tax.name,
                rate=str(in_words(tax.rate)),
                amount=amount(costs.money(tax.amount)),
                included=tax.included,
            )
            for tax in sums.taxes
        ],
        total=amount(costs.total),
    )


def _terms() -> shapes.Terms | None:
    version = terms.version()
    return shapes.Terms(version=version, url=f"{settings.TROTH.base_url}{reverse('terms:page')}") if version else None


def _line(line: Line) -> shapes.BasketLine:
    return shapes.BasketLine(
        ref=line.ref,
        sku=line.sku,
        title=line.title,
        choice=line.choice,
        url=whole(line.path),
        quantity=line.quantity,
        price=amount(line.price),
        total=amount(line.total),
        availability=line.availability.value,
        short=line.short,
    )


def _voucher(held: VoucherHeld | None) -> shapes.Voucher | None:
    return shapes.Voucher(code=held.code, applies=not held.why, why_not=held.why) if held else None
