"""Orders by what is in them: a product's title, or a part of an article number, typed into the search of the desk."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.catalog.goods import only_variant, product, variant
from tests.office.conftest import Comes, order_of
from tests.orders.sold import many
from troth.catalog.models import Product, ProductWords
from troth.office.orders import asking
from troth.orders.models import Order, OrderLine

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
FIND = "/office/orders/find/"


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def ordered(title: str, sku: str) -> Order:
    one = only_variant(product(title, variant(1000, stock=99, weight_grams=100, sku=sku)))
    many([timezone.localdate()], (one, 1))
    return OrderLine.objects.get(variant=one).order


def listed(browser: Client, address: str) -> list[str]:
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    return [row.th.get_text() for row in page.select(".office-table tbody tr") if row.th]


@pytest.mark.parametrize("typed", ["Glass carboy", "carboy", "GLASS", "carb 10", "  glass   carboy "])
def test_words_of_a_title_find_the_orders_with_it(olga: Client, typed: str) -> None:
    order = ordered("Glass carboy (10 L)", "GC-10")
    ordered("Stirrer", "ST-1")
    address = olga.post(FIND, {"q": typed})["Location"]
    assert listed(olga, address) == [order.number]
    assert typed.strip() not in address
    assert "With Glass carboy (10 L)" in olga.get(address).content.decode()


def test_the_title_in_another_language_finds_them_too(olga: Client) -> None:
    order = ordered("Glass carboy", "GC-10")
    carboy = Product.objects.get()
    ProductWords.objects.update_or_create(product=carboy, language="de", defaults={"title": "Ballonflasche"})
    assert listed(olga, olga.post(FIND, {"q": "ballon"})["Location"]) == [order.number]


def test_a_part_of_an_article_number_finds_the_orders_with_it(olga: Client) -> None:
    order = ordered("Glass carboy", "GC-10-BLUE")
    assert listed(olga, olga.post(FIND, {"q": "10-bl"})["Location"]) == [order.number]


def test_of_several_the_desk_chooses(olga: Client) -> None:
    first, second = ordered("Glass carboy", "GC-10"), ordered("Glass funnel", "GF-1")
    page = BeautifulSoup(olga.post(FIND, {"q": "glass"}).content, "html.parser")
    offered = {each.get_text(): str(each["href"]) for each in page.select("section.office-box li a")}
    assert [*offered] == ["Glass carboy", "Glass funnel"]
    assert [listed(olga, address) for address in offered.values()] == [[first.number], [second.number]]


@pytest.mark.parametrize("typed", [ADA.name, ADA.email, "Ada", "Gl"])
def test_somebodys_name_stays_where_it_was_typed(olga: Client, typed: str) -> None:
    """No word of a title begins so; and two letters begin too many."""
    order_of(ADA)
    ordered("Glass carboy for a nadador", "GC-10")
    answer = olga.post(FIND, {"q": typed})
    assert answer.status_code == 404
    assert "No order is like that." in answer.content.decode()


def test_a_name_that_begins_a_title_stands_in_no_address(olga: Client) -> None:
    ordered("Adapter", "AD-1")
    assert "ada" not in olga.post(FIND, {"q": "Ada"})["Location"].lower()


def test_goods_that_nobody_ordered_lead_to_no_list(olga: Client) -> None:
    product("Glass carboy", variant(1000, stock=9, sku="GC-10"))
    assert olga.post(FIND, {"q": "carboy"}).status_code == 404


def test_a_product_that_is_no_more_is_said(olga: Client) -> None:
    asked = asking.asked(QueryDict("product=99999"))
    assert [(chip.words, chip.query) for chip in asked.chips] == [("With a product that is no more", "shelf=all")]


@pytest.mark.parametrize("nonsense", ["product=x", "product=-1", "product=99999999999999999999"])
def test_nonsense_for_a_product_narrows_nothing(olga: Client, nonsense: str) -> None:
    order = order_of()
    assert order.number in olga.get(f"/office/orders/?shelf=all&{nonsense}").content.decode()
