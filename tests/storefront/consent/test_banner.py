"""The question on every page: yes and no alike, no way round it closed, and nothing stored before an answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.catalog.counting import statements
from tests.storefront.shop.conftest import Shelves
from tests.storefront.shop.conftest import shelves as shelves
from troth.policy import Model
from troth.storefront.consent import sent, views
from troth.visits import consent
from troth.visits.consent import cookie

pytestmark = pytest.mark.django_db
PAGE = "/products/erlenmeyer-flask/"
BANNER = 'class="consent"'


def says(client: Client, answer: str, **more: str) -> Any:
    return client.post("/privacy/choices/", {"answer": answer, "next": PAGE, **more})


def chosen(client: Client) -> dict[str, bool]:
    digest = consent.asked(consent.visitor.gate.policy(), practice=True).digest
    words = cookie.read(client.cookies[sent.cookie_name()].value, digest=digest, today=sent.today())
    return {category: word.yes for category, word in words.items()}


def test_before_an_answer_nothing_at_all_is_stored(visitor: Client, shelves: Shelves) -> None:
    for path in ("/", PAGE, "/privacy/choices/", "/privacy/"):
        response = visitor.get(path)
        assert response.status_code == 200
        assert not visitor.cookies
    assert BANNER in visitor.get(PAGE).content.decode()


def test_yes_and_no_are_the_same_element_with_the_same_looks(visitor: Client, shelves: Shelves) -> None:
    page = visitor.get(PAGE).content.decode()
    form = re.search(r'<form class="consent__form".*?</form>', page, re.DOTALL)
    assert form is not None
    buttons = re.findall(r"<button ([^>]*)>([^<]+)</button>", form[0])
    assert [words for _, words in buttons] == ["Decline all", "Accept all"]
    looks = {re.sub(r'value="\w+"', "", attributes) for attributes, _ in buttons}
    assert len(looks) == 1


def test_the_answer_leads_back_to_the_page_and_is_not_asked_for_again(visitor: Client, shelves: Shelves) -> None:
    assert says(visitor, "none")["Location"] == PAGE
    assert BANNER not in visitor.get(PAGE).content.decode()
    assert set(chosen(visitor).values()) == {False}
    assert says(visitor, "all")["Location"] == PAGE
    assert set(chosen(visitor).values()) == {True}


def test_the_cookie_is_the_declared_one_and_says_nothing_about_anybody(visitor: Client, shelves: Shelves) -> None:
    one, other = Client(), Client()
    for client in (one, other):
        says(client, "all")
    kept = one.cookies[sent.cookie_name()]
    assert kept.value == other.cookies[sent.cookie_name()].value
    declared = consent.visitor.gate.policy().cookies[cookie.NAME]
    assert kept["max-age"] == declared.max_age == views.LIFE
    assert declared.category == "essential"
    assert declared.in_force
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/" * 3 + "evil",
        "",
    ],
)
def test_the_way_back_never_leads_out_of_the_shop(visitor: Client, shelves: Shelves, elsewhere: str) -> None:
    assert says(visitor, "none", next=elsewhere)["Location"] == "/"


def test_another_site_cannot_choose_for_somebody(visitor: Client) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = visitor.post("/privacy/choices/", {"answer": "all"}, headers=headers)
        assert response.status_code == 403
        assert sent.cookie_name() not in response.cookies


@pytest.mark.parametrize("answer", ["", "perhaps", "each&measurement=maybe"])
def test_nonsense_chooses_nothing(visitor: Client, answer: str) -> None:
    answer, _, more = answer.partition("&")
    said = dict([more.split("=")]) if more else {}
    response = says(visitor, answer, **said)
    assert response.status_code == 400
    assert not visitor.cookies


def test_each_category_has_its_own_answer_and_nothing_is_ticked_in_advance(visitor: Client) -> None:
    page = visitor.get("/privacy/choices/").content.decode()
    assert "checked" not in page
    says(visitor, "each", measurement="yes", advertising="no")
    assert chosen(visitor) == {"measurement": True, "personalization": False, "advertising": False}
    page = visitor.get("/privacy/choices/").content.decode()
    assert page.count(" checked") == 3
    assert "On: you said yes." in page


def test_every_page_leads_to_the_choices(visitor: Client, shelves: Shelves) -> None:
    says(visitor, "none")
    for path in ("/", PAGE, "/privacy/", "/basket/", "/nowhere/"):
        assert '<p class="foot-choices"><a href="/privacy/choices/?next=' in visitor.get(path).content.decode()


def test_a_secret_address_is_not_written_again(visitor: Client, shelves: Shelves) -> None:
    for path in ("/my/privacy/enter/s3cret-t0ken/", "/notices/s3cret-t0ken/"):
        page = visitor.get(path).content.decode()
        assert '<p class="foot-choices"><a href="/privacy/choices/" rel="nofollow">' in page
        assert 'name="next"' not in page


def test_from_such_a_page_the_browser_may_know_the_way_back(visitor: Client) -> None:
    for referer, to in (
        ("http://testserver/orders/T-7K4Q-93/?said=1", "/orders/T-7K4Q-93/?said=1"),
        ("http://testserver/", "/"),
        ("http://evil.example/orders/", "/"),
        ("http://testserver//evil.example/", "/"),
        ("nonsense", "/"),
    ):
        answer = visitor.post("/privacy/choices/", {"answer": "none"}, headers={"Referer": referer})
        assert answer["Location"] == to


@pytest.mark.parametrize(
    "text",
    ["all-yes", "1.20261123.measurement-yes", "1.20200101.0000000000000000.measurement-yes.advertising-yes", "\x00"],
)
def test_a_forged_or_garbled_cookie_chooses_nothing(visitor: Client, shelves: Shelves, text: str) -> None:
    visitor.cookies[sent.cookie_name()] = text
    response = visitor.get(PAGE)
    assert BANNER in response.content.decode()
    assert not sent.of(response.wsgi_request).allowed


def test_a_changed_policy_asks_again_and_a_yes_to_the_old_one_is_none(visitor: Client, shelves: Shelves) -> None:
    says(visitor, "all")
    text = visitor.cookies[sent.cookie_name()].value
    digest = text.split(".")[2]
    assert sent.of(visitor.get(PAGE).wsgi_request).allowed == set(consent.CATEGORIES)
    visitor.cookies[sent.cookie_name()] = text.replace(digest, "f" * 16)
    response = visitor.get(PAGE)
    assert BANNER in response.content.decode()
    assert not sent.of(response.wsgi_request).allowed


@pytest.mark.parametrize(("days", "asked"), [(181, False), (182, True)])
def test_after_six_months_it_is_asked_again(visitor: Client, shelves: Shelves, days: int, asked: bool) -> None:
    says(visitor, "none")
    name = sent.cookie_name()
    before = f"{sent.today() - timedelta(days):%Y%m%d}"
    visitor.cookies[name] = visitor.cookies[name].value.replace(f"{sent.today():%Y%m%d}", before)
    response = visitor.get(PAGE)
    assert (BANNER in response.content.decode()) is asked
    assert not sent.of(response.wsgi_request).allowed


def test_where_a_no_is_enough_the_same_two_answers_stand_in_calmer_words(
    visitor: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "place_of", lambda request: "US")
    response = visitor.get(PAGE)
    assert "on until you say no" in response.content.decode()
    assert sent.of(response.wsgi_request).allowed == set(consent.CATEGORIES)
    says(visitor, "none")
    assert not sent.of(visitor.get(PAGE).wsgi_request).allowed


def test_where_nothing_is_done_nobody_is_asked(
    visitor: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = consent.Asked({}, {name: {} for name in consent.visitor.gate.policy().jurisdictions}, "", False)
    monkeypatch.setattr(consent.person, "now_asked", lambda policy: nothing)
    sent._of_visitor.cache_clear()
    try:
        assert BANNER not in visitor.get(PAGE).content.decode()
        assert "nothing to choose" in visitor.get("/privacy/choices/").content.decode()
        assert not says(visitor, "all").cookies.get(sent.cookie_name())
    finally:
        sent._of_visitor.cache_clear()


def test_a_visitor_without_a_session_costs_no_query(visitor: Client, shelves: Shelves) -> None:
    says(visitor, "all")
    visitor.cookies.pop("messages", None)
    visitor.get(PAGE)
    with statements() as asked:
        visitor.get(PAGE)
    assert len(asked) <= 1, "\n".join(asked)  # the catalogue's revision, which a test's transaction hides


def test_every_family_of_the_policy_that_a_browser_meets_is_asked_about() -> None:
    policy = consent.visitor.gate.policy()
    assert set(consent.asked(policy, practice=True).purposes) == set(consent.CATEGORIES)
    for place in policy.jurisdictions:
        assert all(isinstance(each, Model) for each in consent.asked(policy).models[place].values())
