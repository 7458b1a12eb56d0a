"""A service on a page: loaded for those who allow it, a plain card for the others, and nothing else of anybody's."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory

from tests.storefront.enforcement.conftest import Choosing
from tests.storefront.shop.conftest import Shelves
from troth import gate
from troth.policy import in_earnest
from troth.visits import enforcement
from troth.visits.consent import CATEGORIES, Consent

pytestmark = pytest.mark.django_db

HEADER = "Content-Security-Policy"
ELSEWHERE = f"http://elsewhere.localhost:{settings.TROTH.port}"
RULES = "; ".join(f"{directive} {' '.join(origins)}" for directive, origins in settings.SECURE_CSP.items())


def _loads(response: Any) -> list[str]:
    """Addresses elsewhere that the page would have a browser load."""
    soup = BeautifulSoup(response.content, "html.parser")
    found = [
        tag.get("src") or tag.get("href") or "" for tag in soup.select("img, iframe, script, link[rel=stylesheet]")
    ]
    return [str(each) for each in found if "//" in str(each)]


@pytest.mark.parametrize("path", ["/products/", "/products/beaker/", "/", "/search/?q=flask"])
def test_who_has_chosen_nothing_loads_nothing_and_the_rules_say_so(shelves: Shelves, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 200
    assert _loads(response) == []
    assert response.headers[HEADER] == RULES


def test_each_service_is_let_in_on_its_own_page_by_its_own_category(shelves: Shelves, who_allows: Choosing) -> None:
    for category, path, directive in (
        ("measurement", "/products/beaker/", "img-src"),
        ("advertising", "/products/", "frame-src"),
    ):
        for allowed in CATEGORIES:
            response = who_allows(allowed).get(path)
            assert bool(_loads(response)) is (allowed == category), (allowed, path)
            assert (ELSEWHERE in response.headers[HEADER]) is (allowed == category)
        told = dict(part.split(" ", 1) for part in who_allows(category).get(path).headers[HEADER].split("; "))
        assert [name for name, origins in told.items() if ELSEWHERE in origins] == [directive]


def test_a_page_without_services_keeps_the_plain_rules_whatever_is_allowed(
    shelves: Shelves, who_allows: Choosing
) -> None:
    assert who_allows(*CATEGORIES).get("/").headers[HEADER] == RULES


def test_a_kept_page_keeps_its_rules_with_it(shelves: Shelves, who_allows: Choosing) -> None:
    """The second of each sort comes from the cache, and neither gets the other's page or header."""
    first = {
        who: client.get("/products/") for who, client in (("yes", who_allows("advertising")), ("no", who_allows()))
    }
    again = {
        who: client.get("/products/") for who, client in (("yes", who_allows("advertising")), ("no", who_allows()))
    }
    for who in ("yes", "no"):
        assert again[who].headers[HEADER] == first[who].headers[HEADER]
        assert _loads(again[who]) == _loads(first[who])
    assert _loads(first["yes"])
    assert not _loads(first["no"])


def test_a_page_that_a_browser_still_has_is_under_the_same_rules(shelves: Shelves, who_allows: Choosing) -> None:
    """A 304 brings its headers, and the browser puts them in the place of those it kept."""
    for client in (who_allows("advertising"), who_allows()):
        whole = client.get("/products/")
        again = client.get("/products/", headers={"If-None-Match": whole["ETag"]})
        assert again.status_code == 304
        assert again.headers[HEADER] == whole.headers[HEADER]


def test_who_is_counted_is_told_on_as_page_product_and_amount(shelves: Shelves, who_allows: Choosing) -> None:
    (address,) = _loads(who_allows("measurement").get("/products/beaker/"))
    assert parse_qsl(urlsplit(address).query) == [
        ("page", "/products/beaker/"),
        ("product", "beaker"),
        ("amount", "10.00"),
    ]


def test_a_template_that_would_tell_more_does_not(who_allows: Choosing) -> None:
    """Only what the policy lets a service measure goes into its address: the rest of what a page says stays here."""
    told = {"page": "/", "product": "beaker", "amount": "1", "email": "ada@example.com", "person": "17"}
    shown = enforcement.placed("visit_tally", Consent(frozenset(CATEGORIES)), told)
    assert shown is not None
    assert parse_qsl(urlsplit(shown.address).query) == [("page", "/"), ("product", "beaker"), ("amount", "1")]


@pytest.mark.parametrize("what", ["", "../..", "a/b", "a?b", "<script>", "x" * 65])
def test_what_is_no_piece_is_loaded_from_nowhere(what: str) -> None:
    shown = enforcement.placed("shop_film", Consent(frozenset(CATEGORIES)), {}, what=what)
    assert shown is not None
    assert not shown.allowed
    assert shown.address == ""


def test_the_card_says_who_it_is_and_leaves_both_doors_open(shelves: Shelves) -> None:
    card = BeautifulSoup(Client().get("/products/").content, "html.parser").select_one("#service-shelf_advert")
    assert card is not None
    assert "Northlight" in card.get_text()
    assert [form["action"] for form in card.select("form")] == ["/privacy/services/shelf_advert/", "/privacy/choices/"]
    assert card.select_one(f"a[href='{ELSEWHERE}/northlight/privacy/']")


