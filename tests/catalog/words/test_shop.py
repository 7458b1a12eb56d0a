"""The shop's own pages in another language: head, basket, orders, exchanges, mails and the feed; each at its usual price."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import translation

from tests.cast import ADA
from tests.catalog.counting import statements
from tests.catalog.words import german
from tests.orders.buying import basket_with, bought
from troth.catalog.models import Product, Variant
from troth.catalog.words import naming
from troth.orders import basket
from troth.orders.models import OrderLine
from troth.orders.returns import replacements
from troth.storefront import freshness, pagecache

pytestmark = pytest.mark.django_db
_G = "{http://base.google.com/ns/1.0}"


@pytest.fixture
def beaker() -> Product:
    return german.beaker(german.glassware())


@pytest.fixture
def amber(beaker: Product) -> Variant:
    return Variant.objects.get(product=beaker, option1="250 mL, amber")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    for file in (Path(os.environ["TROTH_HOME"]) / "feeds").glob("*"):
        file.unlink()
    freshness._last.clear()


@pytest.mark.parametrize("path", ["", "products/", "products/beaker/", "categories/glassware/", "search/?q=becherglas"])
def test_a_page_in_another_language_is_told_in_it_and_costs_what_the_first_one_costs(
    beaker: Product, path: str
) -> None:
    shop = Client()
    first_path = path.replace("becherglas", "beaker")
    shop.get(f"/{first_path}"), shop.get(f"/de/{path}")  # what a process learns once
    pagecache.store().clear()

    with statements() as first:
        english = shop.get(f"/{first_path}").content.decode()
    with statements() as other:
        page = shop.get(f"/de/{path}").content.decode()
    with statements() as kept:
        shop.get(f"/de/{path}")

    assert "Becherglas" in page
    assert "Glasgeräte" in page  # in the head of every page
    assert ">Beaker<" not in page
    assert "Becherglas" not in english
    assert len(other) == len(first) <= 3
    assert len(kept) <= 1
    assert not [sql for sql in first if re.search(r"catalog_(product|category)words", sql)]


def test_a_basket_is_told_in_the_language_of_the_page_in_as_many_statements(amber: Variant) -> None:
    token = basket_with((amber, 1))
    basket.look(token)
    with translation.override("de"):
        basket.look(token)

    with statements() as first:
        (english,) = basket.look(token).lines
    with translation.override("de"), statements() as other:
        (line,) = basket.look(token).lines

    assert (line.full_title, line.path) == ("Becherglas (250 mL, braun)", "/de/products/beaker/")
    assert line.picture.alt == "Ein Becherglas mit Ausguss."
    assert english.full_title == "Beaker (250 mL, amber)"
    assert len(first) == len(other) == 1
    assert "words" not in first[0].replace("keywords", "")


def test_what_was_put_into_the_basket_is_named_in_the_language_of_the_page(amber: Variant) -> None:
    with translation.override("de"):
        assert basket.add("", amber.ref, 1).title == "Becherglas"
    assert basket.add("", amber.ref, 1).title == "Beaker"


def test_an_order_keeps_the_words_it_was_placed_in(amber: Variant) -> None:
    with translation.override("de"):
        order = bought(ADA, (amber, 1))

    assert OrderLine.objects.get(order=order).title == "Becherglas (250 mL, braun)"


def test_what_is_sent_instead_is_named_in_the_orders_language(amber: Variant) -> None:
    order = bought(ADA, (amber, 1))

    with translation.override("de"):
        choices = replacements.choices(OrderLine.objects.get(order=order))

    assert {choice.name for choice in choices} == {"Becherglas · 250 mL, braun", "Becherglas · 50 mL, klar"}


def test_a_name_outside_of_pages(amber: Variant) -> None:
    with statements() as first:
        assert naming.name(amber, "").whole == "Beaker (250 mL, amber)"
    with translation.override("en"):
        assert naming.name(amber, "de").whole == "Becherglas (250 mL, braun)"
    with translation.override("de"):
        assert naming.name(amber).choice == "250 mL, braun"
    assert not [sql for sql in first if "words" in sql.replace("keywords", "")]


def items(path: str) -> list[dict[str, str]]:
    answer = Client().get(path)
    assert answer.status_code == 200
    found = ElementTree.fromstring(b"".join(answer.streaming_content)).findall("channel/item")  # type: ignore[attr-defined]  # noqa: S314  (our own)
    return [{each.tag.removeprefix(_G): each.text or "" for each in item} for item in found]


def test_there_is_a_feed_in_each_language(beaker: Product) -> None:
    (first, _), (other, _) = items("/feeds/google.xml"), items("/feeds/de/google.xml")

    assert (other["title"], other["description"]) == ("Becherglas, 50 mL, klar", "Mit Ausguss.")
    assert other["product_type"] == "Glasgeräte"
    assert "/de/products/beaker/?variant=" in other["link"]
    assert first["title"] == "Beaker, 50 mL, clear"
    assert "/de/" not in first["link"]
    assert first["id"] == other["id"]  # one article, whatever it is called


def test_there_is_no_feed_in_a_language_nobody_speaks_here() -> None:
    assert Client().get("/feeds/fr/google.xml").status_code == 404
    assert Client().get("/feeds/en/google.xml").status_code == 200


def test_the_feed_of_one_language_is_no_other_ones(beaker: Product) -> None:
    german_feed = items("/feeds/de/google.xml")
    items("/feeds/google.xml")

    assert items("/feeds/de/google.xml") == german_feed
