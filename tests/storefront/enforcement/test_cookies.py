"""Enforcement as every face meets it: the response that leaves, the fault that is counted, the leftover that goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.visits.enforcement.test_judging import ALL, NOTHING, policy  # noqa: F401  (a fixture)
from troth import gate
from troth.policy import Policy
from troth.storefront import consent
from troth.storefront.enforcement import Cookies
from troth.visits import enforcement
from troth.visits.enforcement import NotAllowed, faults

pytestmark = pytest.mark.django_db

Answering = Callable[..., HttpResponse]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, policy: Policy) -> Iterator[Answering]:  # noqa: F811
    """What leaves the shop when a view sets these cookies, for a visitor who allows this."""
    monkeypatch.setattr(gate, "policy", lambda: policy)
    monkeypatch.setattr(enforcement.declared, "__wrapped__", None, raising=False)

    def answer(*cookies: tuple[str, int | None], allows: Any = NOTHING, sent: str = "", raw: str = "") -> HttpResponse:
        monkeypatch.setattr(consent, "of", lambda request: allows)

        def view(request: HttpRequest) -> HttpResponse:
            response = HttpResponse("page")
            for name, life in cookies:
                response.set_cookie(name, "word", max_age=life)
            if raw:
                response["Set-Cookie"] = raw
            return response

        return Cookies(view)(RequestFactory(headers={"cookie": sent} if sent else {}).get("/products/"))  # type: ignore[return-value]

    yield answer
    enforcement.forget()


@pytest.fixture
def recording(settings: Any) -> None:
    """As the shop runs."""
    settings.COOKIE_FAULTS = "record"


def test_in_tests_an_undeclared_cookie_is_an_error(answering: Answering) -> None:
    with pytest.raises(NotAllowed, match="tracker"):
        answering(("tracker", 60))


def test_a_declared_cookie_passes_untouched(answering: Answering) -> None:
    response = answering(("basket", 60))
    assert response.cookies["basket"].value == "word"
    assert enforcement.counted() == []


def test_an_undeclared_cookie_does_not_leave_and_is_counted(answering: Answering, recording: None) -> None:
    response = answering(("tracker", 60), ("basket", 60))
    assert response.cookies.keys() == {"basket"}
    (fault,) = enforcement.counted()
    assert (fault.cookie, fault.kind, fault.many) == ("tracker", "undeclared", 1)


def test_a_cookie_leaves_only_for_those_who_allow_it(answering: Answering, recording: None) -> None:
    assert answering(("trail", 60)).cookies.keys() == set()
    assert answering(("trail", 60), allows=ALL).cookies.keys() == {"trail"}
    assert [each.kind for each in enforcement.counted()] == ["unconsented"]


def test_a_cookie_that_would_last_too_long_is_cut_to_its_word(answering: Answering, recording: None) -> None:
    response = answering(("trail", 9999), allows=ALL)
    assert response.cookies["trail"]["max-age"] == 3600
    assert not response.cookies["trail"]["expires"]


def test_a_cookie_written_as_a_header_by_hand_is_held_to_the_same(answering: Answering, recording: None) -> None:
    response = answering(raw="tracker=1; Path=/; Max-Age=60")
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


UNREADABLE = [
    "tracker[]=1; Path=/",
    "basket=mine; Path=/; tracker[]=1",
    "tracker",
    "tra(ck)er=1",
    "ada@example.com=1; Max-Age=60",
    "tracker=1; Partitioned-Somehow",
    ";",
]


@pytest.mark.parametrize("raw", UNREADABLE)
def test_a_header_that_cannot_be_read_does_not_leave_and_is_counted(
    answering: Answering, recording: None, raw: str
) -> None:
    response = answering(raw=raw)
    assert "Set-Cookie" not in response.headers
    assert response.cookies.keys() <= {"basket"}
    assert ("(odd name)", "undeclared") in [(each.cookie, each.kind) for each in enforcement.counted()]


@pytest.mark.parametrize("raw", UNREADABLE)
def test_in_tests_it_is_an_error(answering: Answering, raw: str) -> None:
    with pytest.raises(NotAllowed, match="odd name"):
        answering(raw=raw)


def test_every_attribute_of_a_cookie_can_be_read(answering: Answering) -> None:
    raw = "basket=mine; Path=/; Max-Age=60; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Secure; HttpOnly; SameSite=Lax"
    assert answering(raw=raw).cookies["basket"].value == "mine"


def test_a_store_that_is_locked_spoils_no_answer_and_loses_no_fault(
    answering: Answering, recording: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(*_told: Any) -> None:
        raise OperationalError("database is locked: ada@example.com")

    with monkeypatch.context() as broken:
        broken.setattr(faults, "_write", locked)
        for _each in range(3):
            assert answering(("tracker", 60)).status_code == 200
    assert enforcement.counted() == []
    assert "OperationalError" in caplog.text
    assert "ada" not in caplog.text
    monkeypatch.setattr(faults, "EVERY", 0.0)
    answering(("tracker", 60))
    assert [each.many for each in enforcement.counted()] == [4]


def test_names_that_a_program_makes_up_do_not_fill_the_process(
    recording: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "MOST", 5)
    for number in range(50):
        enforcement.record(enforcement.Fault(f"tracker-{number}", enforcement.Kind.UNDECLARED, "page"))
    assert len(faults._met) == 5
    assert len(faults._waiting) == 5
    enforcement.forget()


def test_a_leftover_of_a_choice_withdrawn_is_expired(answering: Answering) -> None:
    response = answering(sent="trail=old; basket=mine; stranger=theirs")
    assert response.cookies.keys() == {"trail"}
    assert response.cookies["trail"]["max-age"] == 0


def test_while_the_choice_holds_nothing_is_expired(answering: Answering) -> None:
    assert not answering(sent="trail=old", allows=ALL).cookies


def test_the_same_fault_a_thousand_times_is_few_writes(
    answering: Answering, recording: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        for _ in range(100):
            answering(("tracker", 60))


def test_a_name_that_may_hold_anything_is_not_written_down(recording: None) -> None:
    enforcement.record(enforcement.Fault("ada@example.com", enforcement.Kind.UNDECLARED, "page"))
    (fault,) = enforcement.counted()
    assert "ada" not in fault.cookie


@pytest.mark.parametrize(
    "address", ["/products/", "/de/products/", "/nowhere/", "/api/v1/products", "/office/", "/healthz"]
)
def test_it_stands_before_every_face(address: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A fault of any view at all: here the language of the page goes astray and sets a cookie on everything."""
    settings.COOKIE_FAULTS = "record"
    monkeypatch.setattr("troth.storefront.language.LanguageOfAddress.__call__", _astray)
    response = Client().get(address)
    assert "tracker" not in response.cookies
    assert [each.cookie for each in enforcement.counted()] == ["tracker"]
    enforcement.forget()


def _astray(self: Any, request: HttpRequest) -> HttpResponse:
    response: HttpResponse = self.get_response(request)
    response.set_cookie("tracker", "1")
    return response
