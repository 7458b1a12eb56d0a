"""The description: whole, true, and readable without anything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from tests import places
from tests.api.buying import order_by_quote
from tests.api.shop import ask
from tests.catalog import goods
from tests.orders.buying import tube
from troth.api.basket import shapes as basket_shapes
from troth.api.catalogue import shapes as catalogue_shapes
from troth.api.office import shapes as office_shapes
from troth.api.orders import shapes as order_shapes
from troth.api.problem import Kind
from troth.orders import numbers
from troth.orders.models import Order
from troth.people import office_tokens
from troth.wsgi import application

pytestmark = pytest.mark.django_db
BOUNDED = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_it_describes_every_address_and_nothing_else() -> None:
    described = {re.sub(r"{(\w+)}", r"<\1>", path) for path in ask("/openapi.json").json()["paths"]}
    apart = {"/api/v1/", "/api/v1/openapi.json", "/api/v1/<rest>"}
    assert described == {each for each in places.every_address() if each.startswith("/api/")} - apart


def test_every_error_is_described_as_a_problem() -> None:
    for verbs in ask("/openapi.json").json()["paths"].values():
        for operation in verbs.values():
            errors = [told for status, told in operation["responses"].items() if int(status) >= 400]
            assert errors
            assert all(list(told["content"]) == ["application/problem+json"] for told in errors)


def test_the_page_for_people_needs_nothing_from_elsewhere() -> None:
    text = Client().get("/api/v1/").content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*"', text)
    for path in ask("/openapi.json").json()["paths"]:
        assert path in text
    assert "`" not in text
    for kind in Kind:
        assert f'id="problem-{kind.slug}"' in text


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A real server closes its connections between requests; here that would take back what the test has written."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_any_request_gets_an_answer_that_is_described(one_connection: None) -> None:
    """Bounded: some dozens of well and badly formed requests an address, the same ones every time. Without a token."""
    goods.product("Beaker", categories=(goods.category(),))
    tried = [_tried(each, {}) for each in every_operation()]
    assert sum(tried) > 200


def test_with_a_token_it_is_so_in_the_office_too(one_connection: None, settings_for_tests: None) -> None:
    from tests.cast import ADA
    from tests.office.conftest import hired, order_of

    order_of(ADA)
    token = office_tokens.lend(hired("order_desk"), "Packing bench", ["fulfil_order"], days=1).token
    office = [each for each in every_operation() if each.path.startswith("/api/v1/office/")]
    tried = [_tried(each, {"Authorization": f"Bearer {token}"}) for each in office]
    assert len(tried) == 9
    assert sum(tried) > 60


def test_what_is_there_is_told_as_described(one_connection: None) -> None:
    beaker = goods.product("Beaker", categories=(goods.category(),))
    known = {"slug": "beaker", "ref": str(goods.only_variant(beaker).ref)}
    for operation in every_operation():
        if operation.definition.raw["tags"] != ["Catalogue"]:
            continue
        gaps = {name: known[name] for name in re.findall(r"{(\w+)}", operation.path)}
        query = {"q": "beaker"} if operation.path.endswith("/search") else {}
        answer = operation.Case(path_parameters=gaps, query=query).call_and_validate()
        assert answer.status_code == 200
        assert b"beaker" in answer.content or b"glassware" in answer.content


def test_a_whole_purchase_and_its_parcel_are_told_as_described(one_connection: None, settings_for_tests: None) -> None:
    """What the walk above hardly ever hits upon: each answer of a good request fits its description."""
    from tests.office.conftest import hired

    at = {(each.method.upper(), each.path.removeprefix("/api/v1")): each for each in every_operation()}
    variant = tube()

    def told(method: str, path: str, body: object = None, gaps: dict[str, str] | None = None, **headers: str) -> Any:
        names = {name.replace("_", "-").title(): words for name, words in headers.items()}
        given = {"body": body} if body is not None else {}
        case = at[method, path].Case(path_parameters=gaps or {}, headers=names, media_type="application/json", **given)
        answer = case.call_and_validate()
        assert answer.status_code < 300, answer.content
        return answer.json()

    token = told("PUT", "/basket/lines/{ref}", {"quantity": 2}, {"ref": str(variant.ref)})["token"]
    told("GET", "/basket", basket_token=token)
    quote = told("POST", "/basket/quote", {"country": "US", "region": "MA"}, basket_token=token)
    order = told("POST", "/orders", order_by_quote(quote), basket_token=token, idempotency_key=numbers.secret())
    gaps = {"number": order["number"]}
    told("GET", "/orders/{number}", gaps=gaps, order_secret=order["secret"])
    told("POST", "/orders/{number}/payment", gaps=gaps, order_secret=order["secret"])
    Order.objects.update(status="paid")
    lent = office_tokens.lend(hired("order_desk"), "Packing bench", ["fulfil_order"], days=1).token
    bearer = {"authorization": f"Bearer {lent}"}
    for method, path, body in (
        ("GET", "/office/orders", None),
        ("GET", "/office/orders/{number}", None),
        ("POST", "/office/orders/{number}/pack", None),
        ("POST", "/office/orders/{number}/ship", {"parts": [{"line": 1, "quantity": 1}]}),
        ("POST", "/office/orders/{number}/label", None),
        ("GET", "/office/stock", None),
    ):
        told(method, path, body, gaps if "{number}" in path else None, **bearer)
    one, left = (
        {"ref": str(variant.ref)},
        told("GET", "/office/stock/{ref}", gaps={"ref": str(variant.ref)}, **bearer)["left"],
    )
    to_set = {"left": left + 3, "expected": left}
    told("PUT", "/office/stock/{ref}", to_set, one, idempotency_key=numbers.secret(), **bearer)
    told("POST", "/office/stock/{ref}", {"difference": -2}, one, idempotency_key=numbers.secret(), **bearer)


def test_every_example_fits_what_it_is_an_example_of() -> None:
    schemas = ask("/openapi.json").json()["components"]["schemas"]
    named = {**vars(basket_shapes), **vars(order_shapes), **vars(office_shapes)}
    with_examples = [name for name, schema in schemas.items() if "examples" in schema]
    assert {"NewOrder", "Quantity", "Where", "ToShip"} <= set(with_examples)
    for name in with_examples:
        for example in schemas[name]["examples"]:
            named[name].model_validate(example)


def every_operation() -> list[Any]:
    return [each.ok() for each in from_wsgi("/api/v1/openapi.json", application).get_all_operations()]


@pytest.fixture
def settings_for_tests(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _tried(operation: Any, headers: dict[str, str]) -> int:
    """How many requests to it were tried; raises for the first answer that is not as described."""
    raw = operation.definition.raw
    badly = [GenerationMode.NEGATIVE] if raw.get("parameters") or "requestBody" in raw else []
    return sum(_tried_as(operation, mode, headers) for mode in (GenerationMode.POSITIVE, *badly))


def _tried_as(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> int:
    tried = []

    @settings(BOUNDED)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        tried.append(case)
        case.call_and_validate(headers=headers, excluded_checks=_left_out(operation, case, headers))

    holds()
    return len(tried)


def test_no_two_shapes_share_a_name() -> None:
    """The description names each once: of two it would tell the last one."""
    rooms = (catalogue_shapes, basket_shapes, order_shapes, office_shapes)
    own = [
        name
        for room in rooms
        for name, shape in vars(room).items()
        if isinstance(shape, type) and shape.__module__ == room.__name__
    ]
    assert len(own) == len(set(own))


def _left_out(operation: Any, case: Any, headers: dict[str, str]) -> list[Any]:
    """Checks that ask for what cannot be.

    Which words are cursors, baskets, orders or addresses no description can say: made-up ones are refused, rightly. A
    request whose fault was that it lacked a token has none once it is given one.
    """
    made_up = "cursor" in (case.query or {}) or operation.definition.raw["tags"] != ["Catalogue"]
    return [
        ignored_auth,
        *([positive_data_acceptance] if made_up else []),
        *([negative_data_rejection] if headers else []),
    ]
