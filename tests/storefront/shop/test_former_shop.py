"""Addresses of the former shop lead to the product, for good."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.catalog import goods
from tests.catalog.importing.sheets import WIX_CLASSIC, bring, sheet
from troth.catalog.models import Product, Status

pytestmark = pytest.mark.django_db
RING = {"handleId": "product_1", "fieldType": "Product", "name": "Ada's ring", "price": "4", "visible": "true"}


@pytest.mark.parametrize("old", ["/product-page/ada-s-ring", "/product-page/adas-ring", "/product-page/Ada%27s-ring"])
def test_wixs_addresses_lead_to_the_product(old: str) -> None:
    bring(sheet(WIX_CLASSIC, RING))
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/products/adas-ring/")


@pytest.mark.parametrize(
    "old", ["/product/kolben/", "/product/K%C3%B6lben/", "/products/K%C3%B6lben/", "/collections/glass/products/kolben"]
)
def test_woocommerces_and_shopifys_do_too(old: str) -> None:
    goods.product("Kolben", handle="Kölben")
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/products/kolben/")


def test_after_another_change_of_address_they_still_do() -> None:
    bring(sheet(WIX_CLASSIC, RING))
    ring = Product.objects.get()
    ring.slug = "silver-ring"
    ring.save()
    for old in ("ada-s-ring", "adas-ring"):
        assert Client().get(f"/product-page/{old}")["Location"] == "/products/silver-ring/"


@pytest.mark.parametrize(
    "old", ["/product-page/never", "/product/draft/", "/products/%00/", "/product-page/" + "x" * 3000]
)
def test_what_is_not_shown_is_not_found(old: str) -> None:
    goods.product("Draft", status=Status.DRAFT)
    assert Client().get(old).status_code == 404
