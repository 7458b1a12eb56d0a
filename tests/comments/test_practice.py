"""A newcomer to the practice shop sees what customers say, what we answer, and what waits to be read."""

from __future__ import annotations

import pytest
from django.test import Client

from troth.catalog import sample
from troth.comments import practice, purpose
from troth.comments.models import Comment, State
from troth.people import practice as cast

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def shop() -> None:
    sample.load()
    cast.gather()


@pytest.mark.usefixtures("shop")
def test_some_are_shown_some_answered_and_some_wait() -> None:
    made = practice.make()
    states = list(Comment.objects.values_list("state", flat=True))
    assert made == len(states) == len(practice.SAMPLES)
    assert {*states} == {State.SHOWN, State.WAITING}
    page = Client().get("/products/magnetic-stirrer/").content.decode()
    assert "4.5 of 5, from 2 customers" in page
    assert "There is a wider knob" in page
    assert "Does the plate stay cool" in page


@pytest.mark.usefixtures("shop")
def test_they_are_made_once_and_do_not_come_back() -> None:
    practice.make()
    assert practice.make() == 0
    Comment.objects.all().delete()
    assert practice.make() == 0, "whoever took them all back does not find them again"


@pytest.mark.usefixtures("shop")
def test_where_the_policy_knows_no_comments_nobody_writes_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purpose, "PURPOSE", "nothing_of_that_kind")
    assert practice.make() == 0


def test_in_a_shop_without_its_cast_nobody_writes_any() -> None:
    sample.load()
    assert practice.make() == 0
