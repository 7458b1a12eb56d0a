"""The feed for Google: the attributes it requires, of what is shown and offered only, and only from the catalogue."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.catalog import goods
from troth.catalog.exporting import google, kept
from troth.catalog.models import Product, Status, Variant

pytestmark = pytest.mark.django_db
REQUIRED = (
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "availability",
    "price",
    "condition",
    "identifier_exists",
)
PHOTOGRAPH = {"alt": "", "sizes": [["w800", 800, 600, "beaker.jpg"]]}
_G = "{http://base.google.com/ns/1.0}"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    for file in (Path(os.environ["TROTH_HOME"]) / "feeds").glob("*"):
        file.unlink()


def items() -> list[dict[str, str]]:
    answer = Client().get("/feeds/google.xml")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    found = ElementTree.fromstring(content).findall("channel/item")  # noqa: S314  (our own)
    return [{each.tag.removeprefix(_G): each.text or "" for each in item} for item in found]


def test_every_item_has_what_google_requires() -> None:
    goods.product(
        "Beaker & <cup>", goods.variant(2490, compare_at=2990, weight_grams=120), vendor="Test", slug="beaker"
    )

    Product.objects.update(pictures=[PHOTOGRAPH | {"id": 1}, PHOTOGRAPH | {"id": 2}])

    (item,) = items()

    assert [name for name in REQUIRED if not item.get(name)] == []
    assert item["image_link"].endswith("/beaker.jpg")
    assert item["additional_image_link"].endswith("/beaker.jpg")
    assert len(item["id"]) <= 50
    assert (item["title"], item["brand"]) == ("Beaker & <cup>", "Test")
    assert (item["price"], item["sale_price"]) == ("29.90 USD", "24.90 USD")
    assert (item["availability"], item["shipping_weight"]) == ("in_stock", "120 g")
    assert item["link"].startswith("http://localhost:8000/products/beaker/?variant=")


def test_a_drawing_that_stands_in_for_a_photograph_is_left_out() -> None:
    goods.product("Beaker")
    Product.objects.update(pictures=[{"id": 1, "drawn": "storefront/art/beaker.svg"}, PHOTOGRAPH | {"id": 2}])

    (item,) = items()

    assert item["image_link"].endswith("/beaker.jpg")
    assert "additional_image_link" not in item


def test_variants_are_items_of_one_group_with_their_size_and_colour() -> None:
    small = goods.variant(option1="S", option2="Red")
    goods.product(
        "Coat", small, goods.variant(stock=0, option1="M", option2="Red"), option1_name="Size", option2_name="Colour"
    )

    first, second = items()

    assert first["item_group_id"] == second["item_group_id"] == "coat"
    assert (first["title"], first["size"], first["color"]) == ("Coat, S, Red", "S", "Red")
    assert (first["availability"], second["availability"]) == ("in_stock", "out_of_stock")


def test_drafts_and_what_is_not_offered_are_not_in_it() -> None:
    goods.product("Draft", status=Status.DRAFT)
    goods.product("Withdrawn", goods.variant(offered=False))
    assert items() == []


@pytest.mark.parametrize(
    ("code", "right"), [("4006381333931", True), ("4006381333932", False), ("12345670", True), ("x", False)]
)
def test_only_numbers_whose_check_digit_is_right_are_told(code: str, right: bool) -> None:
    assert google.is_gtin(code) is right
    goods.product("Pen", goods.variant(barcode=code))
    (item,) = items()
    assert ("gtin" in item) is right
    assert ("identifier_exists" in item) is not right


def test_it_is_made_once_for_a_state_of_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    goods.product("Pen")
    made = []
    real = google.feed
    monkeypatch.setattr(google, "feed", lambda file, name: (made.append(1), real(file, name)))

    items(), items()
    assert len(made) == 1

    goods.product("Ink")
    assert len(items()) == 1  # a minute's patience
    monkeypatch.setattr(kept, "AT_LEAST", 0.0)
    assert len(items()) == 2
    assert len(made) == 2


def test_a_long_address_still_makes_a_short_group() -> None:
    assert len(google._group("x" * 120)) == 50


def test_nothing_but_the_catalogue_is_asked(django_assert_num_queries: Any) -> None:
    goods.product("Pen", goods.variant(), goods.variant(option1="b"))
    with django_assert_num_queries(1):
        assert len(list(google.items())) == 2
    assert Variant.objects.count() == 2
    assert Product.objects.count() == 1
