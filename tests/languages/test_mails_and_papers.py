"""What leaves the shop speaks as the page did, and an order as it was placed, whoever works on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats, translation

from tests.cast import ADA
from tests.orders import buying
from tests.orders.buying import tube
from troth import channels
from troth.catalog.money import Money
from troth.channels import leave, speaking
from troth.channels.models import Message
from troth.orders.models import Order
from troth.orders.prices.cost_words import with_rate
from troth.orders.shipping import Method
from troth.people import postal
from troth.storefront.language import LanguageOfAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Order:
    return buying.bought(ADA, (tube(), 1))


def letter(message: Message) -> leave.SealedMail:
    return leave.letter(message, lambda: True)


def said(message: Message) -> str:
    mail = letter(message)
    html = "".join(str(each.content) for each in mail.alternatives)
    return f"{mail.subject}\n{mail.body}\n{html}"


@pytest.fixture
def on_a_german_page() -> Iterator[None]:
    token = speaking.PAGE.set("de")
    with translation.override("de"):
        yield
    speaking.PAGE.reset(token)


def test_an_order_remembers_the_language_it_was_placed_in(on_a_german_page: None) -> None:
    assert buying.bought(ADA, (tube(), 1)).language == "de"


def test_an_order_placed_in_the_first_language_remembers_nothing(order: Order) -> None:
    assert order.language == ""


def test_a_mail_about_an_order_speaks_as_it_was_placed_whoever_sends_it(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(language="de")
    with translation.override("en"):
        told = said(channels.send("order_placed", order.whose, order=order.pk))
    assert "Bestellung" in told
    assert "/de/orders/" in told
    assert "/de/privacy/#clause-" in told
    assert "You get this" not in told


def test_somebody_at_work_in_german_writes_in_english_to_who_bought_in_english(order: Order) -> None:
    with translation.override("de"):  # the office, as this employee wants it
        message = channels.send("order_placed", order.whose, order=order.pk)
        told = said(message)
    assert "language" not in message.ids
    assert "Bestellung" not in told
    assert "/de/" not in told


def test_a_mail_asked_for_on_a_german_page_is_german(order: Order, on_a_german_page: None) -> None:
    message = channels.send("privacy_link", order.whose)
    assert message.ids["language"] == "de"
    told = said(message)
    assert "/de/my/privacy/enter/" in told


def test_a_language_the_shop_does_not_speak_is_the_first_one(order: Order) -> None:
    told = said(channels.send("privacy_link", order.whose, language="xx"))
    assert "/my/privacy/enter/" in told
    assert "/de/" not in told


def test_the_page_is_forgotten_when_it_has_been_answered(rf) -> None:
    seen = []
    LanguageOfAddress(lambda request: seen.append(channels.asked_in()) or _answer())(rf.get("/de/products/"))
    LanguageOfAddress(lambda request: seen.append(channels.asked_in()) or _answer())(rf.get("/products/"))
    assert [*seen, channels.asked_in()] == ["de", "", ""]


def _answer():
    from django.http import HttpResponse

    return HttpResponse()


def test_dates_money_numbers_and_places_are_written_as_germans_do() -> None:
    with translation.override("de"):
        assert formats.date_format(date(2027, 5, 3)) == "3. Mai 2027"
        assert Money(123450, "USD").text == "1.234,50\xa0$"
        assert with_rate("Sales tax", 6250) == "Sales tax 6,25\xa0%"
        assert Template("{{ n }}").render(Context({"n": Decimal("1.5")})) == "1,5"
        assert postal.country_name("US") == "Vereinigte Staaten"
        names = [name for _code, name in postal.country_choices()]
        assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    with translation.override("en"):
        assert formats.date_format(date(2027, 5, 3)) == "3 May 2027"
        assert postal.country_name("US") == "United States of America"


def test_days_of_one_month_share_its_name_with_a_full_stop_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.orders.shipping.arrival", lambda days, start=None: date(2027, 5, days))
    with translation.override("de"):
        assert Method("a", "ups", "", "", 100, (3, 6)).arrives.endswith("4. bis 7. Mai")
