"""The shop's ways of sending in the office: typed as staff type them, refused with words, and tried out."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import ModelLogEntry

import troth.office.prices.hooks  # noqa: F401  (registers the screens)
from tests.catalog.test_office import address, office, opened  # noqa: F401  (a fixture)
from tests.office.conftest import Comes
from tests.orders.buying import bought
from troth.catalog.models import Catalogue
from troth.catalog.money import Money
from troth.office.prices import weights
from troth.orders import shipping, shipping_rows
from troth.orders.models import SellingCurrency, ShippingMethod

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ZONE = {"countries": "home", "days_least": "2", "days_most": "4", "prices": "4.90", "free_shown": ""}


def typed(*zones: dict[str, str], **told: str) -> dict[str, str]:
    """A whole form: the method, and a zone for each."""
    count = str(len(zones))
    management = {"zones-TOTAL_FORMS": count, "zones-INITIAL_FORMS": "0", "zones-MIN_NUM_FORMS": "1"}
    rows = {
        f"zones-{number}-{name}": value for number, zone in enumerate(zones) for name, value in {**ZONE, **zone}.items()
    }
    return {"name": "Post", "carrier": "", "place": "10", "offered": "on", **management, **rows, **told}


def saved(office: Client, *zones: dict[str, str], **told: str) -> str:  # noqa: F811
    """Save it as new; the page that comes back, "" when it went on."""
    answer = office.post(address(ShippingMethod, "add"), typed(*zones, **told))
    return "" if answer.status_code == 302 else BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def changed(office: Client, row: ShippingMethod, **told: str) -> str:  # noqa: F811
    url = address(ShippingMethod, "edit", row.pk)
    answer = office.post(url, {**opened(office, url), **told})
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_flat_rate_is_offered_at_once(office: Client) -> None:  # noqa: F811
    assert not saved(office, {}, {"countries": "at, de * ", "prices": "500 g: 9.90\n2000: 14,90\n29.90"})
    row = ShippingMethod.objects.get()
    assert (row.code, row.carrier, row.offered) == ("post", "", True)
    assert [(zone.countries, zone.steps) for zone in row.zones.all()] == [
        ("home", [[None, 490]]),
        ("AT DE *", [[500, 990], [2000, 1490], [None, 2990]]),
    ]
    assert [(one.code, one.price, str(one.days)) for one in shipping.methods("US", 90_000)] == [
        ("post", 490, "2 to 4 working days")
    ]
    assert [one.price for one in shipping.methods("FR", 2_001)] == [2990]
    assert ModelLogEntry.objects.for_instance(row).filter(action="wagtail.create").exists(), "its history knows"


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        ([{"countries": "XX"}], "There is no country XX"),
        ([{"prices": ""}], "required"),
        ([{"prices": "500 g: cheap"}], "Line 1:"),
        ([{"prices": "500 g: 5.90\n2000 g: 4.90"}], "Line 2: what is heavier can't cost less"),
        ([{"prices": "5.90\n2000 g: 6.90"}], "Line 2: weights go from light to heavy"),
        ([{"prices": "0 g: 5.90"}], "Line 1: a weight above 0 g"),
        ([{"prices": "500 g: 5.905"}], "more decimals than USD"),
        ([{"days_least": "5", "days_most": "2"}], "less than the least"),
        ([{"free_shown": "a lot"}], "a lot"),
        ([{"countries": "DE"}, {"countries": "FR DE"}], "Germany is in zone 1 already"),
        ([], "at least 1"),
    ],
)
def test_methods_that_cannot_be_say_what_and_where(office: Client, zones: list[dict[str, str]], said: str) -> None:  # noqa: F811
    assert said in saved(office, *zones)
    assert not ShippingMethod.objects.exists()


def test_yen_have_no_decimals(office: Client) -> None:  # noqa: F811
    Catalogue.objects.update_or_create(pk=Catalogue.ONLY, defaults={"currency": "JPY"})
    assert "more decimals than JPY" in saved(office, {"prices": "500 g: 590.5"})
    assert not saved(office, {"prices": "500 g: 590", "free_shown": "5000"})
    zone = ShippingMethod.objects.get().zones.get()
    assert (zone.steps, zone.free_from) == ([[500, 590]], 5000)


def test_a_form_opened_and_saved_changes_nothing_it_shows(office: Client) -> None:  # noqa: F811
    shipping_rows.begin()
    before = {(one.code, one.price, one.name) for one in shipping.methods("DE", 300)}
    for row in ShippingMethod.objects.all():
        assert not changed(office, row)
    assert {(one.code, one.price, one.name) for one in shipping.methods("DE", 300)} == before
    assert [row.service for row in ShippingMethod.objects.all()] == ["usps_standard", "ups_tracked", "fedex_express"]


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(office: Client) -> None:  # noqa: F811
    shipping_rows.begin()
    row = ShippingMethod.objects.get(code="usps_standard")
    url = address(ShippingMethod, "edit", row.pk)
    first, second = opened(office, url), opened(office, url)
    assert office.post(url, {**first, "name": "First"}).status_code == 302
    answer = office.post(url, {**second, "name": "Second"})
    assert "Somebody else has changed it meanwhile" in answer.content.decode()
    assert ShippingMethod.objects.get(pk=row.pk).name == "First"
    assert not changed(office, row, name="Third"), "who opens it again may"


def test_two_of_one_name_have_codes_of_their_own(office: Client) -> None:  # noqa: F811
    assert not saved(office, {}, name="Größer & weiter")
    assert not saved(office, {}, name="Größer & weiter")
    assert [*ShippingMethod.objects.values_list("code", flat=True)] == ["groer_weiter", "groer_weiter_2"]


def test_what_orders_were_placed_with_is_switched_off_and_not_deleted(office: Client) -> None:  # noqa: F811
    shipping_rows.begin()
    used, unused = (ShippingMethod.objects.get(code=code) for code in ("usps_standard", "fedex_express"))
    bought()
    answer = office.post(address(ShippingMethod, "delete", used.pk), follow=True)
    assert "Switch it off instead" in answer.content.decode()
    office.post(address(ShippingMethod, "delete", unused.pk))
    assert {*ShippingMethod.objects.values_list("code", flat=True)} == {"usps_standard", "ups_tracked"}


def test_several_at_once_are_no_way_around_that(office: Client) -> None:  # noqa: F811
    shipping_rows.begin()
    used, unused = (ShippingMethod.objects.get(code=code) for code in ("usps_standard", "fedex_express"))
    bought()
    url = f"/office/bulk/orders/shippingmethod/delete/?id={used.pk}&id={unused.pk}"
    assert "Switch it off instead" in office.post(url, follow=True).content.decode()
    assert ShippingMethod.objects.count() == 3
    office.post(f"/office/bulk/orders/shippingmethod/delete/?id={unused.pk}")
    assert ShippingMethod.objects.count() == 2


def test_one_may_try_what_a_parcel_costs(office: Client) -> None:  # noqa: F811
    assert not saved(office, {"free_shown": "50"})
    page = office.get("/office/shipping/", {"grams": "700", "country": "US", "worth_shown": ""}).content.decode()
    assert "$4.90" in page
    assert "the shop&#x27;s own means" in page
    assert "about " in page
    page = office.get("/office/shipping/", {"grams": "700", "country": "US", "worth_shown": "50.00"}).content.decode()
    assert "$0.00" in page
    page = office.get("/office/shipping/", {"grams": "700", "country": "FR", "worth_shown": ""}).content.decode()
    assert "nobody there can order it" in page
    assert office.get("/office/shipping/", {"grams": "-1", "country": "XX"}).status_code == 200


FLAT = {"prices": "500 g: 4.90\n9.90"}


def test_prices_in_further_currencies_are_typed_beside_them_and_hold_at_once(office: Client) -> None:  # noqa: F811
    SellingCurrency.objects.create(code="EUR", shipping_rate=950_000)
    SellingCurrency.objects.create(code="JPY", shipping_rate=150_000_000)
    further = "eur 500 g: 4,50\nEUR 9.00\nEUR free from 45.00\nJPY free from 8000"
    assert not saved(office, {**FLAT, "further_shown": further})
    row = ShippingMethod.objects.get()
    assert row.zones.get().further == {
        "EUR": {"steps": [[500, 450], [None, 900]], "free_from": 4500},
        "JPY": {"steps": [], "free_from": 8000},
    }
    (way,) = shipping.methods("US", 400, worth=Money(1000, "EUR"))
    assert (way.price, way.own) == (490, Money(450, "EUR"))
    url = address(ShippingMethod, "edit", row.pk)
    assert opened(office, url)["zones-0-further_shown"].splitlines() == [
        "EUR 500 g: 4.50",
        "EUR 9.00",
        "EUR free from 45.00",
        "JPY free from 8000",
    ]
    page = office.get("/office/shipping/", {"grams": "400", "country": "US", "paid_in": "EUR"}).content.decode()
    assert "€4.50" in page
    page = office.get("/office/shipping/", {"grams": "400", "country": "US", "paid_in": "JPY"}).content.decode()
    assert "¥735" in page, "by the rate"


@pytest.mark.parametrize(
    ("further", "says"),
    [
        ("4.50", "Line 1 is none such as"),
        ("GBP 4.50", "does not sell in GBP"),
        ("EUR 500 g: 4.50", "as much weight as the last one above"),
        ("EUR 500 g: 4.50\nEUR 4.00", "EUR: Line 2"),
        ("EUR free from a lot", "EUR: "),
        ("EUR free from 10\nEUR free from 20", "one value only"),
    ],
)
def test_and_what_makes_no_sense_there_is_said(office: Client, further: str, says: str) -> None:  # noqa: F811
    SellingCurrency.objects.create(code="EUR", shipping_rate=950_000)
    assert says in saved(office, {**FLAT, "further_shown": further})
    assert not ShippingMethod.objects.exists()


def test_whoever_runs_the_shop_sets_what_sending_costs(comes: Comes) -> None:
    shipping_rows.begin()
    browser, row = comes("site_keeper"), ShippingMethod.objects.get(code="usps_standard")
    assert browser.get("/office/snippets/orders/shippingmethod/").status_code == 200
    assert browser.get(address(ShippingMethod, "edit", row.pk)).status_code == 200
    assert browser.get("/office/shipping/").status_code == 200


@pytest.mark.parametrize("who", ["marketing", "order_desk", "customer_service", "privacy_officer"])
def test_who_sends_or_sells_does_not_set_its_price(comes: Comes, who: str) -> None:
    shipping_rows.begin()
    browser, row = comes(who), ShippingMethod.objects.get(code="usps_standard")
    assert browser.get("/office/snippets/orders/shippingmethod/").status_code != 200
    assert browser.get("/office/shipping/").status_code in (302, 403)
    browser.post(address(ShippingMethod, "edit", row.pk), typed({}, name="Mine", seen="1"))
    browser.post(address(ShippingMethod, "delete", row.pk))
    assert ShippingMethod.objects.get(code="usps_standard").name == "Standard, by USPS"


@pytest.mark.parametrize("told", [[[500, 590], [None, 990]], [[None, 0]], [[1, 0], [30_000, 12_345]]])
def test_what_is_written_is_read_as_it_was(told: Any) -> None:
    assert weights.read(weights.written(told, "USD"), "USD") == told
    assert weights.read(weights.written(told, "JPY"), "JPY") == told
