"""What the caller reads and pays in, and drafts whose goods have gone meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from tests.cast import ADA
from tests.catalog.counting import statements
from tests.office.conftest import comes as comes
from tests.orders.buying import tube, works_at_the_desk
from tests.orders.phone.calling import letter, noted, sent
from troth import gate
from troth.catalog import stock
from troth.catalog.models import Product, ProductWords, Status, Variant, VariantPrice
from troth.channels.models import Message
from troth.channels.speaking import language_of
from troth.orders.errors import NotPossible
from troth.orders.models import Draft, SellingCurrency
from troth.orders.phone import aloud, begin, choosing, goods, opening, sending
from troth.orders.phone.opening import DraftShown

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def sam(db: None) -> gate.Actor:
    return works_at_the_desk(502, "customer_service")


@pytest.fixture
def flask() -> Variant:
    """800 cents, or 750 in euros."""
    made = tube(title="Flask", price=800, stock=5)
    SellingCurrency.objects.create(code="EUR", shipping_rate=900_000)
    VariantPrice.objects.create(variant=made, currency="EUR", price=750)
    return made


def listed(actor: gate.Actor) -> DraftShown:
    (draft,) = opening.all_of_them(actor)
    return draft


# -- the currency


def test_the_caller_pays_in_a_currency_that_everything_has_a_price_in(sam: gate.Actor, flask: Variant) -> None:
    ref = noted(sam, ADA, (flask, 2))
    opened = opening.open(ref, sam)
    assert opened is not None
    assert opened.currencies == ("USD", "EUR")
    choosing.currency(ref, "EUR", sam)
    opened = opening.open(ref, sam)
    assert opened is not None
    assert (opened.contents.goods.amount, opened.contents.currency) == (1500, "EUR")
    sending.send(ref, sam)
    assert Draft.objects.get().currency == "EUR"
    assert "€" in str(letter()["total"])


def test_a_currency_without_prices_is_refused(sam: gate.Actor, flask: Variant) -> None:
    ref = noted(sam, ADA, (flask, 1), (tube(title="Lid"), 1))
    for code in ("EUR", "GBP", "", "xxx"):
        with pytest.raises(NotPossible):
            choosing.currency(ref, code, sam)
    assert _basket_currency(ref, sam) == "USD"


# -- the language


def test_the_mail_and_the_page_behind_it_are_in_the_callers_language(sam: gate.Actor) -> None:
    ref = sent(sam)
    assert "/de/" not in str(letter()["url"])
    Draft.objects.update(sent_at=None)
    choosing.language(ref, "de", sam)
    sending.send(ref, sam)
    assert language_of(Message.objects.latest("queued_at").ids) == "de"
    with translation.override("de"):
        assert "/de/orders/phone/" in str(letter()["url"])
    choosing.language(ref, "en", sam)
    assert Draft.objects.get().language == ""


def test_what_is_read_aloud_is_in_it_too(sam: gate.Actor) -> None:
    assert aloud.aloud("de") != aloud.aloud("en") == aloud.aloud()


def test_a_language_the_shop_does_not_speak_is_refused(sam: gate.Actor) -> None:
    ref = noted(sam)
    with pytest.raises(NotPossible):
        choosing.language(ref, "fr", sam)


def test_only_jobs_that_take_calls_choose(sam: gate.Actor, flask: Variant) -> None:
    ref, mia = noted(sam, ADA, (flask, 1)), works_at_the_desk(503, "marketing")
    for act in (lambda: choosing.currency(ref, "EUR", mia), lambda: choosing.language(ref, "de", mia)):
        with pytest.raises(gate.Refused):
            act()
    assert (_basket_currency(ref, sam), Draft.objects.get().language) == ("USD", "")


def test_both_are_chosen_on_the_drafts_page(comes: Callable[[str], Client], flask: Variant) -> None:
    browser = comes("customer_service")
    address = str(browser.post("/office/phone-orders/new/")["Location"])
    browser.post(f"{address}put/", {"variant": str(flask.ref), "quantity": "1"})
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    assert [each.get_text() for each in page.select("#currency option")] == ["USD", "EUR"]
    browser.post(f"{address}currency/", {"currency": "EUR"})
    browser.post(f"{address}language/", {"language": "de"})
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    assert [each.get_text() for each in page.select("#currency option[selected]")] == ["EUR"]
    assert [each["value"] for each in page.select("#language option[selected]")] == ["de"]
    assert page.select(".office-told[lang=de]")


# -- gone meanwhile


def test_a_draft_whose_goods_are_gone_is_marked_in_the_list(sam: gate.Actor, flask: Variant) -> None:
    noted(sam, ADA, (flask, 4))
    assert not listed(sam).short
    stock.reserve(flask.pk, 1)
    assert not listed(sam).short
    stock.reserve(flask.pk, 1)
    assert listed(sam).short
    stock.release(flask.pk, 1)
    assert not listed(sam).short


def test_what_is_sold_no_more_is_gone_too_and_what_is_made_to_order_is_not(sam: gate.Actor, flask: Variant) -> None:
    noted(sam, ADA, (flask, 1))
    for there, short in (
        ({"offered": False}, True),
        ({"offered": True, "stock": 0}, True),
        ({"oversell": True}, False),
        ({"oversell": False, "tracked": False}, False),
    ):
        Variant.objects.filter(pk=flask.pk).update(**there)
        assert listed(sam).short is short, there
    Product.objects.update(status=Status.DRAFT)
    assert listed(sam).short


def test_the_list_asks_two_questions_for_any_number_of_drafts(sam: gate.Actor, flask: Variant) -> None:
    for _call in range(3):
        goods.put(begin.begin(sam), flask.ref, 1, sam)
    with statements() as asked:
        assert len(opening.all_of_them(sam)) == 3
    assert len(asked) == 2


def test_the_list_says_so(comes: Callable[[str], Client], sam: gate.Actor, flask: Variant) -> None:
    browser = comes("customer_service")
    address = str(browser.post("/office/phone-orders/new/")["Location"])
    browser.post(f"{address}put/", {"variant": str(flask.ref), "quantity": "5"})
    assert "Not enough left" not in browser.get("/office/phone-orders/").content.decode()
    stock.reserve(flask.pk, 1)
    assert "Not enough left" in browser.get("/office/phone-orders/").content.decode()


# -- finding goods


def test_goods_are_found_by_their_titles_in_other_languages(flask: Variant) -> None:
    ProductWords.objects.create(product=flask.product, language="de", title="Erlenmeyerkolben eng")
    other = tube(title="Lid")
    assert [each.ref for each in goods.find("kolben")] == [flask.ref]
    assert [each.ref for each in goods.find("kolben flask")] == [flask.ref]  # each word in any language
    assert [each.ref for each in goods.find("lid")] == [other.ref]
    assert goods.find("kolben lid") == ()
    with statements() as asked:
        goods.find("kolben")
    assert len(asked) == 1


def _basket_currency(ref: uuid.UUID, actor: gate.Actor) -> str:
    opened = opening.open(ref, actor)
    assert opened is not None
    return opened.contents.currency
