"""The switch leads to the same page by a link, whatever way one came to the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tests.languages.reading import lang_of
from tests.storefront.shop.conftest import Shelves
from troth.people.office_door import preferred
from troth.storefront import posted

pytestmark = pytest.mark.django_db


def to_german(answer: Any) -> str:
    found = re.search(r'<a href="([^"]*)" lang="de" hreflang="de">', answer.content.decode())
    assert found, "there is no switch"
    return found[1].replace("&amp;", "&")


def leads_to_german(client: Client, answer: Any) -> str:
    """Where it leads, after looking that there is a German page there."""
    path = to_german(answer)
    there = client.get(path)
    assert there.status_code == 200
    assert lang_of(there.content.decode()) == "de"
    return path


@pytest.mark.parametrize("words", ["flask", "50 mL", "Röhrchen & Ständer", "a=b&page=2"])
def test_what_was_searched_for_is_searched_for_in_the_other_language(
    client: Client, shelves: Shelves, words: str
) -> None:
    path = leads_to_german(client, client.get("/search/", {"q": words}))
    assert path.startswith("/de/search/?q=")
    assert unquote(path.partition("?q=")[2]).replace("+", " ") == words


def test_from_a_notice_asked_for_it_leads_to_the_product(client: Client, shelves: Shelves) -> None:
    variant = str(shelves.beaker.variants.get().ref)
    for email, status in (("not an address", 422), ("dora@example.com", 200)):
        answer = client.post("/notices/", {"variant": variant, "email": email})
        assert answer.status_code == status
        assert leads_to_german(client, answer) == "/de/products/beaker/"


def test_without_it_the_switch_leads_nowhere(client: Client, shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(posted, "read_at", lambda request: request.get_full_path())
    answer = client.post("/notices/", {"variant": str(shelves.beaker.variants.get().ref), "email": "no"})
    assert client.get(to_german(answer)).status_code == 405


def test_from_a_link_asked_for_it_leads_to_the_door(client: Client, shelves: Shelves) -> None:
    for email, status in (("not an address", 422), ("dora@example.com", 200)):
        answer = client.post("/my/privacy/link/", {"email": email})
        assert answer.status_code == status
        assert leads_to_german(client, answer) == "/de/my/privacy/"


def test_from_a_form_that_grew_old_it_leads_to_the_page_of_the_form(shelves: Shelves) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/basket/change/", {})
    assert answer.status_code == 403
    assert leads_to_german(strict, answer) == "/de/basket/"


def test_a_page_that_is_posted_to_itself_leads_to_itself(client: Client, shelves: Shelves) -> None:
    answer = client.post("/account/login/?next=/account/", {"login": "x", "password": "y"})
    assert leads_to_german(client, answer) == "/de/account/login/?next=/account/"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,de;q=0.5", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("de;q=0,en", "en"),
        ("de" * 5000, "en"),
    ],
)
def test_the_office_leads_to_a_sign_in_in_the_language_of_the_browser(client: Client, header: str, code: str) -> None:
    assert preferred(header) == code
    answer = client.get("/office/orders/", headers={"accept-language": header})
    prefix = "" if code == "en" else f"/{code}"
    assert answer["Location"] == f"{prefix}/account/login/?next=%2Foffice%2Forders%2F"
    assert "Accept-Language" in answer["Vary"]
    assert client.get("/office/login/", headers={"accept-language": header})["Location"] == f"{prefix}/account/login/"


@pytest.mark.parametrize("path", ["/api/v1/", "/office/"])
def test_a_page_that_exists_once_has_no_switch(client: Client, shelves: Shelves, path: str) -> None:
    answer = client.get(path)
    assert f'href="/de{path}' not in answer.content.decode()
    assert client.get(f"/de{path}").status_code == 404
