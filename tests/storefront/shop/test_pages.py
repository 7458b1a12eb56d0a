"""What a visitor sees, page by page."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.test import Client

from tests.catalog import goods
from tests.storefront.shop.conftest import Shelves
from troth.catalog.models import Variant

pytestmark = pytest.mark.django_db
BASE = settings.TROTH.base_url


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_the_front_page_leads_to_products_shelves_and_the_promise(client: Client, shelves: Shelves) -> None:
    page = text(client, "/")
    assert 'href="/products/erlenmeyer-flask/"' in page
    assert 'href="/categories/glassware/"' in page
    assert 'href="/privacy/"' in page
    assert "What we do with your data" in page


def test_every_page_has_a_way_past_its_head_and_says_it_is_practice(client: Client, shelves: Shelves) -> None:
    for path in ("/", "/products/", "/products/beaker/", "/search/?q=flask"):
        page = text(client, path)
        assert 'class="skip" href="#main"' in page
        assert 'id="main"' in page
        assert "Practice shop." in page
        assert 'href="/practice/outbox/"' in page
        assert '<html lang="en">' in page


def test_products_are_listed_with_price_and_stock(client: Client, shelves: Shelves) -> None:
    page = text(client, "/products/")
    assert "3 products" in page
    assert '<span class="price__from">from</span> $9.00' in page
    assert "$13.00" in page  # the former price of the beaker


def test_a_category_can_be_sorted_without_a_script(client: Client, shelves: Shelves) -> None:
    page = text(client, "/categories/glassware/?sort=-price")
    assert page.index("/products/beaker/") < page.index("/products/erlenmeyer-flask/")
    assert '<option value="-price" selected>' in page
    assert '<button class="button" data-autosubmit-button>' in page


@pytest.mark.parametrize("query", ["?page=x", "?page=-1", "?page=99999999", "?sort=nonsense", "?page=²"])
def test_nonsense_in_the_address_shows_the_first_page(client: Client, shelves: Shelves, query: str) -> None:
    assert "3 products" in text(client, f"/products/{query}")


def test_lists_are_paged(client: Client, shelves: Shelves) -> None:
    for number in range(45):
        goods.product(f"Vial {number:02}")
    first, second = text(client, "/products/?sort=title"), text(client, "/products/?sort=title&page=2")
    assert 'href="?sort=title&page=2" rel="next"' in first
    assert 'href="?sort=title" rel="prev"' in second
    assert f'<link rel="canonical" href="{BASE}/products/?page=2">' in second


def test_variants_are_radio_buttons_and_the_form_needs_no_script_and_no_token(client: Client, shelves: Shelves) -> None:
    page = text(client, "/products/erlenmeyer-flask/")
    refs = re.findall(r'type="radio" name="variant" value="([-0-9a-f]{36})"', page)
    assert sorted(refs) == sorted(
        str(ref) for ref in Variant.objects.filter(product=shelves.flask).values_list("ref", flat=True)
    )
    assert page.count(" checked") == 1
    assert '<form class="buy" action="/basket/add/" method="post"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "(sold out)" in page


def test_an_address_can_name_a_variant(client: Client, shelves: Shelves) -> None:
    page = text(client, "/products/filter-tips/?variant=FT-10-10")
    assert 'data-show="price">$88.00<' in page
    assert "10 µL" in page
    assert f'rel="canonical" href="{BASE}/products/filter-tips/"' in page


def test_what_is_sold_out_cannot_be_put_into_the_basket(client: Client, shelves: Shelves) -> None:
    Variant.objects.filter(product=shelves.beaker).update(stock=0)
    page = text(client, "/products/beaker/")
    assert "disabled>Sold out</button>" in page
    assert "stock--sold-out" in page


def test_a_product_that_moved_is_found_at_its_new_address(client: Client, shelves: Shelves) -> None:
    shelves.beaker.slug = "low-beaker"
    shelves.beaker.save()
    response = client.get("/products/beaker/")
    assert (response.status_code, response["Location"]) == (301, "/products/low-beaker/")


@pytest.mark.parametrize("path", ["/products/nothing/", "/categories/nothing/", "/nowhere/"])
def test_what_is_not_there_says_so_and_offers_a_search(client: Client, shelves: Shelves, path: str) -> None:
    page = text(client, path, status=404)
    assert "This shelf is empty." in page
    assert 'action="/search/"' in page


def test_search_finds_or_says_what_to_try(client: Client, shelves: Shelves) -> None:
    assert "/products/erlenmeyer-flask/" in text(client, "/search/?q=erlenmeyer")
    nothing = text(client, "/search/?q=qqqqzzzz")
    assert "We found nothing" in nothing
    assert "Perhaps one of these" in nothing
    assert "What are you looking for?" in text(client, "/search/")


def test_what_was_searched_for_cannot_become_markup(client: Client, shelves: Shelves) -> None:
    raw = client.get("/search/", {"q": '"><script>alert(1)</script><!--basket-->'}).content.decode()
    assert "<script>alert" not in raw
    assert "<!--basket-->" not in raw


def test_an_unchanging_page_refuses_other_methods(client: Client, shelves: Shelves) -> None:
    assert client.post("/products/").status_code == 405
