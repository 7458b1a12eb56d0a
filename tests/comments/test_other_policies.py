"""A shop whose own policy knows no comments, or knows them no more, works as before."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.comments.conftest import WORDS, page_of, shown, written
from troth import gate
from troth.catalog.models import Product
from troth.comments import purpose
from troth.rights import mine

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NONE = "a_kind_no_policy_knows"


def test_words_that_were_shown_under_an_earlier_policy_are_not_opened(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(ada, flask, sam)
    monkeypatch.setattr(purpose, "KIND", NONE)
    page = page_of(flask)
    assert WORDS not in page
    assert "4.0 of 5" not in page


def test_my_privacy_shows_what_the_policy_knows(
    ada: gate.PersonId, ada_browser: Client, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(ada, flask)
    monkeypatch.setattr(mine, "BESIDE", (*mine.BESIDE, NONE))
    assert WORDS in ada_browser.get("/my/privacy/data/").content.decode()
