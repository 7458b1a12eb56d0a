"""Taxes at the checkout: shown before anybody orders, in a shop in Massachusetts and in one in Germany."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.catalog.models import Variant, VariantPrice
from troth.orders.models import Order, SellingCurrency, TaxRule
from troth.orders.prices import beginning, book
from troth.orders.prices.rates import Place

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LUCA = replace(CHIARA, country="IT", postcode="00118", locality="Roma", region="RM")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "seller", lambda: Place("DE"))
    TaxRule.objects.create(country="DE", rate=19_000, name="VAT", included=True)


def chooses(shopper: Shopper, customer: object, **typed: str) -> Shopper:
    """Looks at the sums for an address, then orders as they stand."""
    shopper.look("/checkout/")
    shopper.press("/checkout/", **shopper.form(customer, reshape="delivery", **typed))  # type: ignore[arg-type]
    shopper.press("/checkout/", **shopper.form(customer, **typed))  # type: ignore[arg-type]
    return shopper


def test_who_sees_no_tax_yet_is_shown_it_before_ordering(shopper: Shopper, tube: Variant) -> None:
    beginning.begin()
    page = shopper.takes(tube).look("/checkout/")
    assert "Massachusetts sales tax 6.25%" in page
    shopper.press("/checkout/", **shopper.form())
    assert shopper.answer.status_code == 409
    assert "tax included" in shopper.page
    assert "$0.63" in shopper.page
    assert not Order.objects.exists()
    shopper.press("/checkout/", **shopper.form())
    order = Order.objects.get()
    assert (order.goods, order.tax, order.total, order.tax_case) == (1000, 63, 1000 + order.shipping + 63, "taxed")
    assert [(tax.name, tax.base, tax.amount) for tax in order.taxes.all()] == [("Massachusetts sales tax", 1000, 63)]
    assert order.lines.get().tax == 63


def test_elsewhere_in_america_no_tax_is_charged(shopper: Shopper, tube: Variant) -> None:
    beginning.begin()
    austin = replace(ADA, region="TX", postcode="73301", locality="Austin")
    chooses(shopper.takes(tube), austin)
    assert (Order.objects.get().tax, Order.objects.get().tax_case) == (0, "untaxed")


def test_exports_from_america_say_who_pays_duties(shopper: Shopper, tube: Variant) -> None:
    beginning.begin()
    shopper.takes(tube).look("/checkout/")
    page = shopper.press("/checkout/", **shopper.form(BEN, reshape="delivery"))
    assert "customs may ask for them" in page
    assert 'name="tax_id"' not in page
    chooses(shopper, BEN)
    assert (Order.objects.get().tax, Order.objects.get().tax_case) == (0, "export")


def test_a_german_shops_prices_contain_the_tax(shopper: Shopper, tube: Variant, german: None) -> None:
    chooses(shopper.takes(tube), BEN)
    order = Order.objects.get()
    assert (order.tax, order.tax_included) == (0, round((1000 + order.shipping) * 19 / 119))
    assert order.total == 1000 + order.shipping
    assert "Contains VAT 19%" in shopper.look(f"/orders/{order.number}/")


def test_a_business_of_another_member_state_pays_the_price_without_the_tax(
    shopper: Shopper, tube: Variant, german: None
) -> None:
    chooses(shopper.takes(tube), LUCA, tax_id="IT 00743110157")
    order = Order.objects.get()
    assert (order.tax_case, order.tax_included, order.goods) == ("reverse_charge", 0, 840)
    billing = gate.use(order.whose, ["order_billing"], purpose="billing", actor=gate.system("billing"))
    record = billing.first("order_billing")
    assert record is not None
    assert record["tax_id"].reveal() == "IT00743110157"  # type: ignore[union-attr]


def test_without_a_number_the_same_parcel_is_taxed(shopper: Shopper, tube: Variant, german: None) -> None:
    chooses(shopper.takes(tube), LUCA)
    order = Order.objects.get()
    assert (order.tax_case, order.goods) == ("taxed", 1000)
    assert order.tax_included


def test_a_number_that_cannot_be_one_is_said_to_be_wrong(shopper: Shopper, tube: Variant, german: None) -> None:
    shopper.takes(tube).look("/checkout/")
    shopper.press("/checkout/", **shopper.form(LUCA, reshape="delivery"))
    shopper.press("/checkout/", **shopper.form(LUCA, tax_id="IT00743110158"))
    assert shopper.answer.status_code == 422
    assert "VAT number" in shopper.page
    assert not Order.objects.exists()


@pytest.mark.parametrize(("customer", "asked"), [(BEN, False), (LUCA, True), (CHIARA, False), (ADA, False)])
def test_the_number_is_asked_for_only_where_it_decides_something(
    shopper: Shopper, tube: Variant, german: None, customer: object, asked: bool
) -> None:
    shopper.takes(tube).look("/checkout/")
    page = shopper.press("/checkout/", **shopper.form(customer, reshape="delivery"))  # type: ignore[arg-type]
    assert ('name="tax_id"' in page) is asked


def test_a_number_typed_where_nobody_asked_is_kept_by_nobody(shopper: Shopper, tube: Variant) -> None:
    shopper.takes(tube).orders(tax_id="IT00743110157")
    billing = gate.use(Order.objects.get().whose, ["order_billing"], purpose="billing", actor=gate.system("billing"))
    record = billing.first("order_billing")
    assert record is not None
    assert record["tax_id"] is None


def test_exports_from_germany_cost_the_price_without_the_tax(shopper: Shopper, tube: Variant, german: None) -> None:
    chooses(shopper.takes(tube), ADA)
    assert (Order.objects.get().tax_case, Order.objects.get().goods) == ("export", 840)


def test_a_basket_is_paid_in_another_currency_at_prices_of_its_own(shopper: Shopper, tube: Variant) -> None:
    SellingCurrency.objects.create(code="EUR", countries="DE", shipping_rate=900_000)
    VariantPrice.objects.create(variant=tube, currency="EUR", price=950)
    page = shopper.takes(tube).look("/basket/")
    assert 'value="EUR"' in page
    shopper.look("/checkout/")
    assert "price in EUR" not in shopper.page
    assert "price in EUR" in shopper.press("/checkout/", **shopper.form(BEN, reshape="delivery"))
    shopper.press("/basket/currency/", currency="EUR")
    assert "€9.50" in shopper.look("/basket/")
    shopper.orders()
    order = Order.objects.get()
    assert (order.currency, order.goods, order.shipping) == ("EUR", 950, 531)


def test_nothing_is_converted_by_guess(shopper: Shopper, tube: Variant) -> None:
    SellingCurrency.objects.create(code="EUR", countries="DE", shipping_rate=900_000)
    page = shopper.takes(tube).look("/basket/")
    assert 'value="EUR"' not in page
    shopper.press("/basket/currency/", currency="EUR")
    assert "no price in the currency you chose" in shopper.look("/basket/")
    shopper.orders()
    assert Order.objects.get().currency == "USD"


def test_a_voucher_typed_into_the_basket(shopper: Shopper, tube: Variant) -> None:
    from troth.orders.models import Voucher

    Voucher.objects.create(code="TEN", kind="percentage", value=10_000)
    shopper.takes(tube).press("/basket/voucher/", code="ten ")
    assert "The voucher is in your basket" in shopper.look(shopper.went_to)
    assert "−$1.00" in shopper.page
    shopper.orders()
    assert Order.objects.get().discount == 100
    assert "TEN" in shopper.look(f"/orders/{Order.objects.get().number}/")


def test_codes_are_not_guessed_without_end(shopper: Shopper, tube: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.people import limits

    monkeypatch.setitem(limits.RATES, "voucher", "3/h/ip")
    monkeypatch.setitem(limits.RATES_AT_HOME, "voucher", "3/h/ip")
    shopper.takes(tube)
    answers = [(shopper.press("/basket/voucher/", code=f"GUESS{n}"), shopper.answer.status_code)[1] for n in range(5)]
    assert answers == [303, 303, 303, 429, 429]
