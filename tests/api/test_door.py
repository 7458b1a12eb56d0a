"""What every request of a program passes, and that every error is a problem."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.api.shop import ask, is_problem
from tests.catalog import goods
from troth.api import answers, pace
from troth.api.door import door
from troth.catalog import browse
from troth.gate import Refused
from troth.people.counts import Counts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/nonsense", "/products/a/b", "/products/", "/variants/1", "/products/%00", "/a%0Ab"]
)
def test_what_is_not_there_is_a_problem(address: str) -> None:
    is_problem(ask(address), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/products", "/openapi.json"])
def test_another_method_is_a_problem_that_says_which_would_do(address: str, method: str) -> None:
    answer = ask(address, method)
    is_problem(answer, 405, "method")
    assert answer["Allow"] == "GET, HEAD"


def test_head_is_get_without_the_body() -> None:
    goods.product("Beaker")
    whole, head = ask("/products"), ask("/products", "HEAD")
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]


def test_a_body_beyond_measure_is_not_read() -> None:
    answer = Client().post("/api/v1/products", b"x" * 70_000, content_type="application/json")
    is_problem(answer, 413, "too-large")


def test_too_many_requests_are_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_AT_HOME", 3)
    monkeypatch.setattr(pace, "MOST", 3)
    monkeypatch.setattr(pace.time, "time", lambda: 1_000_000_020.0)
    assert [ask("/categories").status_code for _ in range(3)] == [200, 200, 200]
    answer = ask("/categories")
    is_problem(answer, 429, "too-often")
    assert 1 <= int(answer["Retry-After"]) <= pace.WINDOW


def test_the_count_holds_no_address_of_the_network() -> None:
    from django.core.cache import caches

    ask("/categories")
    rows = str(list(caches["limits"].rows()))  # type: ignore[attr-defined]  # of our own cache
    assert "'1'" in rows
    assert "127.0.0.1" not in rows
    assert not any("api:" in name for name in caches["default"]._cache)


def test_every_process_counts_on_what_the_others_counted(tmp_path: Path) -> None:
    """Two lines to one file, as two processes have; and of two who count at once both are counted."""
    first, second = (Counts(str(tmp_path / "limits.sqlite3"), {}) for _ in range(2))
    first.add("troth:api", 0, 60)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: [one.incr("troth:api") for _ in range(50)], (first, second) * 2))
    assert first.get("troth:api") == second.get("troth:api") == 200
    with pytest.raises(ValueError, match="no such count"):
        first.incr("troth:other")


def test_a_body_in_pieces_is_measured_as_well() -> None:
    """A real server hands such a body over without a length (RFC 9112, 7.1)."""

    def sent(body: bytes) -> Any:
        environ = {"REQUEST_METHOD": "PUT", "PATH_INFO": f"/api/v1/basket/lines/{uuid4()}", "REMOTE_ADDR": "127.0.0.1"}
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_TYPE": "application/json", "HTTP_HOST": "localhost"}
        setup_testing_defaults(environ)
        environ["wsgi.input"] = BytesIO(body)  # type: ignore[assignment]  # the stubs know only text in it
        return WSGIHandler().get_response(WSGIRequest(environ))

    is_problem(sent(b"x" * 70_000), 413, "too-large")
    is_problem(sent(b'{"quantity": 1}'), 404, "not-found")  # read, understood, and there is no such variant
    is_problem(sent(b'{"quantity": -1}'), 422, "not-fitting")


def test_sentences_are_english_whatever_language_is_asked_for() -> None:
    answer = ask("/nonsense", accept_language="de")
    assert is_problem(answer, 404, "not-found")["title"] == "There is nothing here"


def test_a_refusal_of_the_policy_tells_its_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(slug: str) -> None:
        raise Refused("4.2", "not_granted", "The policy grants this to nobody.")

    monkeypatch.setattr(browse, "product", refuses)
    told = is_problem(ask("/products/beaker"), 403, "refused")
    assert told["clause"] == "4.2"
    assert told["detail"] == "The policy grants this to nobody."


def test_what_breaks_is_a_problem_without_the_reason_and_is_written_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(slug: str) -> None:
        raise RuntimeError("a detail of the inside")

    monkeypatch.setattr(browse, "product", breaks)
    with caplog.at_level(logging.ERROR):
        answer = ask("/products/beaker")
    is_problem(answer, 500, "broken")
    assert b"inside" not in answer.content
    assert "RuntimeError" in caplog.text


def test_no_problem_repeats_what_was_sent() -> None:
    for address in ("/products?limit=ada%40example.com", "/search?q=" + "ada%40example.com" * 20, "/ada@example.com"):
        assert b"ada" not in ask(address).content


@pytest.mark.parametrize("address", ["/products", "/nonsense", "/openapi.json", "/search", "/"])
def test_no_cookie_is_set_and_no_other_site_let_in(address: str) -> None:
    answer: Any = Client().get(f"/api/v1{address}", headers={"Origin": "https://elsewhere.example"})
    assert not answer.cookies
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_cookie_changes_no_answer() -> None:
    goods.product("Beaker")
    browser = Client()
    browser.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
    answer = browser.get("/api/v1/products")
    assert answer.content == ask("/products").content
    assert "Cookie" not in answer.get("Vary", "")


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    told = is_problem(ask("/search?cursor=" + "x" * 300), 422, "not-fitting")
    assert {each["where"] for each in told["errors"]} == {"query.q", "query.cursor"}
    assert {each["what"] for each in told["errors"]} == {"It is missing.", "It is too long."}


def test_what_a_view_finds_unfit_looks_like_the_rest() -> None:
    fault = answers.faulty("query.cursor", "cursor")
    assert fault.errors == [{"loc": ("query", "cursor"), "type": "cursor", "says": ""}]


def test_a_fault_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    """A text can hold what somebody searched for."""

    @door
    def breaks(request: HttpRequest) -> HttpResponse:
        raise ValueError("ada@example.com")

    answer = breaks(RequestFactory().get("/api/v1/search"))

    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert "ada@example.com" not in caplog.text
