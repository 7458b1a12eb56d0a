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
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import places
from tests.api.shop import ask
from tests.catalog import goods
from troth.api.problem import Kind
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
        assert f"GET {path}" in text
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
    """Bounded: some dozens of well and badly formed requests an address, the same ones every time."""
    goods.product("Beaker", categories=(goods.category(),))
    described = from_wsgi("/api/v1/openapi.json", application)
    tried = [_tried(each.ok()) for each in described.get_all_operations()]
    assert len(tried) == len(ask("/openapi.json").json()["paths"])
    assert sum(tried) > 60


def test_what_is_there_is_told_as_described(one_connection: None) -> None:
    beaker = goods.product("Beaker", categories=(goods.category(),))
    known = {"slug": "beaker", "ref": str(goods.only_variant(beaker).ref)}
    for each in from_wsgi("/api/v1/openapi.json", application).get_all_operations():
        operation = each.ok()
        gaps = {name: known[name] for name in re.findall(r"{(\w+)}", operation.path)}
        query = {"q": "beaker"} if operation.path.endswith("/search") else {}
        answer = operation.Case(path_parameters=gaps, query=query).call_and_validate()
        assert answer.status_code == 200
        assert b"beaker" in answer.content or b"glassware" in answer.content


def _tried(operation: Any) -> int:
    """How many requests to it were tried; raises for the first answer that is not as described."""
    badly = [GenerationMode.NEGATIVE] if operation.definition.raw["parameters"] else []
    return sum(_tried_as(operation, mode) for mode in (GenerationMode.POSITIVE, *badly))


def _tried_as(operation: Any, mode: GenerationMode) -> int:
    tried = []

    @settings(BOUNDED)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        tried.append(case)
        # Which words are cursors no description can say: a made-up one is refused, and that is right.
        case.call_and_validate(excluded_checks=[positive_data_acceptance] if "cursor" in (case.query or {}) else [])

    holds()
    return len(tried)
