"""Taxes, vouchers, offers and prices in the office, used as staff use them: open the form, type, save."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

import troth.office.prices.hooks  # noqa: F401  (registers the screens)
from tests.catalog import goods
from tests.catalog.test_office import address, office, opened  # noqa: F401  (a fixture)
from tests.office.conftest import Comes
from tests.orders.buying import tube
from troth.catalog.models import Product, VariantPrice
from troth.office.prices.percent import thousandths
from troth.orders.models import Offer, SellingCurrency, TaxRule, Voucher
from troth.orders.prices import book

pytestmark = pytest.mark.django_db


def saved(office: Client, model: Any, **typed: Any) -> str:  # noqa: F811
    """Fill in the empty form and save it; the page that comes back, "" when it went on."""
    url = address(model, "add")
    form = opened(office, url)
    form.pop("products", None)  # a browser sends nothing of a list in which nothing is chosen
    answer = office.post(url, {**form, **typed})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_tax_is_typed_in_per_cent_and_holds_at_once(office: Client) -> None:  # noqa: F811  (the fixture)
    before = book.current()
    assert not saved(office, TaxRule, name="New York sales tax", country="us", region="NY", rate_shown="8.875")
    row = TaxRule.objects.get()
    assert (row.country, row.rate, row.included) == ("US", 8875, False)
    assert before.rates.rows == ()
    assert [each.rate for each in book.current().rates.rows] == [8875]
    page = office.get(address(TaxRule, "edit", row.pk)).content.decode()
    assert 'value="8.875"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"country": "XX", "rate_shown": "5"}, "no such country"),
        ({"country": "US", "rate_shown": "a lot"}, "such as 6.25"),
        ({"country": "US", "rate_shown": "101"}, "100 at most"),
        ({"country": "US", "rate_shown": "6.2501"}, "Three decimals"),
        ({"country": "DE", "rate_shown": "19"}, "say otherwise"),
    ],
)
def test_taxes_that_cannot_be(office: Client, typed: dict[str, str], said: str) -> None:  # noqa: F811
    TaxRule.objects.create(country="DE", rate=7000, name="VAT", included=True, tax_class="books")
    assert said in saved(office, TaxRule, name="Tax", **typed)
    assert TaxRule.objects.count() == 1


def test_a_voucher_takes_a_percentage_or_an_amount(office: Client) -> None:  # noqa: F811  (the fixture)
    assert not saved(office, Voucher, code="ten", kind="percentage", value_shown="10", limit="1")
    assert not saved(
        office, Voucher, code="FIVE", kind="amount", value_shown="5.00", currency="usd", minimum_shown="20"
    )
    assert not saved(office, Voucher, code="FREE", kind="free_shipping")
    assert [*Voucher.objects.order_by("code").values_list("code", "value", "minimum", "limit")] == [
        ("FIVE", 500, 2000, None),
        ("FREE", 0, 0, None),
        ("TEN", 10_000, 0, 1),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "A B", "value_shown": "10"}, "letters, figures and hyphens"),
        ({"code": "TEN", "value_shown": ""}, "how much"),
        ({"code": "TEN", "value_shown": "110"}, "100 at most"),
        ({"code": "TEN", "kind": "amount", "value_shown": "5", "currency": ""}, "Three letters"),
        (
            {"code": "TEN", "value_shown": "10", "begins": "2026-02-01 00:00", "ends": "2026-01-01 00:00"},
            "before it begins",
        ),
    ],
)
def test_vouchers_that_cannot_be(office: Client, typed: dict[str, str], said: str) -> None:  # noqa: F811
    assert said in saved(office, Voucher, **{"kind": "percentage", **typed})
    assert not Voucher.objects.exists()


def test_an_offer_is_known_to_the_shop_at_once(office: Client) -> None:  # noqa: F811  (the fixture)
    assert not saved(office, Offer, name="Winter", kind="percentage", value_shown="15")
    assert [deal.label for deal in book.current().offers] == ["Winter"]


def test_a_price_in_another_currency_names_its_variant_by_its_article_number(office: Client) -> None:  # noqa: F811  (the fixture)
    glass = tube()
    assert not saved(office, VariantPrice, article="TUBE", currency="eur", price_shown="9,50")
    assert VariantPrice.objects.get().price == 950
    assert VariantPrice.objects.get().variant_id == glass.pk
    assert str(VariantPrice.objects.get()) == "€9.50"  # as the office says what was saved
    assert "already" in saved(office, VariantPrice, article="TUBE", currency="EUR", price_shown="8")
    assert "price tag" in saved(office, VariantPrice, article="TUBE", currency="USD", price_shown="8")
    assert "No variant" in saved(office, VariantPrice, article="NONE", currency="EUR", price_shown="8")


def test_a_further_currency(office: Client) -> None:  # noqa: F811  (the fixture)
    assert not saved(office, SellingCurrency, code="eur", countries="de  at", rate_shown="0.95")
    row = SellingCurrency.objects.get()
    assert (row.code, row.countries, row.shipping_rate) == ("EUR", "DE AT", 950_000)
    assert "no country" in saved(office, SellingCurrency, code="GBP", countries="XX", rate_shown="1")
    assert "above 0" in saved(office, SellingCurrency, code="GBP", rate_shown="0")


@pytest.mark.parametrize(
    ("who", "may"),
    [("marketing", True), ("order_desk", False), ("customer_service", False), ("privacy_officer", False)],
)
def test_vouchers_are_marketings(comes: Comes, who: str, may: bool) -> None:
    browser = comes(who)
    assert (browser.get("/office/snippets/orders/voucher/").status_code == 200) is may
    assert browser.get("/office/snippets/orders/taxrule/").status_code != 200


@pytest.mark.parametrize(
    ("who", "may"),
    [("site_keeper", True), ("bookkeeping", True), ("marketing", False), ("order_desk", False)],
)
def test_taxes_and_currencies_are_of_whoever_runs_the_shop_or_keeps_its_books(
    comes: Comes, who: str, may: bool
) -> None:
    browser = comes(who)
    for model in ("taxrule", "sellingcurrency"):
        assert (browser.get(f"/office/snippets/orders/{model}/").status_code == 200) is may


@pytest.mark.parametrize(("typed", "kept"), [("0", 0), ("6.25", 6250), ("100", 100_000), (".5", 500)])
def test_per_cent(typed: str, kept: int) -> None:
    assert thousandths(typed) == kept


def test_products_of_a_voucher_are_boxes_the_chosen_ones_first(office: Client) -> None:  # noqa: F811  (the fixture)
    goods.product("Beaker", goods.variant(500))
    flask = goods.product("Flask", goods.variant(1000))
    assert not saved(office, Voucher, code="ten", kind="percentage", value_shown="10", products=[str(flask.pk)])
    voucher = Voucher.objects.get()
    assert [*voucher.products.all()] == [flask]
    page = BeautifulSoup(office.get(address(Voucher, "edit", voucher.pk)).content, "html.parser")
    boxes = {row.get_text(" ", strip=True): row.select_one("input[checked]") for row in page.select(".office-ticks li")}
    assert [*boxes] == ["Flask", "Beaker"]
    assert [title for title, ticked in boxes.items() if ticked] == ["Flask"]
    assert not page.select("select[name=products]")


@pytest.fixture
def many_products(db: None) -> list[Product]:
    return [goods.product(f"Flask {many:03}", goods.variant(100, sku=f"FL-{many:03}")) for many in range(70)]


def form_shown(browser: Client, road: str, typed: dict[str, Any]) -> BeautifulSoup:
    answer = browser.post(road, typed)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def boxes(page: BeautifulSoup, ticked: bool = False) -> list[str]:
    found = page.select(".office-ticks li")
    return [row.get_text(" ", strip=True) for row in found if not ticked or row.select_one("input[checked]")]


def fields_of(browser: Client, model: type[Any], **typed: Any) -> tuple[str, dict[str, Any]]:
    road = address(model, "add")
    return road, {**{name: told for name, told in opened(browser, road).items() if name != "products"}, **typed}


@pytest.mark.parametrize("model", [Voucher, Offer])
def test_a_shop_of_many_products_shows_a_page_of_them(
    office: Client,  # noqa: F811  (the fixture)
    many_products: list[Product],
    model: type[Any],
) -> None:
    page = BeautifulSoup(office.get(address(model, "add")).content, "html.parser")
    assert boxes(page) == [each.title for each in many_products[:30]]
    assert "page 1 of 3" in page.get_text()


def test_products_are_found_and_turned_over_without_a_script_and_nothing_is_saved(
    office: Client,  # noqa: F811  (the fixture)
    many_products: list[Product],
) -> None:
    first = many_products[0]
    road, typed = fields_of(office, Voucher, code="spring", products=[str(first.pk)], kind="percentage")
    page = form_shown(office, road, {**typed, "products-sought": "flask 06", "products-look": "1"})
    assert boxes(page) == [first.title, "Flask 006", *(each.title for each in many_products[60:])]
    assert boxes(page, ticked=True) == [first.title], "what was ticked stays ticked"
    code = page.select_one("input[name=code]")
    assert code is not None
    assert code["value"] == "spring", "and what was typed stands there"
    assert not page.select(".error-message, .messages .error"), "nobody is blamed for what is not finished"
    page = form_shown(office, road, {**typed, "products-sought": "", "products-look": "3"})
    assert boxes(page)[-1] == many_products[-1].title
    page = form_shown(office, road, {**typed, "products-sought": "FL-042", "products-look": "1"})
    assert boxes(page) == [first.title, "Flask 042"], "by its number"
    assert not Voucher.objects.exists()


def test_looking_for_products_of_a_voucher_there_is_changes_nothing_of_it(
    office: Client,  # noqa: F811  (the fixture)
    many_products: list[Product],
) -> None:
    assert not saved(
        office, Voucher, code="ten", kind="percentage", value_shown="10", products=[str(many_products[0].pk)]
    )
    voucher = Voucher.objects.get()
    road = address(Voucher, "edit", voucher.pk)
    typed = {**opened(office, road), "code": "other", "products": [str(many_products[5].pk)], "products-look": "2"}
    assert boxes(form_shown(office, road, typed), ticked=True) == [many_products[5].title]
    voucher.refresh_from_db()
    assert (voucher.code, [*voucher.products.all()]) == ("TEN", [many_products[0]])


@pytest.mark.parametrize("look", ["0", "-1", "x", "9" * 30, "\x00"])
def test_a_page_that_is_none_is_answered_with_one(
    office: Client,  # noqa: F811  (the fixture)
    many_products: list[Product],
    look: str,
) -> None:
    road, typed = fields_of(office, Voucher, code="spring", kind="percentage")
    assert len(boxes(form_shown(office, road, {**typed, "products": ["x", "9" * 30], "products-look": look}))) >= 10


def test_enter_saves_and_does_not_look(office: Client) -> None:  # noqa: F811  (the fixture)
    """A browser presses the form's first button then."""
    page = BeautifulSoup(office.get(address(Voucher, "add")).content, "html.parser")
    first = page.select_one("#w-editor-form button:not([type=button])")
    assert first is not None
    assert not first.has_attr("name")


def test_but_enter_in_the_search_looks(office: Client, many_products: list[Product]) -> None:  # noqa: F811  (the fixture)
    """A voucher that is not finished is not saved by it."""
    road, typed = fields_of(office, Voucher, code="spring", kind="percentage", value_shown="10")
    page = form_shown(office, road, {**typed, "products-sought": "Flask 042"})
    assert boxes(page) == ["Flask 042"]
    assert not Voucher.objects.exists()
    assert office.post(road, {**typed, "products-sought": "a", "products-shown": "a"}).status_code == 302
