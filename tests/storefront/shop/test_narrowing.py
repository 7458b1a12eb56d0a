"""Narrowing a list in its page: a form and links, no script, and nothing for search engines to get lost in."""

from __future__ import annotations

import html

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from tests.catalog import goods
from tests.catalog.counting import statements
from tests.storefront.shop.conftest import Shelves
from troth.storefront.pagecache import key_of, store
from troth.storefront.shop.narrowing import asked_narrowing

pytestmark = pytest.mark.django_db
SHELF = "/categories/glassware/"
EVERYTHING = "/products/"


@pytest.fixture(autouse=True)
def more(shelves: Shelves) -> None:
    for name, glass in (("Tall beaker", "Borosilicate 3.3"), ("Watch glass", "Soda lime")):
        goods.product(name, categories=(shelves.glass,), specifications=f"Glass: {glass}", vendor=name.split()[0])


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("shelf", [SHELF, EVERYTHING])
def test_a_list_offers_what_its_goods_answer(client: Client, shelf: str) -> None:
    page = text(client, shelf)
    assert "<legend>Glass</legend>" in page
    assert 'name="f" value="Glass:Borosilicate 3.3"' in page
    assert '<span class="facets__count">2</span>' in page
    assert 'name="from" inputmode="decimal"' in page


@pytest.mark.parametrize("shelf", [SHELF, EVERYTHING])
def test_choosing_narrows_says_so_and_leads_out_again(client: Client, shelf: str) -> None:
    page = text(client, f"{shelf}?f=Glass:Borosilicate 3.3&sort=price")
    assert "2 products" in page
    assert "/products/tall-beaker/" in page
    assert "/products/watch-glass/" not in page
    assert 'rel="nofollow" href="?sort=price"' in page
    # Kept when the order is changed, and the other way round.
    assert '<input type="hidden" name="f" value="Glass:Borosilicate 3.3">' in page
    assert '<input type="hidden" name="sort" value="price">' in page


@pytest.mark.parametrize("shelf", [SHELF, EVERYTHING])
def test_search_engines_are_sent_to_the_whole_shelf(client: Client, shelf: str) -> None:
    narrowed, whole = text(client, f"{shelf}?f=Glass:Soda lime"), text(client, shelf)
    assert '<meta name="robots" content="noindex, follow">' in narrowed
    assert f'<link rel="canonical" href="{settings.TROTH.base_url}{shelf}">' in narrowed
    assert "application/ld+json" not in narrowed
    assert "noindex" not in whole


def test_choices_that_leave_nothing_are_said_kindly(client: Client) -> None:
    page = text(client, f"{SHELF}?f=Glass:Soda lime&maker=Tall")
    assert "Nothing fits all of it" in page
    assert 'href="?">Show everything' in page


def test_pages_keep_the_choice(client: Client, shelves: Shelves) -> None:
    for number in range(30):
        goods.product(f"Vial {number:02}", categories=(shelves.glass,), specifications="Glass: Soda lime")
    assert 'href="?f=Glass%3ASoda+lime&page=2" rel="next"' in text(client, f"{SHELF}?f=Glass:Soda lime")


def test_a_search_can_be_narrowed_and_keeps_its_words(client: Client) -> None:
    page = text(client, "/search/?q=glassware&maker=Watch&sort=title")
    assert "/products/watch-glass/" in page
    assert "/products/tall-beaker/" not in page
    assert 'name="q" value="glassware"' in page
    assert 'rel="nofollow" href="?q=glassware&sort=title"' in page


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("f=Glass:Soda lime", True),
        ("f=Glass:Soda lime&maker=Watch", True),
        ("f=Glass:Soda lime&f=Glass:Borosilicate 3.3&maker=Watch", False),
        ("from=5", False),
        ("f=Glass:my own name", False),
        ("maker=my own name", False),
    ],
)
@pytest.mark.parametrize("shelf", [SHELF, EVERYTHING])
def test_only_few_and_known_choices_are_kept_for_others(client: Client, shelf: str, query: str, kept: bool) -> None:
    response = client.get(f"{shelf}?{query}")
    assert (store().get(key_of(response.wsgi_request)) is not None) is kept


@pytest.mark.parametrize(
    "path",
    [
        f"{SHELF}?f=Glass:Soda lime&from=1&stock=1",
        f"{EVERYTHING}?f=Glass:Soda lime&from=1&stock=1",
        "/search/?q=glassware&f=Glass:Soda lime",
    ],
)
def test_a_narrowed_page_takes_three_queries(client: Client, path: str) -> None:
    with statements() as sent:
        client.get(path)
    assert len(sent) <= 3, "\n".join(sent)


@pytest.mark.parametrize("query", ["f=:", "f=Glass", "from=x&to=-1", "from=1e9", "maker=", "stock=yes", "to=²"])
def test_nonsense_narrows_nothing(client: Client, query: str) -> None:
    assert not asked_narrowing(QueryDict(query)).anything
    assert "4 products" in text(client, f"{SHELF}?{query}")


def test_amounts_the_wrong_way_round_are_turned() -> None:
    asked = asked_narrowing(QueryDict("from=20,50&to=5"))
    assert (str(asked.least), str(asked.most)) == ("5", "20.50")


def test_what_was_typed_cannot_become_markup(client: Client) -> None:
    raw = client.get(SHELF, {"f": 'Glass:"><script>', "maker": '"><script>', "from": '"><script>'}).content.decode()
    assert "<script>" not in raw
