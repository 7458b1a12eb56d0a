"""Fields nobody has written into are drawn once for all visitors; with one word in them they are drawn for their visitor."""

from __future__ import annotations

import pytest

from tests.cast import ADA, BEN
from tests.storefront.checkout.pages import Shopper
from troth.catalog.models import Variant
from troth.orders.prefill import Prefill
from troth.storefront.checkout import untouched
from troth.storefront.checkout.form import CheckoutForm
from troth.storefront.templatetags import fieldgroups

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GROUPS = ("contact", "delivery", "recipient", "billing", "rules", "news")
AT_ADAS = {f"delivery-{name}": value for name, value in ADA.address.items() if name != "name"}


@pytest.fixture(autouse=True)
def nothing_drawn_yet() -> None:
    fieldgroups._drawn.cache_clear()


def untouched_in(form: CheckoutForm) -> set[str]:
    return {group for group in GROUPS if getattr(form, f"untouched_{group}") is not None}


def form_of(data: dict[str, str] | None) -> CheckoutForm:
    return CheckoutForm(lambda: pytest.fail("nobody asked for the basket"), data)


def without_secrets(page: str) -> str:
    """The page without what is new on every page."""
    for name in ("csrfmiddlewaretoken", "key"):
        before, _, rest = page.partition(f'name="{name}" value="')
        page = before + rest.partition('"')[2]
    return page


@pytest.mark.parametrize(
    "typed",
    [
        None,
        {"delivery-country": "DE", "reshape": "delivery"},
        {"delivery-country": "US", "billing-country": "FR", "reshape": "billing"},
        {**AT_ADAS, "reshape": "delivery-region"},
        {**AT_ADAS, "billing_differs": "on", "billing-country": "US", "name": ADA.name},
    ],
)
def test_the_page_is_the_one_it_is_without_anything_kept(
    shopper: Shopper, tube: Variant, typed: dict[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page() -> str:
        shopper.look("/checkout/")
        return without_secrets(shopper.press("/checkout/", **typed) if typed else shopper.page)

    shopper.takes(tube)
    page()
    kept = page()
    assert fieldgroups._drawn.cache_info().hits
    for group in GROUPS:
        monkeypatch.setattr(CheckoutForm, f"untouched_{group}", None)
    assert page().split() == kept.split()


def test_what_one_visitor_wrote_stands_on_nobody_elses_page(shopper: Shopper, tube: Variant) -> None:
    shopper.takes(tube).look("/checkout/")
    told = shopper.form(ADA, reshape="delivery-country")
    assert ADA.name in shopper.press("/checkout/", **told)
    other = Shopper().takes(tube).look("/checkout/")
    for value in (ADA.name, ADA.email, ADA.telephone, ADA.address["street_address"], ADA.address["postcode"]):
        assert value not in other


@pytest.mark.parametrize(
    ("typed", "touched"),
    [
        ({}, set()),
        ({"name": BEN.name}, {"contact"}),
        ({"delivery-locality": "Leeds"}, {"delivery"}),
        ({"recipient": BEN.name}, {"recipient"}),
        ({"billing-postcode": "1"}, {"billing"}),
        ({"billing_differs": "on"}, {"billing"}),
        ({"residence": "US-CA"}, {"rules"}),
        ({"organization_country": "DE"}, {"rules"}),
        ({"newsletter": "on"}, {"news"}),
    ],
)
def test_one_word_is_enough_to_draw_a_group_for_its_visitor(typed: dict[str, str], touched: set[str]) -> None:
    start = {"delivery-country": "US", "billing-country": "US", "reshape": "delivery"}
    assert untouched_in(form_of({**start, **typed})) == set(GROUPS) - touched


def test_a_group_with_a_fault_is_drawn_for_its_visitor() -> None:
    form = form_of({"delivery-country": "US", "billing-country": "US"})
    assert not form.is_valid()
    assert untouched_in(form) == {"recipient", "billing", "rules", "news"}


@pytest.mark.parametrize("country", ["", "us", "Mordor"])
def test_a_country_that_is_none_is_shown_as_it_was_sent(country: str) -> None:
    form = form_of({"delivery-country": country, "reshape": "delivery"})
    assert "delivery" not in untouched_in(form)


def test_what_an_account_knows_is_drawn_for_its_owner() -> None:
    form = CheckoutForm(
        lambda: pytest.fail("nobody asked for the basket"),
        prefill=Prefill(contact={"name": ADA.name}, delivery={**ADA.address}, rest={"residence": "US-CA"}),
    )
    assert untouched_in(form) == {"recipient", "billing", "news"}


def test_a_guests_first_page_makes_no_form_at_all(
    shopper: Shopper, tube: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopper.takes(tube).look("/checkout/")
    for name in ("delivery", "billing", "contact", "rest"):
        monkeypatch.setattr(CheckoutForm, name, property(lambda form: pytest.fail("a form was made for nothing")))
    assert 'name="delivery-country"' in shopper.look("/checkout/")


def test_the_script_is_told_ways_and_sum_and_nothing_of_what_was_typed(shopper: Shopper, tube: Variant) -> None:
    shopper.takes(tube).look("/checkout/")
    typed = shopper.form(ADA, reshape="delivery-region")
    whole = shopper.press("/checkout/", **typed)
    parts = shopper.press("/checkout/", **typed, only="prices")
    assert ADA.name in whole
    assert ADA.name not in parts
    assert "<html" not in parts
    methods, summary = parts.strip().split("<aside", 1)
    assert methods.strip() in whole
    assert summary.strip() in whole


def test_only_the_script_gets_parts_of_the_page(shopper: Shopper, tube: Variant) -> None:
    """A word more in the form does not keep anybody from ordering."""
    shopper.takes(tube).look("/checkout/")
    shopper.press("/checkout/", **shopper.form(ADA), only="prices")
    assert shopper.answer.status_code == 303


def test_no_more_than_a_country_is_remembered_of_a_group() -> None:
    assert set(untouched.Blank.__slots__) == {"country", "asks_vat_id"}
