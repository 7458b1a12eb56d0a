"""A piece from elsewhere on a page written in the office: a plain card until the visitor allows it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.storefront.enforcement.conftest import Choosing, who_allows  # noqa: F401  (a fixture)
from troth import gate
from troth.pages import setup
from troth.pages.blocks import OutsideBlock, embeds
from troth.pages.models import TextPage
from troth.policy import in_earnest
from troth.storefront.pagecache import store

pytestmark = pytest.mark.django_db
HERE = "/films/"


@pytest.fixture(autouse=True)
def _practice_page() -> None:
    store().clear()
    setup.begin_practice(setup.begin("Cellorama"))


def test_the_practice_page_is_made_once() -> None:
    setup.begin_practice(setup.begin("Cellorama"))
    assert TextPage.objects.filter(slug="films").count() == 1


def test_it_waits_behind_a_card_and_is_shown_to_those_who_allow_it(who_allows: Choosing) -> None:  # noqa: F811
    waiting = Client().get(HERE).content.decode()
    assert "Film: glass in the flame" in waiting
    assert "<iframe" not in waiting
    allowed = who_allows("advertising").get(HERE)
    assert '/lantern_films/film/glass-in-the-flame/"' in allowed.content.decode()
    assert "frame-src http://elsewhere.localhost" in allowed.headers["Content-Security-Policy"]


def test_it_is_there_in_every_language() -> None:
    assert 'id="service-shop_film"' in Client().get(f"/de{HERE}").content.decode()
    assert [each.language for each in TextPage.objects.get(slug="films").words.all()] == ["de"]


def test_the_office_offers_what_the_policy_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    assert embeds() == [("shop_film", gate.policy().services["shop_film"].label)]
    live = in_earnest(gate.policy())
    monkeypatch.setattr(gate, "policy", lambda: live)
    assert embeds() == []


@pytest.mark.parametrize("what", ["../../evil", "a b", "https://evil.example/", "x" * 65])
def test_what_is_no_piece_is_refused_at_the_form(what: str) -> None:
    block = OutsideBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"service": "shop_film", "what": what, "title": "Film"}))
