"""A basket for programs: held by its token, never by a cookie."""

from __future__ import annotations

import uuid

import pytest

from tests.api.buying import filled, quoted
from tests.api.shop import ask, is_problem
from tests.cast import ADA, BEN
from tests.orders.buying import tube
from troth.catalog.models import Product, Status
from troth.orders.models import Basket, TaxRule, Voucher
from troth.people import limits

pytestmark = pytest.mark.django_db


def test_a_basket_begins_with_what_is_put_in_and_is_found_by_its_token() -> None:
    answer = ask(f"/basket/lines/{tube().ref}", "PUT", {"quantity": 2})
    told = answer.json()
    assert told["outcome"] == "done"
    assert told["pieces"] == 2
    assert told["goods"] == {"amount": 2000, "currency": "USD", "decimal": "20.00"}
    assert not answer.cookies
    again = ask("/basket", basket_token=told["token"]).json()
    assert [line["quantity"] for line in again["lines"]] == [2]
    assert ask("/basket").json()["lines"] == []


def test_the_token_lies_in_the_store_as_a_hash_only() -> None:
    token = filled(tube())
    assert not Basket.objects.filter(token_digest=token).exists()
    assert Basket.objects.count() == 1


def test_asking_twice_changes_nothing_and_none_takes_it_out() -> None:
    one = tube()
    token = filled(one, 3)
    assert filled(one, 3, token) == token
    assert ask("/basket", basket_token=token).json()["pieces"] == 3
    assert ask(f"/basket/lines/{one.ref}", "DELETE", basket_token=token).json()["lines"] == []
    assert ask(f"/basket/lines/{one.ref}", "DELETE", basket_token=token).status_code == 200


def test_what_is_not_left_or_not_sold_is_said() -> None:
    few = tube(stock=2)
    token = filled(tube(title="Other"))
    less = ask(f"/basket/lines/{few.ref}", "PUT", {"quantity": 9}, basket_token=token).json()
    assert less["outcome"] == "less"
    none = ask(f"/basket/lines/{tube(stock=0, title='None').ref}", "PUT", {"quantity": 1}, basket_token=token)
    assert is_problem(none, 409, "not-now")["code"] == "none-left"
    is_problem(ask(f"/basket/lines/{uuid.uuid4()}", "PUT", {"quantity": 1}, basket_token=token), 404, "not-found")
    Product.objects.filter(pk=few.product_id).update(status=Status.DRAFT)
    is_problem(ask(f"/basket/lines/{few.ref}", "PUT", {"quantity": 1}), 404, "not-found")


@pytest.mark.parametrize(
    "body", [{"quantity": -1}, {"quantity": 100}, {"quantity": "1"}, {"quantity": True}, {}, [], 1]
)
def test_a_quantity_out_of_reason_is_refused(body: object) -> None:
    told = is_problem(ask(f"/basket/lines/{tube().ref}", "PUT", body), 422, "not-fitting")
    assert told["errors"][0]["where"].startswith("body")


def test_a_quote_says_ways_days_taxes_and_the_terms() -> None:
    TaxRule.objects.create(country="US", region="MA", rate=6250, name="Sales tax")
    token = filled(tube(), 2)
    told = quoted(token)
    first = told["methods"][0]
    assert first["carrier"] in ("usps", "ups", "fedex")
    assert first["earliest"] <= first["latest"]
    assert first["taxes"][0]["rate"] == "6.25"
    assert first["total"]["amount"] == 2000 + first["sending"]["amount"] + first["taxes"][0]["amount"]["amount"]
    assert told["treatment"] == "taxed"
    assert told["terms"]["version"]
    assert told["seen"] == ask("/basket", basket_token=token).json()["seen"]
    elsewhere = quoted(token, ADA, region="")
    assert elsewhere["region_decides"] is True


def test_a_quote_for_a_place_nothing_is_sent_to_names_the_clause() -> None:
    answer = ask("/basket/quote", "POST", {"country": "KP"}, basket_token=filled(tube()))
    assert is_problem(answer, 403, "refused")["clause"]


@pytest.mark.parametrize("where", [{"country": "ZZ"}, {"country": "usa"}, {"country": "US", "region": "Mass"}])
def test_a_place_that_is_none_is_said(where: dict[str, str]) -> None:
    is_problem(ask("/basket/quote", "POST", where, basket_token=filled(tube())), 422, "not-fitting")


def test_an_empty_basket_has_no_quote() -> None:
    answer = ask("/basket/quote", "POST", {"country": BEN.country})
    assert is_problem(answer, 409, "not-now")["code"] == "basket-changed"


def test_a_voucher_goes_in_and_out_and_guessing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES_AT_HOME, "voucher", "2/h/ip")
    Voucher.objects.create(code="TEN", kind="percentage", value=10_000)
    token = filled(tube())
    for _ in range(3):  # a code that is right costs no try
        told = ask("/basket/voucher", "PUT", {"code": "ten"}, basket_token=token).json()
    assert told["voucher"] == {"code": "TEN", "applies": True, "why_not": ""}
    assert told["discounts"][0]["amount"]["amount"] == 100
    assert ask("/basket/voucher", "DELETE", basket_token=token).json()["voucher"] is None
    wrong = [ask("/basket/voucher", "PUT", {"code": f"NO{n}"}, basket_token=token) for n in range(3)]
    assert is_problem(wrong[0], 409, "not-now")["code"] == "voucher-unknown"
    is_problem(wrong[2], 429, "too-often")
