"""Every address under /office/: open and listed here, or shut. A new one of Wagtail's fails until somebody has decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from wagtail.models import Collection

from tests.office.conftest import Comes, hired, signed_in
from troth.office import closed, urls
from troth.pages import setup
from troth.people.models import User

pytestmark = pytest.mark.django_db

# What staff may reach, by the beginning of the address. Wagtail's permissions say who; none of it shows a person.
OPEN = {
    "": "the first page",
    "messages/": "ours",
    "browsers/": "ours",
    "payments/": "ours",
    "orders/": "ours",
    "people/": "ours",
    "staff/": "ours",
    "checks/": "ours",
    "businesses/": "ours",
    "comments/": "ours",
    "exemptions/": "ours",
    "local-rates/": "ours",
    "campaigns/": "ours",
    "shows/": "ours",
    "visits/": "ours",
    "figures/": "ours",
    "partners/": "ours",
    "bookkeeping/": "ours",
    "imports/": "ours",
    "phone-orders/": "ours",
    "catalogue/": "ours",
    "banners/": "ours",
    "shipping/": "ours",
    "tokens/": "ours",
    "webhooks/": "ours",
    "language/": "ours",
    "snippets/": "the catalogue",
    "pages/": "texts of the shop",
    "choose-page/": "links in texts",
    "choose-external-link/": "links in texts",
    "choose-anchor-link/": "links in texts",
    "images/": "pictures of what is sold",
    "collections/": "folders of pictures",
    "sites/": "the shop's own address; superusers",
    "reports/locked/": "texts somebody has locked",
    "reports/site-history/": "which account number changed which text",
    "reports/aging-pages/": "texts by age",
    "reports/page-types-usage/": "kinds of texts",
    "bulk/": "several texts or pictures at once",
    "tag-autocomplete/": "words on pictures",
    "api/main/pages/": "titles of texts, for choosers",
    "api/main/images/": "titles of pictures, for choosers",
    "editing-sessions/": "that a text is being edited by an account number",
    "dismissibles/": "hints somebody has read",
    "block-preview/": "pieces of texts",
    "sprite/": "icons",
    "jsi18n/": "translated words",
    ".*/": "anything else: not found",
}
SHUT = ("users/", "groups/", "account/", "password_reset/", "login/", "workflows/", "documents/", "failwhale/")


def addresses(patterns: list[Any] = urls.urlpatterns, before: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        told = (
            re.sub(r"\^|\$|\(\?P?<?\w*>?|[()]", "", str(each.pattern))
            if "<" not in str(each.pattern)
            else str(each.pattern)
        )
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, before + told)
        elif isinstance(each, URLPattern) and each.callback.__name__ != closed.shut.__name__:
            yield before + told, each


ALL = sorted({address for address, _ in addresses()})


def beginning(address: str) -> str:
    return max(
        (name for name in OPEN if address.startswith(name) and name), key=len, default="" if not address else "?"
    )


@pytest.mark.parametrize("address", ALL)
def test_each_address_is_either_open_or_shut(address: str) -> None:
    if re.match(closed.PATTERN, address):
        return
    assert beginning(address) in OPEN, f"/office/{address}: open it here, or shut it in office/closed.py, and say why"


def test_there_is_nothing_on_the_lists_that_is_not_there() -> None:
    assert {name for name in OPEN if not any(address.startswith(name) for address in ALL)} == set()
    assert {name for name in closed.ADDRESSES if not any(address.startswith(name) for address in ALL)} == set()


@pytest.mark.parametrize("who", ["superuser", "privacy_officer", "marketing"])
@pytest.mark.parametrize("name", closed.ADDRESSES)
def test_what_is_shut_is_shut_for_everybody(comes: Comes, who: str, name: str) -> None:
    browser = comes(who)
    for address in (name, *(each for each in ALL if each.startswith(name) and "<" not in each)):
        for answer in (
            browser.get(f"/office/{address}"),
            browser.post(f"/office/{address}", {"email": "x@example.com"}),
        ):
            assert answer.status_code in (302, 404), address
            if answer.status_code == 302:
                assert answer["Location"].startswith("/account/"), address


@pytest.mark.parametrize("name", SHUT)
def test_the_worst_of_them_are_shut(name: str) -> None:
    assert any(name == each for each in closed.ADDRESSES)


def test_a_portrait_cannot_be_uploaded(comes: Comes) -> None:
    user = hired("marketing")
    answer = signed_in(user).post("/office/account/", {"avatar-avatar": "x", "name_email-email": "a@example.com"})
    assert answer.status_code in (302, 404)
    user.refresh_from_db()
    assert user.email.endswith("@sealed.invalid")


@pytest.mark.parametrize("who", ["superuser", "marketing", "order_desk", "no job"])
def test_no_page_of_the_office_shows_an_alias_or_an_address(comes: Comes, who: str) -> None:
    setup.begin("Cellorama")
    Collection.objects.exists() or Collection.add_root(name="Root")
    hired("customer_service")
    browser = comes(who)
    for address in ALL:
        if "<" in address or "." in address or re.match(closed.PATTERN, address) or address.startswith("staff/"):
            continue
        page = browser.get(f"/office/{address}")
        if page.status_code != 200 or page.streaming:
            continue
        text = page.content.decode()
        assert "sealed.invalid" not in text, address
        assert "sam@example.com" not in text, address


def test_wagtails_own_log_in_does_not_exist() -> None:
    answer = Client().post("/office/login/", {"username": "a@example.com", "password": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_a_superuser_has_no_person_and_no_way_in_to_one(comes: Comes) -> None:
    browser = comes("superuser")
    user = User.objects.get(is_superuser=True)
    assert browser.get(f"/office/users/edit/{user.pk}/").status_code == 302
    assert browser.post("/office/people/", {"email": "x@example.com"}).status_code == 403
