"""What sending costs in a further currency: as it is written down, else by the rate, rounded once (docs/adr/0019)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ADA
from tests.orders.buying import basket_with, order_by, tube
from tests.orders.test_shipping_table import method
from troth.catalog.models import Variant, VariantPrice
from troth.orders import basket, quotes, shipping
from troth.orders.errors import TotalChanged
from troth.orders.models import Order, SellingCurrency, ShippingZone
from troth.orders.place import place
from troth.orders.prices import book, currencies
from troth.orders.prices.book import MILLION, Currency
from troth.orders.prices.priced import priced
from troth.orders.prices.rates import Place
from troth.orders.shipping_table import NotATable, Own, Step, Zone, reaching, steps

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

amounts, rates, shifts = st.integers(0, 10**8), st.integers(1, 10**11), st.integers(-3, 3)
euro = Currency("EUR", frozenset(), 950_000)


def in_euro(goods: Variant, price: int = 900) -> str:
    """A basket that is paid in euro."""
    VariantPrice.objects.create(variant=goods, currency="EUR", price=price)
    token = basket_with((goods, 1))
    assert currencies.choose(token, "EUR")
    return token


@pytest.fixture
def sold_in_euro() -> None:
    SellingCurrency.objects.create(code="EUR", shipping_rate=950_000)


def zone(**further: object) -> None:
    """A flat rate of $4.90, free from $50.00, and this beside it in euro."""
    method(home={"steps": [[500, 490], [None, 990]], "free_from": 5000, "further": {"EUR": further} if further else {}})


def sending(token: str) -> int:
    contents = basket.look(token)
    way = shipping.method("own", "US", contents.grams, contents)
    assert way is not None
    return priced(contents, shipping=way.costs, goes_to=Place("US")).reckoning.shipping


@given(amounts, rates, shifts)
def test_a_price_by_the_rate_is_within_half_a_unit_of_the_exact_one(price: int, rate: int, shift: int) -> None:
    got = Currency("XXX", frozenset(), rate, shift).sending(price)
    exact = Fraction(price * rate, MILLION) * Fraction(10) ** shift
    assert abs(got - exact) <= Fraction(1, 2)
    assert got - exact != Fraction(-1, 2), "halves go up"
    assert (got == 0) == (exact < Fraction(1, 2))


@given(amounts, amounts, rates, shifts)
def test_what_costs_more_never_costs_less_by_the_rate(one: int, other: int, rate: int, shift: int) -> None:
    currency = Currency("XXX", frozenset(), rate, shift)
    assert currency.sending(min(one, other)) <= currency.sending(max(one, other))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 3000))
def test_heavier_never_costs_less_in_any_currency(told: list[int], grams: int) -> None:
    own = steps((500 * number, price) for number, price in enumerate(sorted(told), 1))
    base = steps((500 * number, 100 * number) for number in range(1, len(told) + 1))
    there = Zone(frozenset(("home",)), (1, 2), base, further={"EUR": Own(reaching(own, base))})
    lighter, heavier = there.own(grams, "EUR"), there.own(grams + 400, "EUR")
    assert (there.price(grams) is None) == (lighter is None), "it goes there, whatever it is paid in"
    assert lighter is None or heavier is None or lighter <= heavier


def test_a_table_that_ends_elsewhere_is_none() -> None:
    base = (Step(500, 490), Step(2000, 990))
    for wrong in ((Step(500, 400),), (Step(None, 400),), (Step(500, 400), Step(3000, 800))):
        with pytest.raises(NotATable, match="reach"):
            reaching(wrong, base)
    assert reaching((Step(2000, 800),), base) == (Step(2000, 800),)
    assert reaching((), base) == ()


@pytest.mark.parametrize(("code", "rate", "got"), [("JPY", 150, 885), ("KWD", 0.3, 1770), ("EUR", 0.95, 561)])
def test_a_currency_with_more_or_fewer_decimals_is_no_hundredfold(code: str, rate: float, got: int) -> None:
    SellingCurrency.objects.create(code=code, shipping_rate=round(rate * MILLION))
    assert book.current().currencies[code].sending(590) == got, "$5.90 is ¥885, KWD 1.770 and €5.61"


@pytest.mark.usefixtures("sold_in_euro")
def test_without_a_price_of_its_own_the_rate_decides() -> None:
    zone()
    assert sending(in_euro(tube())) == 466 == euro.sending(490)


@pytest.mark.usefixtures("sold_in_euro")
def test_a_price_that_is_written_down_holds_as_it_stands() -> None:
    zone(steps=[[500, 450], [None, 900]])
    assert sending(in_euro(tube())) == 450
    assert sending(basket_with((tube(title="Flask"), 1))) == 490, "in the shop's own currency nothing changes"


@pytest.mark.usefixtures("sold_in_euro")
def test_a_border_that_is_written_down_makes_it_free() -> None:
    zone(free_from=4000)
    assert sending(in_euro(tube(), 3999)) == 466, "prices were not written down, so the rate decides"
    assert sending(in_euro(tube(title="Flask"), 4000)) == 0
    ShippingZone.objects.all().delete()
    method("second", home={"steps": [[None, 490]], "free_from": 5000, "further": {"EUR": {"steps": [[None, 450]]}}})
    contents = basket.look(in_euro(tube(title="Beaker"), 4750))
    found = shipping.method("second", "US", 1, contents)
    assert found is not None
    assert (found.price, found.own) == (0, None), "$50.00 times the rate is €47.50"


@pytest.mark.usefixtures("sold_in_euro")
def test_an_order_keeps_what_sending_cost_and_a_price_that_changed_meanwhile_is_said() -> None:
    zone(steps=[[500, 450], [None, 900]])
    token = in_euro(tube())
    asked = order_by(ADA, token)
    right = replace(asked, total=900 + 450)
    there = ShippingZone.objects.get()
    there.further = {"EUR": {"steps": [[500, 460], [None, 900]], "free_from": None}}
    there.save()
    with pytest.raises(TotalChanged):
        place(right)
    order = Order.objects.get(pk=place(replace(asked, total=900 + 460)).order)
    assert (order.currency, order.shipping, order.total) == ("EUR", 460, 1360)


# -- where carriers name prices


@pytest.mark.parametrize(
    ("flat", "written", "asked"),
    [(0, 450, 760), (490, 0, 0), (0, None, 0), (490, 450, 760), (490, None, 760)],
    ids=["free in dollars only", "free in euro only", "free by the rate", "free in neither", "not free by the rate"],
)
@pytest.mark.usefixtures("sold_in_euro")
def test_a_carriers_price_replaces_none_that_is_nothing_in_the_baskets_currency(
    monkeypatch: pytest.MonkeyPatch, flat: int, written: int | None, asked: int
) -> None:
    """The carrier says $8.00, which is 7.60 in euro."""
    further = {} if written is None else {"EUR": {"steps": [[None, written]]}}
    method(carrier="ups", home={"steps": [[None, flat]], "further": further})
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="karrio"))
    monkeypatch.setattr(quotes, "of", lambda *_: {"own": quotes.Told(price=800, days=2)})
    assert sending(in_euro(tube())) == asked
