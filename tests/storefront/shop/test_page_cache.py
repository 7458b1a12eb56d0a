"""The page cache: fast for everybody, and nobody's page for anybody else."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from tests.catalog import goods
from tests.catalog.counting import statements
from tests.storefront.shop.conftest import Shelves
from troth.catalog.models import Variant
from troth.orders import basket
from troth.storefront import basketcount
from troth.storefront.pagecache import key_of, store

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/products/",
    "/products/?sort=price",
    "/products/erlenmeyer-flask/",
    "/products/filter-tips/?variant=FT-10-10",
    "/categories/glassware/",
    "/search/?q=flask",
    "/search/",
]


def in_basket(product: Shelves | object, quantity: int) -> str:
    ref = Variant.objects.filter(product=product).values_list("ref", flat=True)[0]
    return basket.add("", ref, quantity).token


def with_basket(token: str) -> Client:
    client = Client()
    client.cookies[basketcount.cookie_name()] = token
    return client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_three_queries_and_one_when_kept(client: Client, shelves: Shelves, path: str) -> None:
    """Inside a test's transaction the one query for the revision cannot be saved; see test_freshness."""
    with statements() as first:
        made = client.get(path)
    with statements() as second:
        kept = client.get(path)
    assert len(first) <= 3, "\n".join(first)
    assert len(second) <= 1, "\n".join(second)
    assert made.content == kept.content


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_sets_no_cookie_and_is_asked_for_again(client: Client, shelves: Shelves, path: str) -> None:
    response = client.get(path)
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_the_number_in_the_basket_is_the_visitors_own(client: Client, shelves: Shelves) -> None:
    two, five = with_basket(in_basket(shelves.beaker, 2)), with_basket(in_basket(shelves.beaker, 5))
    for _ in range(2):
        assert b"2 things in it" in two.get("/products/").content
        assert b"5 things in it" in five.get("/products/").content
        assert b"things in it" not in client.get("/products/").content


def test_a_page_with_a_basket_costs_one_query_more(shelves: Shelves) -> None:
    visitor = with_basket(in_basket(shelves.beaker, 2))
    visitor.get("/")
    with statements() as sent:
        visitor.get("/")
    assert len(sent) == 2


def test_a_changed_price_shows_at_once(client: Client, shelves: Shelves) -> None:
    assert b"$10.00" in client.get("/products/beaker/").content
    variant = shelves.beaker.variants.get()
    variant.price = 1111
    shelves.beaker.variants = [variant]
    shelves.beaker.save()
    page = client.get("/products/beaker/").content
    assert b"$11.11" in page
    assert b"$10.00" not in page


def test_the_last_one_sold_shows_at_once(client: Client, shelves: Shelves) -> None:
    from troth.catalog import stock

    variant = Variant.objects.get(product=shelves.beaker)
    assert b"In stock" in client.get("/products/beaker/").content
    assert stock.reserve(variant.pk, 10)
    assert b"Sold out" in client.get("/products/beaker/").content


def test_somebody_signed_in_neither_fills_nor_reads_the_cache(client: Client, shelves: Shelves) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    client.get("/")
    client.cookies.clear()
    with statements() as sent:
        client.get("/")
    assert len(sent) == 3  # made anew: the page above was not kept


def test_what_somebody_typed_is_kept_only_if_the_catalogue_says_it_too(client: Client, shelves: Shelves) -> None:
    def kept(query: str) -> bool:
        store().clear()
        client.get("/search/", {"q": query})
        return bool(store()._cache)  # type: ignore[attr-defined]

    assert kept("flask")
    assert not kept("Alice Ashworth")
    assert not kept("flask Alice Ashworth")
    assert not kept("flasc")  # shown as "flask", but it is not what was typed


def test_no_path_and_no_query_stands_in_the_cache_in_clear(client: Client, shelves: Shelves) -> None:
    client.get("/search/?q=flask")
    assert not any("flask" in key or "search" in key for key in store()._cache)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("/products/?page=1%26sort%3D-price", "/products/?page=1&sort=-price"),
        ("/search/?page=2%26q%3Dflask", "/search/?page=2&q=flask"),
    ],
)
def test_a_value_that_looks_like_two_does_not_pass_for_them(odd: str, plain: str) -> None:
    request = RequestFactory()
    assert key_of(request.get(odd)) != key_of(request.get(plain))


@pytest.mark.parametrize("query", ["?utm_source=x", "?variant=no-such", "?page=77", "?q=x", "?" + "q=" + "x" * 500])
def test_an_address_nobody_would_share_is_not_kept(client: Client, shelves: Shelves, query: str) -> None:
    client.get(f"/products/erlenmeyer-flask/{query}")
    client.get("/products/?page=77")
    assert not store()._cache  # type: ignore[attr-defined]


def test_a_page_that_sets_a_cookie_is_not_kept(
    client: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpRequest, HttpResponse

    from troth.storefront.pagecache import PageCache, same_for_everyone

    @same_for_everyone
    def careless(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("hello")
        response.set_cookie("who", "alice")
        return response

    request = client.get("/").wsgi_request
    PageCache(careless)(request)
    store().clear()
    answer = PageCache(careless)(request)
    assert answer.cookies
    assert not store()._cache  # type: ignore[attr-defined]


def test_a_view_that_did_not_say_so_is_not_kept(client: Client, shelves: Shelves) -> None:
    client.get("/healthz")
    client.get("/basket/")
    assert not store()._cache  # type: ignore[attr-defined]


def test_a_browser_that_has_the_page_gets_304_until_its_basket_changes(shelves: Shelves) -> None:
    visitor = with_basket(in_basket(shelves.beaker, 1))
    tag = visitor.get("/")["ETag"]
    again = visitor.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    richer = with_basket(in_basket(shelves.beaker, 2))
    assert richer.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_a_kept_page_comes_compressed_to_whoever_can_read_it(client: Client, shelves: Shelves) -> None:
    plain = client.get("/")
    small = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2


def test_head_is_answered_from_the_same_page(client: Client, shelves: Shelves) -> None:
    assert client.head("/")["ETag"] == client.get("/")["ETag"]


def test_a_kept_page_is_not_given_out_under_another_hosts_name(client: Client, shelves: Shelves) -> None:
    client.get("/")
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_new_category_stands_in_the_head_of_every_page_at_once(client: Client, shelves: Shelves) -> None:
    client.get("/products/")
    goods.product("Cryo box", categories=(goods.category("Cold storage", position=9),))
    assert b"Cold storage" in client.get("/products/").content
