"""What search engines are told is what the page says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.catalog import goods
from tests.storefront.shop.conftest import Shelves

pytestmark = pytest.mark.django_db
BASE = settings.TROTH.base_url


def told(client: Client, path: str) -> list[dict[str, Any]]:
    page = client.get(path).content.decode()
    nodes: list[dict[str, Any]] = []
    for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        nodes += data.get("@graph", [data])
    return nodes


def of_type(nodes: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (found,) = [node for node in nodes if node["@type"] == kind]
    return found


def test_a_product_tells_its_price_its_currency_and_whether_there_is_any(client: Client, shelves: Shelves) -> None:
    offer = of_type(told(client, "/products/beaker/"), "Product")["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("10.00", "USD")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["url"] == f"{BASE}/products/beaker/"


def test_a_product_with_variants_tells_all_of_them(client: Client, shelves: Shelves) -> None:
    offers = of_type(told(client, "/products/erlenmeyer-flask/"), "Product")["offers"]
    assert (offers["@type"], offers["lowPrice"], offers["highPrice"], offers["offerCount"]) == (
        "AggregateOffer",
        "9.00",
        "24.00",
        3,
    )
    assert "https://schema.org/OutOfStock" in {offer["availability"] for offer in offers["offers"]}


def test_the_way_to_a_product_is_told(client: Client, shelves: Shelves) -> None:
    steps = of_type(told(client, "/products/beaker/"), "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["Home", "Glassware", "Beaker"]
    assert [step["position"] for step in steps] == [1, 2, 3]


def test_a_category_tells_its_list_and_its_place(client: Client, shelves: Shelves) -> None:
    nodes = told(client, "/categories/glassware/")
    urls = {item["url"] for item in of_type(nodes, "ItemList")["itemListElement"]}
    assert urls == {f"{BASE}/products/beaker/", f"{BASE}/products/erlenmeyer-flask/"}
    assert of_type(nodes, "BreadcrumbList")["itemListElement"][-1]["name"] == "Glassware"


def test_the_front_page_tells_who_keeps_the_shop(client: Client, shelves: Shelves) -> None:
    nodes = told(client, "/")
    assert of_type(nodes, "OnlineStore")["legalName"]
    assert "{search_term_string}" in of_type(nodes, "WebSite")["potentialAction"]["target"]["urlTemplate"]


def test_a_products_words_cannot_end_the_script(client: Client, shelves: Shelves) -> None:
    goods.product("Trap", slug="trap", blurb="</script><script>alert(1)</script> & more")
    assert b"</script><script>alert" not in client.get("/products/trap/").content
    assert of_type(told(client, "/products/trap/"), "Product")["description"].startswith("</script>")
