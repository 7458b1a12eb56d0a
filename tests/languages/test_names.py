"""Taxes, offers, vouchers and ways of sending are named in the buyer's language, and stay so on what was bought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone, translation

import troth.office.prices.hooks  # noqa: F401  (registers the screens)
from tests.cast import ADA
from tests.catalog.test_office import address, office, opened  # noqa: F401  (a fixture)
from tests.languages.test_mails_and_papers import said as mailed
from tests.orders.buying import basket_with, bought, order_by, tube
from tests.storefront.checkout.pages import Shopper
from tests.storefront.checkout.test_pace import statements
from troth import channels
from troth.api.basket import shaping
from troth.catalog.words.saying import Said, kept, said
from troth.channels import speaking
from troth.office.prices.languages import panels
from troth.orders import basket, shipping
from troth.orders.invoices import content
from troth.orders.models import (
    Basket,
    Offer,
    OfferWords,
    Order,
    Payment,
    ShippingMethod,
    ShippingWords,
    ShippingZone,
    TaxRule,
    TaxWords,
    Voucher,
    VoucherWords,
)
from troth.orders.place import place
from troth.orders.prices import book, order_costs
from troth.orders.prices.rates import Place
from troth.orders.reports import deals, taxes
from troth.orders.reports.span import last_days

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def names() -> None:
    """A tax, an offer, a voucher and a way of sending, each with a German name."""
    method = ShippingMethod.objects.create(code="bike", name="By bicycle", remark="In the evening")
    ShippingZone.objects.create(method=method, countries="home", steps=[[None, 300]])
    ShippingWords.objects.create(of=method, language="de", name="Mit dem Fahrrad", remark="Am Abend")
    tax = TaxRule.objects.create(country="US", region="MA", rate=6250, name="State tax", shipping=False)
    TaxWords.objects.create(of=tax, language="de", name="Steuer des Staates")
    offer = Offer.objects.create(name="Winter", kind="percentage", value=10_000)
    OfferWords.objects.create(of=offer, language="de", name="Winterangebot")
    voucher = Voucher.objects.create(code="FIVE", name="For friends", kind="percentage", value=5_000)
    VoucherWords.objects.create(of=voucher, language="de", name="Unter Freunden")


@pytest.fixture
def on_a_german_page() -> Iterator[None]:
    token = speaking.PAGE.set("de")
    with translation.override("de"):
        yield
    speaking.PAGE.reset(token)


def with_voucher(voucher: Voucher) -> str:
    """A basket that has it."""
    token = basket_with((tube(), 1))
    Basket.objects.update(voucher=voucher)
    return token


def german_order() -> Order:
    return bought_with(with_voucher(Voucher.objects.get()))


def bought_with(token: str) -> Order:
    return Order.objects.get(pk=place(order_by(ADA, token)).order)


def words(order: Order) -> list[str]:
    return [str(line.words) for line in order_costs.lines(order)]


GERMAN = ["Winterangebot", "Unter Freunden (FIVE)", "Mit dem Fahrrad", "Steuer des Staates 6,25\N{NO-BREAK SPACE}%"]


@pytest.mark.usefixtures("names")
def test_a_german_checkout_says_german_names_and_no_statement_more() -> None:
    variant = tube()
    told, counted = {}, {}
    for start in ("", "/de"):
        shopper = Shopper()
        shopper.takes(variant)
        shopper.press("/basket/voucher/", code="FIVE")
        shopper.look(f"{start}/basket/")
        shopper.look(f"{start}/checkout/")
        with statements() as sent:
            basket_page = shopper.look(f"{start}/basket/")
            shopper.look(f"{start}/checkout/")
            shopper.press(f"{start}/checkout/", **shopper.form(reshape="delivery"))
        told[start], counted[start] = basket_page + shopper.page, len(sent)
    for name in ("Winterangebot", "Unter Freunden (FIVE)", "Mit dem Fahrrad", "Am Abend", "Steuer des Staates"):
        assert name in told["/de"], name
    for name in ("Winter", "For friends (FIVE)", "By bicycle", "In the evening", "State tax"):
        assert name in told[""], name
    assert "By bicycle" not in told["/de"]
    assert '<span lang="en">' not in told["/de"]
    assert counted["/de"] == counted[""]


@pytest.mark.usefixtures("names")
def test_what_has_no_german_name_is_marked_as_english() -> None:
    ShippingWords.objects.all().delete()
    OfferWords.objects.update(name="")
    book.PriceBook.renew()
    shopper = Shopper()
    shopper.takes(tube())
    assert '<span lang="en">Winter</span>' in shopper.look("/de/basket/")
    shopper.look("/de/checkout/")
    assert '<span lang="en">By bicycle</span>' in shopper.page
    assert '<span lang="en">In the evening</span>' in shopper.page
    shopper.look("/checkout/")
    assert '<span lang="en">' not in shopper.page, "which needs no mark on an English page"


def test_methods_that_came_with_the_program_speak_german_until_the_shop_writes_its_own() -> None:
    with translation.override("de"):
        assert shipping.methods("US", 1)[0].name == "Standard, mit USPS"
    row = ShippingMethod.objects.create(code="usps_standard", name="Standard, by USPS", carrier="usps")
    ShippingZone.objects.create(method=row, countries="home", steps=[[None, 300]])
    ShippingWords.objects.create(of=row, language="de", name="Post")
    with translation.override("de"):
        assert shipping.methods("US", 1)[0].name == "Post"
    assert shipping.methods("US", 1)[0].name == "Standard, by USPS"


@pytest.mark.usefixtures("names")
def test_an_order_keeps_the_names_it_was_shown(on_a_german_page: None) -> None:
    order = german_order()
    for model in (OfferWords, VoucherWords, TaxWords, ShippingWords):
        model.objects.all().delete()
    assert words(order) == GERMAN
    with translation.override("en"):
        found = order_costs.lines(order)
    assert [getattr(line.words, "lang", "") for line in found] == ["de", "de", "", "de"]
    assert str(found[0].words) == "Winterangebot"


@pytest.mark.usefixtures("names")
def test_its_mail_and_its_invoice_say_them_too(on_a_german_page: None) -> None:
    order = german_order()
    with translation.override("en"):
        mail = mailed(channels.send("order_placed", order.whose, order=order.pk))
    for name in ("Winterangebot", "Unter Freunden (FIVE)", "Mit dem Fahrrad", "Steuer des Staates"):
        assert name in mail, name
    Payment.objects.filter(order=order).update(state="succeeded", settled_at=timezone.now())
    paper = content.of_order(order)
    assert paper.shipping_words == "Mit dem Fahrrad"
    assert [tax.name for tax in paper.taxes] == ["Steuer des Staates"]


@pytest.mark.usefixtures("names")
def test_programs_get_them_in_the_language_they_speak(on_a_german_page: None) -> None:
    contents = basket.look(basket_with((tube(), 1)))
    told = shaping.quote(contents, Place("US", "MA"), None).methods[0]
    assert (told.name, told.discounts[0].label, told.taxes[0].name) == (
        "Mit dem Fahrrad",
        "Winterangebot",
        "Steuer des Staates",
    )


@pytest.mark.usefixtures("names")
def test_figures_keep_one_tax_and_one_offer_together_whatever_language_they_were_bought_in() -> None:
    english = bought(ADA, (tube(), 1))
    with translation.override("de"):
        german = bought(ADA, (tube(title="Flask"), 1))
    Payment.objects.update(state="succeeded", settled_at=timezone.now())
    Order.objects.update(status="paid")
    assert english.taxes.get().name != german.taxes.get().name
    span = last_days(2)
    assert [(each.name, each.orders) for each in taxes.taxes(span, "USD")] == [("State tax", 2)]
    assert [(each.label, each.orders) for each in deals.deals(span, "USD")] == [("Winter", 2)]


def test_words_know_their_language() -> None:
    assert (said("Post", {"de": "Brief"}, "de"), said("Post", {"de": "Brief"}, "de").lang) == ("Brief", "")
    assert (said("Post", {}, "de"), said("Post", {}, "de").lang) == ("Post", "en")
    assert said("Post", {"de": "Brief"}, "").lang == ""
    assert said("", {}, "de").lang == "", "of nothing, there is nothing to say"
    assert isinstance(kept("Brief", "Post", "de"), Said)
    assert (kept("Brief", "Post", "de").lang, kept("Post", "", "de").lang) == ("de", "")
    with translation.override("de"):
        assert (kept("Brief", "Post", "de").lang, kept("Post", "", "de").lang) == ("", "en")


@pytest.mark.parametrize(
    ("model", "start"),
    [
        (TaxRule, {"country": "US", "region": "MA", "rate": 6250, "name": "State tax"}),
        (Offer, {"name": "Winter", "value": 10_000}),
        (Voucher, {"code": "FIVE", "name": "For friends", "value": 5_000}),
        (ShippingMethod, {"code": "bike", "name": "By bicycle"}),
    ],
)
def test_staff_write_a_german_name_change_it_and_take_it_away(office: Client, model: Any, start: Any) -> None:  # noqa: F811  (the fixture)
    row = model.objects.create(**start)
    if model is ShippingMethod:
        ShippingZone.objects.create(method=row, countries="home", steps=[[None, 300]])
    url = address(model, "edit", row.pk)
    for typed in ("Auf Deutsch", "Anders  gesagt", ""):
        form = opened(office, url)
        form.pop("products", None)
        stamp = book.PriceBook.objects.values_list("stamp", flat=True).first()
        answer = office.post(url, {**form, "said_de_name": typed})
        assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)[:2000]
        assert [each.name for each in row.words.all()] == ([" ".join(typed.split())] if typed else [])
        assert stamp != book.PriceBook.objects.values_list("stamp", flat=True).first(), "every process hears of it"


def test_words_beside_a_code_are_no_longer_than_fits(office: Client) -> None:  # noqa: F811  (the fixture)
    row = Voucher.objects.create(code="F" * 32, kind="percentage", value=5_000)
    url = address(Voucher, "edit", row.pk)
    form = opened(office, url)
    form.pop("products", None)
    assert office.post(url, {**form, "said_de_name": "x" * 46}).status_code == 200
    assert office.post(url, {**form, "said_de_name": "x" * 45, "name": "y" * 45}).status_code == 302
    with translation.override("de"):
        bought_with(with_voucher(row))
    assert len(Order.objects.get().discounts.get().label) == 80


def test_a_shop_of_one_language_has_no_such_fields(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English")]
    assert not panels(TaxWords)
