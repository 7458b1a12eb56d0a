"""What is sold, for programs."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.api.shop import ask, is_problem, slugs
from tests.catalog import counting, goods
from troth.catalog import stock
from troth.catalog.models import Product, Status, Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def flask() -> Product:
    return goods.product(
        "Erlenmeyer flask",
        *goods.sizes(("50 mL", 900, 20), ("250 mL", 1250, 3), ("1 L", 2400, 0)),
        categories=(goods.category("Glassware"),),
        option1_name="Volume",
        specifications="Neck: 34 mm",
        description="<p>Thick where it matters.</p>",
    )


def walked(**more: str) -> list[str]:
    """Through the whole list by its cursors, two at a time."""
    found: list[str] = []
    cursor = ""
    for _ in range(20):
        answer = ask(f"/products?limit=2&cursor={cursor}" + "".join(f"&{name}={word}" for name, word in more.items()))
        found += slugs(answer)
        cursor = answer.json()["next"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


def test_a_walk_tells_every_product_once() -> None:
    for name in ("Beaker", "Funnel", "Crucible", "Dish", "Auger"):
        goods.product(name)
    assert walked() == ["auger", "beaker", "crucible", "dish", "funnel"]


def test_what_is_added_or_moved_on_the_way_repeats_nothing() -> None:
    for name in ("Beaker", "Crucible", "Dish"):
        goods.product(name)
    first = ask("/products?limit=2")
    goods.product("Auger", position=0)
    Product.objects.filter(slug="dish").update(position=0)
    rest = ask(f"/products?limit=2&cursor={first.json()['next']}")
    assert [*slugs(first), *slugs(rest)] == ["beaker", "crucible", "dish"]


def test_drafts_and_what_is_not_offered_are_not_told() -> None:
    goods.product("Draft", status=Status.DRAFT)
    goods.product("Withdrawn", goods.variant(offered=False))
    goods.product("Beaker")
    assert slugs(ask("/products")) == ["beaker"]
    is_problem(ask("/products/draft"), 404, "not-found")
    is_problem(ask("/products/withdrawn"), 404, "not-found")


def test_a_category_narrows_the_walk_and_an_unknown_one_is_said(flask: Product) -> None:
    goods.product("Beaker")
    assert walked(category="glassware") == ["erlenmeyer-flask"]
    is_problem(ask("/products?category=nonsense"), 404, "not-found")


def test_a_product_is_told_whole(flask: Product) -> None:
    told = ask("/products/erlenmeyer-flask").json()
    assert told["category"] == {"slug": "glassware", "name": "Glassware"}
    assert told["options"] == [{"name": "Volume", "values": ["50 mL", "250 mL", "1 L"]}]
    assert told["specifications"] == [{"name": "Neck", "value": "34 mm"}]
    assert [each["availability"] for each in told["variants"]] == ["in-stock", "few-left", "sold-out"]
    assert told["variants"][1]["price"] == {"amount": 1250, "currency": "USD", "decimal": "12.50"}
    assert told["url"].endswith("/products/erlenmeyer-flask/")
    assert told["images"][0]["url"].startswith("http")


def test_keys_of_the_stores_and_numbers_left_are_not_told(flask: Product) -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for each in value.values() for name in names(each)}
        return {name for each in value for name in names(each)} if isinstance(value, list) else set()

    assert not names(ask("/products/erlenmeyer-flask").json()) & {"id", "pk", "stock", "most"}


def test_a_variant_is_found_by_its_reference(flask: Product) -> None:
    wanted = Variant.objects.get(product=flask, option1="250 mL")
    told = ask(f"/variants/{wanted.ref}").json()
    assert told["product"] == "erlenmeyer-flask"
    assert told["variant"]["choices"] == ["250 mL"]
    is_problem(ask(f"/variants/{uuid.uuid4()}"), 404, "not-found")


def test_categories_are_told_with_how_many_are_in_them(flask: Product) -> None:
    goods.category("Empty")
    told = ask("/categories").json()["items"]
    assert [(each["slug"], each["products"]) for each in told] == [("glassware", 1)]


def test_a_search_forgives_and_goes_on_by_its_cursor() -> None:
    for place in range(25):
        goods.product(f"Beaker {place}")
    first = ask("/search?q=beeker").json()
    assert first["total"] == 25
    assert first["instead"] == "beaker"
    rest = ask(f"/search?q=beeker&cursor={first['next']}").json()
    assert rest["next"] is None
    assert len({each["slug"] for each in first["items"] + rest["items"]}) == 25


@pytest.mark.parametrize("cursor", ["nonsense", "%00", "c2VhcmNoIDE", "cHJvZHVjdHMg", "é", "cHJvZHVjdHMgAA"])
def test_a_cursor_that_is_none_of_this_list_is_said_to_be_so(cursor: str) -> None:
    told = is_problem(ask(f"/products?cursor={cursor}"), 422, "not-fitting")
    assert told["errors"][0]["where"] == "query.cursor"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1e2", ""])
def test_a_limit_out_of_range_is_said_to_be_so(limit: str) -> None:
    told = is_problem(ask(f"/products?limit={limit}"), 422, "not-fitting")
    assert told["errors"][0]["where"] == "query.limit"


def test_who_has_the_newest_is_told_so_and_nothing_more(flask: Product) -> None:
    first = ask("/products/erlenmeyer-flask")
    again = ask("/products/erlenmeyer-flask", if_none_match=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_a_change_that_is_seen_changes_the_tag(flask: Product) -> None:
    first = ask("/products/erlenmeyer-flask")
    stock.reserve(Variant.objects.get(product=flask, option1="250 mL").pk, 3)
    again = ask("/products/erlenmeyer-flask", if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again.json()["variants"][1]["availability"] == "sold-out"


def test_a_tag_of_one_address_says_nothing_about_another(flask: Product) -> None:
    tag = ask("/products")["ETag"]
    is_problem(ask("/products/nonsense", if_none_match=tag), 404, "not-found")
    is_problem(ask("/products/nonsense", if_none_match="*"), 404, "not-found")


def test_what_somebody_typed_is_kept_by_no_cache_on_the_way(flask: Product) -> None:
    assert ask("/products")["Cache-Control"] == "public, no-cache"
    assert ask("/search?q=flask")["Cache-Control"] == "private, no-cache"
    assert ask("/search")["Cache-Control"] == "no-store"


def test_a_product_costs_three_statements_and_an_unchanged_one_costs_one(flask: Product) -> None:
    tag = ask("/products/erlenmeyer-flask")["ETag"]
    with counting.statements() as sent:
        ask("/products/erlenmeyer-flask")
    assert len(sent) <= 3
    with counting.statements() as sent:
        ask("/products/erlenmeyer-flask", if_none_match=tag)
    assert len(sent) == 1


def test_a_list_costs_two_statements_however_long() -> None:
    for place in range(30):
        goods.product(f"Beaker {place}")
    ask("/products")
    with counting.statements() as sent:
        answer = ask("/products?limit=30")
    assert len(json.loads(answer.content)["items"]) == 30
    assert len(sent) == 2