def test_once_is_once_here_and_remembered_nowhere(shelves: Shelves) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    answer = client.post("/privacy/services/shelf_advert/", {"back": "/products/?sort=price"})
    assert answer.status_code == 303
    there = client.get(answer["Location"])
    assert len(_loads(there)) == 1
    assert ELSEWHERE in there.headers[HEADER]
    assert not client.cookies
    assert _loads(client.get("/products/?sort=price")) == []


def test_a_word_for_one_page_and_service_is_none_for_another(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    token = urlsplit(client.post("/privacy/services/shop_film/", {"back": "/products/"})["Location"]).query
    assert _loads(client.get(f"/products/?{token}")) == []
    token = urlsplit(client.post("/privacy/services/shelf_advert/", {"back": "/"})["Location"]).query
    assert _loads(client.get(f"/products/?{token}")) == []


def test_a_link_from_elsewhere_shows_nothing_even_with_a_fresh_word(shelves: Shelves) -> None:
    word = Client(headers={"Sec-Fetch-Site": "same-origin"}).post(
        "/privacy/services/shelf_advert/", {"back": "/products/"}
    )
    lured = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert _loads(lured.get(word["Location"])) == []


@pytest.mark.parametrize(
    ("headers", "loads"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, False),  # typed, kept, or opened from a message
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/products/"}, False),
        ({"Referer": "http://testserver/products/"}, True),  # a browser too old to say
        ({"Referer": "http://testserver.evil.example/"}, False),
        ({"Referer": "http://[broken"}, False),
        ({"Origin": "http://testserver"}, False),
        ({}, False),
    ],
)
def test_a_link_sent_to_somebody_else_loads_nothing_for_them(
    shelves: Shelves, headers: dict[str, str], loads: bool
) -> None:
    sender = Client(headers={"Sec-Fetch-Site": "same-origin"})
    link = sender.post("/privacy/services/shelf_advert/", {"back": "/products/"})["Location"]
    assert bool(_loads(Client(headers=headers).get(link))) is loads


def test_a_word_is_old_after_a_minute(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    word = client.post("/privacy/services/shelf_advert/", {"back": "/products/"})["Location"]
    later = __import__("time").time() + 61
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert _loads(client.get(word)) == []


def test_another_site_cannot_press_the_button(shelves: Shelves) -> None:
    lured = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert lured.post("/privacy/services/shelf_advert/", {"back": "/products/"}).status_code == 403


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_way_back_leads_nowhere_else(back: str) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    place = client.post("/privacy/services/shelf_advert/", {"back": back})["Location"]
    assert urlsplit(place)[:3] == ("", "", "/")


def test_a_service_that_nobody_declared_has_no_button_and_no_place(shelves: Shelves) -> None:
    assert Client(headers={"Sec-Fetch-Site": "same-origin"}).post("/privacy/services/ghost/").status_code == 404
    assert _drawn("ghost") == ""


def test_a_live_shop_has_nothing_of_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    live = in_earnest(gate.policy())
    monkeypatch.setattr(gate, "policy", lambda: live)
    assert gate.policy().services == {}
    for name in ("visit_tally", "shelf_advert", "shop_film"):
        assert _drawn(name, what="glass") == ""
    assert enforcement.loaded(Consent(frozenset(CATEGORIES))) == frozenset()


def _drawn(name: str, what: str = "") -> str:
    request = RequestFactory().get("/")
    page = Template("{% load outside %}{% service name what=what %}")
    return page.render(Context({"request": request, "name": name, "what": what})).strip()


def test_allowing_from_the_card_leaves_other_answers_as_they_are(shelves: Shelves, who_allows: Choosing) -> None:
    client = who_allows("measurement")
    client.post("/privacy/choices/", {"answer": "also", "category": "advertising", "next": "/products/"})
    client.cookies.pop("messages", None)
    assert _loads(client.get("/products/"))
    assert _loads(client.get("/products/beaker/"))
    assert client.post("/privacy/choices/", {"answer": "also", "category": "essential"}).status_code == 400


def test_allowing_from_the_card_says_nothing_about_what_was_not_asked(shelves: Shelves) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.post("/privacy/choices/", {"answer": "also", "category": "advertising"})
    assert "measurement" not in client.cookies["choices"].value


def test_doctor_finds_a_service_at_a_host_that_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """In earnest: a policy that still has sample hosts would show cards that lead nowhere."""
    from dataclasses import replace

    from troth.publishing import fit_for_browsers

    real = gate.policy()
    tally = replace(real.services["visit_tally"], hosts={"img-src": ("https://count.example",)})
    monkeypatch.setattr(gate, "policy", lambda: replace(real, services={"visit_tally": tally}))
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    (finding,) = fit_for_browsers.services()
    assert finding.state == "unfit"
    assert "https://count.example" in finding.says
