"""Ways through My privacy: from there to one's orders, and to a fresh sign-in before one is erased."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube
from tests.rights.conftest import account, reading
from troth import channels, gate
from troth.orders.models import Order
from troth.rights import reader

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def came_by_mail(order: Order) -> Client:
    """A guest's browser that has followed the mailed link to My privacy, and seen no order yet."""
    browser, person = Client(), gate.person_of_party(order.whose)
    assert person is not None
    browser.cookies["privacy_access"] = channels.links.mint(reader.SESSION, person, hours=1)
    return browser


def test_a_guest_goes_from_my_data_to_each_of_their_orders() -> None:
    first, second = bought(ADA, (tube(), 1)), bought(ADA, (tube(title="Second"), 1))
    browser = came_by_mail(first)
    page = browser.get("/my/privacy/data/").content.decode()
    for order in (first, second):
        way = f"/my/privacy/orders/{order.number}/"
        assert f'href="{way}"' in page
        there = browser.get(way, follow=True)
        assert there.redirect_chain == [(f"/orders/{order.number}/", 302)]
        assert ADA.street_address in there.content.decode()


def test_nobody_elses_order_is_opened_that_way() -> None:
    browser, others = came_by_mail(bought(ADA, (tube(), 1))), bought(BEN, (tube(title="Other"), 1))
    assert browser.get(f"/my/privacy/orders/{others.number}/").status_code == 404
    assert browser.get(f"/orders/{others.number}/").status_code == 404
    assert Client().get(f"/my/privacy/orders/{others.number}/")["Location"] == "/my/privacy/"


def test_the_timeline_leads_to_the_order_a_line_is_about() -> None:
    order = bought(ADA, (tube(), 1))
    page = came_by_mail(order).get("/my/privacy/uses/").content.decode()
    assert f'<a href="/my/privacy/orders/{order.number}/">Order {order.number}</a>' in page


def signed_in_long_ago(user: object) -> Client:
    browser = Client()
    browser.force_login(user, backend=BACKEND)  # type: ignore[arg-type]
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    return browser


def test_erasing_asks_for_a_fresh_sign_in_before_it_shows_the_plan() -> None:
    user = account()
    browser = signed_in_long_ago(user)
    answer = browser.get("/my/privacy/erase/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/once-more/?next=%2Fmy%2Fprivacy%2Ferase%2F"
    assert gate.standing(reading(user).first) is not None

    from tests.cast import PASSPHRASE

    back = browser.post(answer["Location"], {"password": PASSPHRASE, "next": "/my/privacy/erase/"})
    assert back["Location"] == "/my/privacy/erase/"
    assert "Erase me" in browser.get("/my/privacy/erase/").content.decode()


def test_a_guest_is_not_asked_to_sign_in() -> None:
    assert came_by_mail(bought(ADA, (tube(), 1))).get("/my/privacy/erase/").status_code == 200
