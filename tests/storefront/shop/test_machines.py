"""Sitemap, robots.txt and the health check."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as here
from django.db import DatabaseError, connections
from django.test import Client

from tests.catalog import goods
from tests.storefront.shop.conftest import Shelves
from troth.catalog.models import Status

pytestmark = pytest.mark.django_db
BASE = here.TROTH.base_url


def test_the_sitemap_lists_what_is_for_everyone(client: Client, shelves: Shelves) -> None:
    goods.product("Secret", status=Status.DRAFT)
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    places = re.findall("<loc>(.*?)</loc>", response.content.decode())
    assert f"{BASE}/products/beaker/" in places
    assert f"{BASE}/categories/glassware/" in places
    assert f"{BASE}/privacy/" in places
    assert not any("secret" in place or "/my/" in place or "/basket" in place for place in places)


def test_search_engines_are_kept_out_of_what_is_private(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /my/" in lines
    assert "Disallow: /" not in lines
    assert lines[-1] == f"Sitemap: {BASE}/sitemap.xml"


def test_the_shop_says_that_it_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert "no-store" in response["Cache-Control"]


def test_the_shop_says_which_store_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connections["vault"], "cursor", broken)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "failing", "stores": {"default": "ok", "vault": "down"}}
