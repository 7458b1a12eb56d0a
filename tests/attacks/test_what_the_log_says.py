"""An error nobody thought of is logged with its place in the program; what somebody typed is not, and no link's secret."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import DisallowedRedirect, SuspiciousOperation
from django.test import Client, RequestFactory

from troth.orders import access
from troth.visits.consent import shown

pytestmark = pytest.mark.django_db

TYPED = "Quillfeather Lane 77, ada.m@example.com"
TOKEN = "tOkEn" + "x" * 38


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the shop's own handler writes."""
    handler = logging.getHandlerByName("stderr")
    assert isinstance(handler, logging.StreamHandler)
    told, before = io.StringIO(), handler.stream
    handler.stream = told  # `setStream` would flush the one before, which pytest may have closed
    yield told
    handler.stream = before


def _breaks(text: str = TYPED, kind: type[Exception] = ValueError) -> object:
    def broken(*args: object, **kwargs: object) -> None:
        try:
            int(text)
        except ValueError as error:
            raise kind(f"cannot use {text!r}") from error

    return broken


def test_the_text_of_an_error_is_not_logged_and_its_place_is(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "categories", _breaks())
    answer = Client(raise_request_exception=False).get("/privacy/choices/")
    assert answer.status_code == 500
    told = log.getvalue()
    assert "ValueError" in told
    assert "troth/storefront/consent/views.py" in told
    assert "/privacy/choices/" in told
    assert told.count("test_what_the_log_says.py") >= 2  # the cause too
    assert "Quillfeather" not in told
    assert "ada.m@" not in told


def test_the_secret_of_a_link_is_not_logged(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "is_open", _breaks())
    answer = Client(raise_request_exception=False).get(f"/orders/{TOKEN}/?email=ada.m@example.com")
    assert answer.status_code == 500
    told = log.getvalue()
    assert "500 GET /orders/" in told
    assert TOKEN not in told
    assert "ada.m@" not in told


@pytest.mark.parametrize("kind", [SuspiciousOperation, DisallowedRedirect])
def test_what_django_calls_suspicious_is_logged_without_its_text(
    kind: type[Exception], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "categories", _breaks(kind=kind))
    assert Client(raise_request_exception=False).get("/privacy/choices/").status_code == 400
    told = log.getvalue()
    assert "400 GET /privacy/choices/" in told
    assert "Quillfeather" not in told


def test_the_same_for_whatever_is_logged_with_an_exception(log: io.StringIO) -> None:
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("troth.anything").exception("it broke")
    assert "it broke" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "Quillfeather" not in log.getvalue()


def test_an_address_that_is_nobodys_is_not_logged_as_it_was_typed(log: io.StringIO) -> None:
    request = RequestFactory().get("/nobody/ada.m@example.com/")
    logging.getLogger("django.request").error("broke: %s", request.path, extra={"request": request})
    assert "GET …" in log.getvalue()
    assert "ada.m@" not in log.getvalue()
