"""What a basket costs somebody now: its goods at the prices that hold for them, deals, sending and tax.

priced(contents)                                     for the basket's page: goods and deals
priced(contents, shipping=590, goes_to=Place("DE"))  for the checkout and the order

No query while there is no voucher, and no offer that asks for a category.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from troth import gate
from troth.catalog.models import Product
from troth.catalog.money import Money

from ..basket_contents import Contents
from ..exemptions import holding
from ..exemptions.holding import Holding
from . import book, vouchers
from .book import Book
from .deals import Deal, Item, Unfit, best
from .local import nearest
from .rates import STANDARD, Place, Rate, Rates
from .reckoning import Reckoning, reckon, without
from .treatment import Case, Treatment, case
from .vat_id import VatId

USED_UP = "used-up"


@dataclass(frozen=True, slots=True)
class VoucherHeld:
    """The voucher in the basket. `why`: why it takes nothing off just now, "" if it does."""

    pk: int
    code: str
    why: str = ""
    minimum: Money | None = None
    once_each: bool = False
    first_order: bool = False

    @property
    def asks_who(self) -> bool:
        """Whether it depends on the customer, who is known only when the order is placed."""
        return self.once_each or self.first_order


@dataclass(frozen=True, slots=True)
class Priced:
    """`prices`: of one piece, line by line; the price tags, or what is left of them without a tax that isn't due."""

    contents: Contents
    prices: tuple[int, ...]
    reckoning: Reckoning
    voucher: VoucherHeld | None = None
    exemption: Holding | None = None  # because of which it carries no tax

    @property
    def voucher_used(self) -> int | None:
        return self.voucher.pk if self.voucher is not None and not self.voucher.why else None

    def money(self, amount: int) -> Money:
        return Money(amount, self.contents.currency)

    @property
    def discount(self) -> Money:
        return self.money(self.reckoning.discount)

    @property
    def total(self) -> Money:
        return self.money(self.reckoning.total)

    @property
    def goods(self) -> Money:
        return self.money(self.reckoning.goods)


@dataclass(frozen=True, slots=True)
class Deals:
    """What may take something off this basket: found once, and the same for every way of sending it."""

    offers: tuple[Deal, ...] = ()
    voucher: VoucherHeld | None = None
    code: Deal | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one sale beside its goods: the rate of the very place it goes to, an exemption of the buyer's."""

    near: Rate | None = None
    exemption: Holding | None = None


type Buyer = Callable[[], gate.PersonId | None]
type Ground = tuple[Book, Deals, About]  # what `ground` found: asked once, for any number of ways of sending


def _nobody() -> gate.PersonId | None:
    return None


def priced(
    contents: Contents,
    *,
    shipping: int | Money = 0,
    goes_to: Place | None = None,
    vat_id: VatId | None = None,
    buyer: Buyer = _nobody,
    known: Ground | None = None,
) -> Priced:
    """`shipping`: in minor units of the price tags' currency, or as written down in the basket's. `buyer`: tells who buys, and is
    asked only where somebody may be exempt. `known`: of `ground`, to ask only once."""
    told, deals, about = known or ground(contents, goes_to, buyer)
    where = _case(told, goes_to, vat_id, about) if goes_to else _nowhere(told)
    prices = tuple(without(line.price.amount, where.contained(line.tax_class)) for line in contents.lines)
    items = _items(contents, prices, deals)
    exemption = about.exemption if where.treatment is Treatment.EXEMPT else None
    return Priced(contents, prices, _reckoned(contents, items, told, deals, where, shipping), deals.voucher, exemption)


def ground(contents: Contents, goes_to: Place | None = None, buyer: Buyer = _nobody) -> Ground:
    """What prices stand on. No query while there is no voucher, no rate below the state's there, and no exemption in the shop."""
    told = book.at(contents.stamp)
    held, code = _voucher(contents)
    return told, Deals(told.offers, held, code), _about(told, goes_to, buyer)


def _about(told: Book, goes_to: Place | None, buyer: Buyer) -> About:
    if goes_to is None:
        return About()
    person = buyer() if told.exempting else None
    exempt = holding.of(person, goes_to) if person is not None else None
    return About(nearest.rate(told.rates, told.local, goes_to), exempt)


def _case(told: Book, goes_to: Place, vat_id: VatId | None, about: About) -> Case:
    return case(told.rates, told.seller, goes_to, vat_id, exempt=about.exemption is not None, near=about.near)


def sending(told: Book, currency: str, shipping: int | Money, where: Case) -> int:
    """What sending costs here: in the basket's currency, and without a tax that isn't due. Rounding: docs/adr/0019."""
    further = told.currencies.get(currency)
    row = where.contained(STANDARD)
    by_rate = further.sending if further else int
    price = shipping.amount if isinstance(shipping, Money) else by_rate(shipping)
    return without(price, row if row is not None and row.shipping else None)


def _nowhere(told: Book) -> Case:
    return Case(Treatment.UNTAXED, Rates(), told.seller, told.seller)


def _reckoned(
    contents: Contents, items: Sequence[Item], told: Book, deals: Deals, where: Case, shipping: int | Money
) -> Reckoning:
    price, now = sending(told, contents.currency, shipping, where), timezone.now()
    offer = best(deals.offers, items, price, contents.currency, now)
    chosen = [deal for deal in (offer, deals.code) if deal is not None]
    return reckon(items, price, chosen, where)


def _voucher(contents: Contents) -> tuple[VoucherHeld | None, Deal | None]:
    row = vouchers.of_basket(contents.voucher) if contents.voucher else None
    if row is None:
        return None, None
    deal = book.deal(row, vouchers.label(row))
    plain = _items(contents, [line.price.amount for line in contents.lines], Deals(code=deal))
    why: str = deal.unfit(plain, contents.currency, timezone.now()) or ""
    if not row.active:
        why = Unfit.OVER
    elif vouchers.used_up(row):
        why = USED_UP
    least = Money(deal.minimum, deal.currency) if deal.minimum and deal.currency else None
    held = VoucherHeld(row.pk, row.code, why, least, row.once_each, row.first_order)
    return held, None if why else deal


def _items(contents: Contents, prices: Sequence[int], deals: Deals) -> list[Item]:
    asked = [deal for deal in (*deals.offers, deals.code) if deal is not None]
    shelves = _shelves(contents) if any(deal.categories for deal in asked) else {}
    return [
        Item(price * line.quantity, line.product, shelves.get(line.product, frozenset()), line.tax_class)
        for line, price in zip(contents.lines, prices, strict=True)
    ]


def _shelves(contents: Contents) -> dict[int, frozenset[int]]:
    through = Product.categories.through.objects.filter(product__in={line.product for line in contents.lines})
    found: dict[int, frozenset[int]] = {}
    for product, category in through.values_list("product_id", "category_id"):
        found[product] = found.get(product, frozenset()) | {category}
    return found
