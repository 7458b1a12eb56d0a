"""Somebody new is noted by two desks in the same instant: they are one person here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from tests.attacks.test_races import at_once
from tests.leads.met import DORA, SHOW
from tests.orders.buying import works_at_the_desk
from troth import gate
from troth.leads.models import Met
from troth.leads.shows import noting
from troth.leads.shows.noting import Noting
from troth.leads.shows.person import Show, Word
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
ELSEWHERE = Show("Lab Days", "Boston", date(2026, 1, 3))


def both_plan_before_either_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    both, plans = Barrier(2), Noting._plan

    def slow(self: Noting, person: Any) -> Any:
        plan = plans(self, person)
        with suppress(BrokenBarrierError):
            both.wait(20)
        return plan

    monkeypatch.setattr(Noting, "_plan", slow)


def noted(monkeypatch: pytest.MonkeyPatch, *told: tuple[Show, Any]) -> list[dict[str, int]]:
    mia = works_at_the_desk(701, "marketing")
    both_plan_before_either_writes(monkeypatch)
    came: list[Any] = at_once(*[partial(noting.note, show, [person], mia) for show, person in told])
    return sorted([{str(became.value): many for became, many in each.became.items()} for each in came], key=str)


def test_at_two_shows_they_are_one_person_with_two_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert noted(monkeypatch, (SHOW, DORA), (ELSEWHERE, DORA)) == [{"added": 1}, {"new": 1}]
    assert len(gate.persons_at(DORA.email)) == 1
    assert sorted(Met.objects.values_list("made", flat=True)) == [False, True]
    assert Record.objects.filter(kind="lead").count() == 2


def test_at_the_same_show_they_are_noted_once_and_a_no_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    no = replace(DORA, news=Word.NO)
    assert noted(monkeypatch, (SHOW, no), (SHOW, no)) == [{"new": 1}, {"unchanged": 1}]
    assert len(gate.persons_at(DORA.email)) == Met.objects.count() == 1
    assert Record.objects.filter(kind="lead").count() == 1


def test_the_race_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Noting, "_look_again", lambda *_about: None)
    noted(monkeypatch, (SHOW, DORA), (ELSEWHERE, DORA))
    assert len(gate.persons_at(DORA.email)) == 2
