"""A program that counts sets the stock: as the shelf says, once, and never over what somebody bought meanwhile."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.api.shop import ask, is_problem
from tests.office.conftest import hired
from tests.orders.buying import tube
from troth.api.models import KeptChange
from troth.api.office import changed_once
from troth.catalog import stock
from troth.catalog.locations import moving, opening
from troth.catalog.models import Location, MovedFor, StockMove, Variant
from troth.orders import numbers
from troth.people import office_tokens
from troth.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> User:
    return hired("order_desk")


@pytest.fixture
def token(olga: User) -> str:
    return office_tokens.lend(olga, "Counting scale", ["fulfil_order"], days=1).token


def asks(
    token: str, variant: Variant, method: str = "GET", body: object = None, query: str = "", **headers: str
) -> Any:
    if method != "GET":
        headers.setdefault("idempotency_key", numbers.secret())
    return ask(f"/office/stock/{variant.ref}{query}", method, body, authorization=f"Bearer {token}", **headers)


def left(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).stock


def harbour_with(variant: Variant, pieces: int) -> Location:
    place = opening.open_location(opening.Told(code="harbour", name="Harbour", priority=1))
    moving.adjust(variant.pk, place, pieces, MovedFor.ARRIVED, None)
    return place


# -- so many lie there now


def test_a_count_is_set_where_as_many_lie_as_was_expected(token: str, olga: User) -> None:
    shelf = tube(stock=9)
    answer = asks(token, shelf, "PUT", {"left": 12, "expected": 9})
    assert answer.json() == {"ref": str(shelf.ref), "location": "", "left": 12, "change": 3}
    assert left(shelf) == 12
    line = StockMove.objects.get()
    assert (line.change, line.left, line.why, line.by) == (3, 12, MovedFor.COUNTED, olga.pk)


def test_a_piece_sold_since_the_look_is_not_put_back_on_the_shelf(token: str) -> None:
    shelf = tube(stock=9)
    tag = asks(token, shelf)["ETag"]
    stock.reserve(shelf.pk, 1)
    for said in ({"expected": 9}, {}):
        headers = {} if said else {"if_match": tag}
        told = is_problem(asks(token, shelf, "PUT", {"left": 12, **said}, **headers), 412, "changed")
        assert "8" in told["detail"]
    assert left(shelf) == 8
    assert not StockMove.objects.exists()
    assert not KeptChange.objects.exists()  # the key is free for what is decided anew


def test_the_tag_of_the_look_does_as_well(token: str) -> None:
    shelf = tube(stock=9)
    answer = asks(token, shelf, "PUT", {"left": 4}, if_match=asks(token, shelf)["ETag"])
    assert answer.status_code == 200
    assert answer["ETag"] == asks(token, shelf)["ETag"]
    assert left(shelf) == 4
    is_problem(asks(token, shelf, "PUT", {"left": 3}, if_match='"made-up"'), 412, "changed")


def test_without_saying_what_was_seen_nothing_is_set(token: str) -> None:
    shelf = tube(stock=9)
    told = is_problem(asks(token, shelf, "PUT", {"left": 12}), 422, "not-fitting")
    assert told["errors"][0]["where"] == "body.expected"
    assert left(shelf) == 9


# -- so many more or fewer


def test_a_difference_counts_from_whatever_lies_there(token: str) -> None:
    shelf = tube(stock=9)
    stock.reserve(shelf.pk, 1)
    assert asks(token, shelf, "POST", {"difference": -2, "why": "broken"}).json()["left"] == 6
    assert asks(token, shelf, "POST", {"difference": 5, "why": "arrived"}).json()["left"] == 11
    assert [line.why for line in StockMove.objects.order_by("pk")] == [MovedFor.BROKEN, MovedFor.ARRIVED]


def test_more_than_lies_there_cannot_be_taken_away(token: str) -> None:
    shelf = tube(stock=2)
    told = is_problem(asks(token, shelf, "POST", {"difference": -3}), 409, "not-now")
    assert told["code"] == "not-there"
    assert left(shelf) == 2


# -- by place


def test_each_place_has_its_own_number(token: str) -> None:
    shelf = tube(stock=9)
    harbour_with(shelf, 4)
    assert asks(token, shelf).json()["left"] == 9  # the main place
    assert asks(token, shelf, query="?location=harbour").json() == {
        "ref": str(shelf.ref),
        "location": "harbour",
        "left": 4,
        "change": 0,
    }
    asks(token, shelf, "PUT", {"left": 1, "expected": 4, "location": "harbour"})
    asks(token, shelf, "POST", {"difference": 2})
    assert asks(token, shelf, query="?location=harbour").json()["left"] == 1
    assert asks(token, shelf).json()["left"] == 11
    assert left(shelf) == 12  # both together are for sale


def test_a_tag_of_one_place_sets_no_other(token: str) -> None:
    shelf = tube(stock=4)
    harbour_with(shelf, 4)
    tag = asks(token, shelf)["ETag"]
    is_problem(asks(token, shelf, "PUT", {"left": 1, "location": "harbour"}, if_match=tag), 412, "changed")


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_place_that_is_not_there_is_said(token: str, method: str) -> None:
    shelf = tube(stock=4)
    body = {"PUT": {"left": 1, "expected": 4}, "POST": {"difference": 1}}.get(method)
    sent = body and {**body, "location": "moon"}
    answer = asks(token, shelf, method, sent, query="" if body else "?location=moon")
    assert is_problem(answer, 422, "not-fitting")["errors"][0]["kind"] == "location"


# -- once


def test_asked_again_under_its_key_it_changes_nothing_and_says_the_same(token: str) -> None:
    shelf, key = tube(stock=9), numbers.secret()
    for method, body in (("POST", {"difference": -2}), ("PUT", {"left": 3, "expected": 7})):
        first = asks(token, shelf, method, body, idempotency_key=f"{key}{method}")
        again = asks(token, shelf, method, body, idempotency_key=f"{key}{method}")
        assert again.status_code == 200
        assert json.loads(again.content) == json.loads(first.content)
    assert left(shelf) == 3
    assert StockMove.objects.count() == 2


def test_a_key_belongs_to_one_request(token: str) -> None:
    shelf, other, key = tube(stock=9), tube(title="Other", stock=9), numbers.secret()
    asks(token, shelf, "POST", {"difference": -2}, idempotency_key=key)
    is_problem(asks(token, shelf, "POST", {"difference": -3}, idempotency_key=key), 409, "key-used")
    is_problem(asks(token, other, "POST", {"difference": -2}, idempotency_key=key), 409, "key-used")
    is_problem(asks(token, shelf, "PUT", {"left": 2, "expected": 7}, idempotency_key=key), 409, "key-used")
    assert (left(shelf), left(other)) == (7, 9)


def test_another_employees_key_is_another_key(token: str) -> None:
    shelf, key = tube(stock=9), numbers.secret()
    another = office_tokens.lend(
        hired("order_desk", email="otto@example.com"), "Other scale", ["fulfil_order"], days=1
    ).token
    for each in (token, another):
        asks(each, shelf, "POST", {"difference": -2}, idempotency_key=key)
    assert left(shelf) == 5


def test_without_a_key_nothing_is_changed(token: str) -> None:
    shelf = tube(stock=9)
    is_problem(asks(token, shelf, "POST", {"difference": -2}, idempotency_key="short"), 422, "not-fitting")
    assert left(shelf) == 9


def test_keys_are_forgotten_after_two_days(token: str) -> None:
    asks(token, tube(stock=9), "POST", {"difference": -2})
    assert changed_once.sweep() == 0
    KeptChange.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert changed_once.sweep() == 1


# -- who may


@pytest.mark.parametrize(
    ("method", "body"), [("GET", None), ("PUT", {"left": 1, "expected": 9}), ("POST", {"difference": 1})]
)
def test_only_the_purpose_of_sending_opens_it(olga: User, method: str, body: object) -> None:
    shelf = tube(stock=9)
    token = office_tokens.lend(olga, "Other program", ["resolve_order_problem"], days=1).token
    assert is_problem(asks(token, shelf, method, body), 403, "refused")["clause"] == "S.need_to_know"
    is_problem(asks("troth_" + "x" * 43, shelf, method, body), 401, "token")
    assert left(shelf) == 9


def test_what_is_not_counted_has_no_number_to_set(token: str) -> None:
    shelf = tube(stock=9)
    Variant.objects.filter(pk=shelf.pk).update(tracked=False)
    for method, body in (("GET", None), ("PUT", {"left": 1, "expected": 9}), ("POST", {"difference": 1})):
        assert is_problem(asks(token, shelf, method, body), 409, "not-now")["code"] == "not-counted"
    assert asks(token, Variant(ref=uuid4())).status_code == 404


# -- at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keyed", [True, False], ids=["one-key", "control-a-key-each"])
def test_of_many_at_once_under_one_key_one_counts(olga: User, token: str, keyed: bool) -> None:
    from django.db import connections

    shelf, key, together = tube(stock=20), numbers.secret(), threading.Barrier(4)

    def press(number: int) -> None:
        together.wait(timeout=20)
        asks(token, shelf, "POST", {"difference": -2}, idempotency_key=key if keyed else f"{key}{number}")
        connections.close_all()

    presses = [threading.Thread(target=press, args=(number,)) for number in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert left(shelf) == (18 if keyed else 12)
