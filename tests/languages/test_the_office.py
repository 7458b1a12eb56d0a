"""Each employee has the office in a language of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import world
from tests.languages.reading import lang_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody(settings: object) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    return world.made()


def first_page(browser: Client) -> str:
    answer = browser.get("/office/")
    page = answer.content.decode()
    assert answer["Content-Language"] == lang_of(page)
    return page


def test_it_opens_in_the_shops_first_language_and_stays_in_the_chosen_one(everybody: World) -> None:
    olga, sam = everybody.client("order_desk"), everybody.client("customer_service")
    assert lang_of(first_page(olga)) == "en"
    assert olga.post("/office/language/", {"language": "de"}).status_code == 302
    assert lang_of(first_page(olga)) == "de"
    assert "Bestellungen" in first_page(olga)
    assert lang_of(first_page(sam)) == "en"


def test_a_language_the_shop_does_not_speak_changes_nothing(everybody: World) -> None:
    olga = everybody.client("order_desk")
    assert olga.post("/office/language/", {"language": "fr"}).status_code == 400
    assert lang_of(first_page(olga)) == "en"


def test_a_refusal_in_the_office_speaks_it_too(everybody: World) -> None:
    marketing = everybody.client("marketing")
    marketing.post("/office/language/", {"language": "de"})
    answer = marketing.get("/office/staff/")
    assert answer.status_code == 403
    assert lang_of(answer.content.decode()) == answer["Content-Language"] == "de"
