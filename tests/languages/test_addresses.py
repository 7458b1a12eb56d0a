"""The address says the language, and nothing else does."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.languages.reading import lang_of
from tests.storefront.shop.conftest import Shelves
from troth.storefront import pagecache

pytestmark = pytest.mark.django_db
BASE = settings.TROTH.base_url


def page(client: Client, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("path", ["/", "/products/", "/products/beaker/", "/search/?q=flask", "/privacy/", "/basket/"])
def test_each_page_is_there_in_german_too(client: Client, shelves: Shelves, path: str) -> None:
    told = client.get(f"/de{path}")
    assert told.status_code == 200
    assert told["Content-Language"] == lang_of(told.content.decode()) == "de"
    assert client.get(path)["Content-Language"] == lang_of(page(client, path)) == "en"


def test_what_a_browser_prefers_or_carries_decides_nothing(client: Client, shelves: Shelves) -> None:
    client.cookies["django_language"] = "de"
    plain = client.get("/products/", headers={"accept-language": "de"})
    assert lang_of(plain.content.decode()) == "en"
    assert "Accept-Language" not in plain["Vary"]
    assert lang_of(page(client, "/de/products/", **{"accept-language": "en"})) == "de"


def test_every_page_leads_to_itself_in_the_other_language(client: Client, shelves: Shelves) -> None:
    assert '<a href="/de/products/?sort=title" lang="de" hreflang="de">Deutsch</a>' in page(
        client, "/products/?sort=title"
    )
    assert '<a href="/products/beaker/" lang="en" hreflang="en">English</a>' in page(client, "/de/products/beaker/")
    assert '<span lang="de" aria-current="true">Deutsch</span>' in page(client, "/de/")


def test_links_on_a_page_stay_in_its_language(client: Client, shelves: Shelves) -> None:
    for path in ("/de/", "/de/products/", "/de/products/beaker/", "/de/basket/", "/de/account/login/", "/de/privacy/"):
        found = set(re.findall(r'(?:href|action)="(/[^"#?]*)', page(client, path)))
        same = re.compile(r"/de/|/static/|/ledger/|/media/")
        astray = {each for each in found if not same.match(each)}
        astray -= set(re.findall(r'href="([^"]*)"[^>]*hreflang="en"', page(client, path)))
        assert not astray, path


def test_search_engines_find_both_and_know_them_for_one_page(client: Client, shelves: Shelves) -> None:
    for path in ("/products/beaker/", "/de/products/beaker/"):
        assert f'<link rel="canonical" href="{BASE}{path}">' in page(client, path)
    sitemap = page(client, "/sitemap.xml")
    assert f"<loc>{BASE}/de/products/beaker/</loc>" in sitemap
    assert f'hreflang="en" href="{BASE}/products/beaker/"' in sitemap
    assert f'hreflang="de" href="{BASE}/de/products/beaker/"' in sitemap
    assert "Disallow: /de/account/" in page(client, "/robots.txt")


@pytest.mark.parametrize(
    "path", ["/en/products/", "/de/office/", "/de/healthz", "/de/robots.txt", "/de/api/v1/products", "/fr/"]
)
def test_there_is_one_address_for_each_page_in_each_language(client: Client, shelves: Shelves, path: str) -> None:
    assert client.get(path, follow=True).status_code == 404


def test_what_is_not_there_is_said_in_the_language_of_the_address(client: Client, shelves: Shelves) -> None:
    assert "This shelf is empty." in page(client, "/nowhere/", 404)
    missing = page(client, "/de/nirgends/", 404)
    assert lang_of(missing) == "de"
    assert "This shelf is empty." not in missing


def test_a_form_that_grew_old_is_refused_in_the_language_of_the_address(shelves: Shelves) -> None:
    strict = Client(enforce_csrf_checks=True)
    told = strict.post("/de/account/login/", {"login": "x"}, headers={"origin": "https://elsewhere.example"})
    assert told.status_code == 403
    assert lang_of(told.content.decode()) == "de"
    assert "This form has grown old." not in told.content.decode()


def test_a_post_leads_on_in_its_language(client: Client, shelves: Shelves) -> None:
    told = client.post("/de/basket/add/", {"variant": shelves.beaker.variants.get().ref, "quantity": "1"})
    assert told.status_code == 303
    assert told["Location"].startswith("/de/basket/")
    assert client.get("/de/account/")["Location"].startswith("/de/account/login/?next=/de/account/")


def test_no_page_leaks_into_the_other_language(client: Client, shelves: Shelves) -> None:
    first = {path: client.get(path) for path in ("/products/", "/de/products/", "/products/", "/de/products/")}
    assert lang_of(first["/products/"].content.decode()) == "en"
    assert lang_of(first["/de/products/"].content.decode()) == "de"
    assert first["/products/"]["ETag"] != first["/de/products/"]["ETag"]


def test_without_the_address_in_the_key_a_page_does_leak(
    client: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(pagecache, "key_of", lambda request: "page:one-for-all")
    assert lang_of(page(client, "/products/")) == "en"
    assert lang_of(page(client, "/de/products/")) == "en"


def test_parts_of_pages_that_are_kept_are_kept_in_each_language(client: Client, shelves: Shelves) -> None:
    """The head and foot are drawn once; the shelves in them are remembered with their addresses."""
    for path, shelf in (("/", 'href="/categories/glassware/"'), ("/de/", 'href="/de/categories/glassware/"')) * 2:
        pagecache.store().clear()
        assert shelf in page(client, path)


def test_a_shop_with_one_language_shows_no_switch(client: Client, shelves: Shelves, settings: object) -> None:
    settings.LANGUAGES = [("en", "English")]  # type: ignore[attr-defined]
    told = page(client, "/products/beaker/")
    assert "hreflang" not in told
    assert 'class="languages"' not in told
    assert client.get("/de/products/").status_code == 404


def test_a_fault_of_ours_is_said_in_the_language_of_the_address(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("troth.catalog.browse.featured", broken)
    client = Client(raise_request_exception=False)
    told = page(client, "/de/", 500)
    assert lang_of(told) == "de"
    assert "Something broke" not in told
    assert "Something broke on our side." in page(client, "/", 500)


@pytest.mark.parametrize(
    "path", ["/de//evil.example/", "/de///evil.example/", "//evil.example/", "/de/%5Cevil.example/"]
)
def test_the_switch_never_leads_to_another_host(client: Client, shelves: Shelves, path: str) -> None:
    told = client.get(path)
    assert not re.search(r'href="(?://|/?\\)', told.content.decode())
