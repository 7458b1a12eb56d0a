"""With any verb of the gate made to refuse, every screen that uses it shows the refusal and no value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import hired, member, order_of, signed_in
from troth import gate

pytestmark = pytest.mark.django_db
CLAUSE = "S.risk"


def refuse(*told: Any, **named: Any) -> Any:
    raise gate.Refused(CLAUSE, "test", "Refused for a test.")


def refuse_each(whose: Any, *told: Any, **named: Any) -> dict[Any, gate.Refused]:
    return {each: gate.Refused(CLAUSE, "test", "Refused for a test.") for each in whose}


def stopped(browser: Client, page: str) -> Client:
    """What goes on already is not begun again, and asks nobody."""
    browser.post(page, {"stop": ""})
    return browser


Walk = Callable[[Client, str, str], Any]
# Verb → who, and what they ask for (their browser, an order's number, a person's page).
WALKS: list[tuple[str, str, str, Walk]] = [
    ("the list", "use_each", "order_desk", lambda b, n, p: b.get("/office/orders/")),
    ("an order", "use", "order_desk", lambda b, n, p: b.get(f"/office/orders/{n}/")),
    (
        "a reason",
        "use",
        "customer_service",
        lambda b, n, p: b.post(f"/office/orders/{n}/", {"reason": "She rang about it."}),
    ),
    ("the slip", "use", "order_desk", lambda b, n, p: b.get(f"/office/orders/{n}/slip/")),
    ("sending", "disclose", "order_desk", lambda b, n, p: b.post(f"/office/orders/{n}/send/")),
    ("the label", "disclose", "order_desk", lambda b, n, p: b.post(f"/office/orders/{n}/send/", follow=True)),
    ("a person", "use", "customer_service", lambda b, n, p: b.get(p)),
    ("a request", "use", "privacy_officer", lambda b, n, p: b.get(p)),
    ("no more mails", "choose", "customer_service", lambda b, n, p: b.post(p + "no-more-mails/")),
    ("stopping", "restrict", "privacy_officer", lambda b, n, p: b.post(p + "processing/", {"stop": ""})),
    (
        "going on",
        "unrestrict",
        "privacy_officer",
        lambda b, n, p: stopped(b, p + "processing/").post(p + "processing/"),
    ),
    ("closing", "close", "privacy_officer", lambda b, n, p: b.post(p + "purchases/", {"stop": ""})),
    ("opening", "reopen", "privacy_officer", lambda b, n, p: stopped(b, p + "purchases/").post(p + "purchases/")),
    ("handing over", "export", "privacy_officer", lambda b, n, p: b.post(p + "export/")),
    ("the record", "timeline", "privacy_officer", lambda b, n, p: b.get(p + "record/")),
    ("staff", "use_each", "privacy_officer", lambda b, n, p: b.get("/office/staff/")),
    (
        "inviting",
        "collect",
        "privacy_officer",
        lambda b, n, p: b.post("/office/staff/invite/", {"name": "N", "email": "n@example.com"}),
    ),
]


@pytest.mark.parametrize(("what", "verb", "who", "walk"), WALKS, ids=[walk[0] for walk in WALKS])
def test_a_refusing_verb_shows_its_clause_and_nothing_else(
    what: str, verb: str, who: str, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    member()
    order = order_of(status="packed")
    browser = signed_in(hired(who))
    page = person_of(browser, who)

    monkeypatch.setattr(gate, verb, refuse_each if verb == "use_each" else refuse)
    answer = walk(browser, order.number, page)

    text = answer.content.decode()
    assert not any(mark in text for mark in ADA.marks)
    if what != "staff":
        assert CLAUSE in text
    assert "olga@example.com" not in text


def person_of(browser: Client, who: str) -> str:
    """A page of Ada's, for those who may look people up. Two are known at her address: the account's is taken."""
    if who not in ("customer_service", "privacy_officer"):
        return ""
    page = browser.post("/office/people/", {"email": ADA.email}).content.decode()
    links = [part for part in page.split('"') if part.startswith("/office/people/") and len(part) > 40]
    return links[0]


def test_a_refusal_is_a_page_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = signed_in(hired("marketing")).get("/office/people/")
    assert answer.status_code == 403
    assert "wagtail-sidebar" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
