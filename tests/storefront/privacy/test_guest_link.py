"""The link to a guest's own page: the same answer for every address, opened by a press, once, and not for ever."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.rights.conftest import orders
from troth import channels
from troth.channels import queue
from troth.channels.models import Link, Message
from troth.people import evenly
from troth.rights import reader

pytestmark = pytest.mark.django_db


def ask(email):
    return Client().post("/my/privacy/link/", {"email": email})


def from_outside(network, email):
    return Client(REMOTE_ADDR=network).post("/my/privacy/link/", {"email": email})


@pytest.fixture
def link(post):
    orders(ADA)
    ask(ADA.email)
    queue.send_due()
    text = post.letters[-1][1].decode().replace("=\r\n", "").replace("=\n", "").replace("=3D", "=")
    return re.search(r"(/my/privacy/enter/[\w-]{43}/)", text)[1]


def test_a_known_and_an_unknown_address_get_the_same_answer():
    orders(ADA)
    known, unknown = ask(ADA.email), ask("nobody@example.com")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_the_answer_waits_for_the_same_moment(monkeypatch):
    waited = []
    monkeypatch.setattr(evenly, "AT_LEAST", 5.0)
    monkeypatch.setattr(evenly.time, "sleep", waited.append)
    ask("nobody@example.com")
    assert len(waited) == 1


@pytest.mark.parametrize("email", [ADA.email, "nobody@example.com"])
def test_links_to_one_address_are_limited_for_everybody_alike(email):
    orders(ADA)
    before = Message.objects.count()
    answers = [from_outside(f"198.51.100.{n}", email) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert Message.objects.count() == before + 3
    assert email in answers[-1].content.decode()
    assert "wait an hour" in answers[-1].content.decode()


def test_links_asked_for_from_one_place_are_limited():
    answers = [from_outside("198.51.100.7", f"nobody{n}@example.com").status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_the_limits_remember_neither_address_nor_network():
    from_outside("198.51.100.7", ADA.email)
    counted = list(caches["limits"].rows())
    assert len(counted) == 2
    kept = f"{counted} {cache._cache}".casefold()
    assert ADA.email not in kept
    assert "198.51.100.7" not in kept


def test_what_is_no_address_is_said_and_kept():
    answer = ask("ada at example")
    assert answer.status_code == 422
    assert b"ada at example" in answer.content
    assert b"error_email" in answer.content


def test_looking_at_the_link_uses_nothing_up(link):
    for ask_ in (Client().get, Client().head, Client().get):
        assert ask_(link).status_code == 200
    assert Client().post(link).status_code == 302


def test_the_press_lets_in_once(link):
    browser = Client()
    assert browser.post(link).headers["Location"] == "/my/privacy/"
    assert ADA.street_address in browser.get("/my/privacy/data/").content.decode()
    second = Client()
    assert second.post(link).status_code == 410
    assert second.get(link).status_code == 410
    assert second.get("/my/privacy/data/").headers["Location"] == "/my/privacy/"


def test_the_link_expires(link):
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_the_session_expires_and_can_be_left(link):
    browser = Client()
    browser.post(link)
    browser.post("/my/privacy/leave/")
    assert browser.get("/my/privacy/data/").status_code == 302
    other = Client()
    other.cookies["privacy_access"] = channels.links.mint(reader.SESSION, orders(ADA)[0], hours=1)
    assert other.get("/my/privacy/data/").status_code == 200
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert other.get("/my/privacy/data/").status_code == 302


def test_a_link_of_another_kind_lets_nobody_in():
    person, _ = orders(ADA)
    token = channels.links.mint("order", person, hours=1)
    assert Client().post(f"/my/privacy/enter/{token}/").status_code == 410


def test_neither_cache_nor_referrer_keeps_the_address_of_the_link(link):
    answer = Client().get(link)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
