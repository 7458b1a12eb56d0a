"""Somebody presses yes in a mail, and says no on their privacy page, in the same instant: the no stands."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Thread

import pytest
from django.db import connections

from tests.cast import ADA
from tests.gate.conftest import joins
from tests.leads.met import said_of
from troth import gate
from troth.orders import news

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def yes_while_they_say_no(monkeypatch: pytest.MonkeyPatch) -> str:
    """The no comes just after the yes has looked for one. What stands in the end."""
    ada, looks = joins(ADA), news._said_no

    def says_no() -> None:
        try:
            gate.choose(
                ada, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences"
            )
        finally:
            connections.close_all()

    saying = Thread(target=says_no)

    def slow(standing: gate.Standing, purpose: str) -> bool:
        found = looks(standing, purpose)
        saying.start()
        saying.join(1)  # until it is said, or waits
        return found

    with monkeypatch.context() as here:
        here.setattr(news, "_said_no", slow)
        news.say_yes(ada, source="trade_show")
    saying.join(20)
    return said_of(ada)


def test_the_no_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert yes_while_they_say_no(monkeypatch) == "objected"


def test_the_race_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with nobody waiting, the yes is written over the no."""
    monkeypatch.setattr(gate, "together", lambda *_people: nullcontext())
    assert yes_while_they_say_no(monkeypatch) == "granted"
