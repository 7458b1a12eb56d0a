"""A partner says two things about the same person in the same instant: what it said last stands, and nothing else of it."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from tests.attacks.test_races import at_once
from tests.cast import ADA
from tests.gate.conftest import joins
from troth import gate
from troth.leads import ask, hearing
from troth.leads.purpose import PURPOSE
from troth.recipients import signature
from troth.recipients.inbound import HEADER
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

SECRET = "a secret of a partner and long enough"
ROUNDS, WORDS = 6, 4


@pytest.fixture(autouse=True)
def _partner(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(settings.TROTH, lead_partner="Bureau of Desks", lead_secrets=(SECRET,))
    monkeypatch.setattr(settings, "TROTH", here)


def says(person: gate.PersonId, word: str) -> bool:
    about = ask.ask(person, "partner", gate.system(PURPOSE)).number
    body = json.dumps({"id": word, "about": about, "organization": f"Institut {word}"}).encode()
    return hearing.hear("partner", body, {HEADER: signature.sign(body, SECRET.encode())})


def left_after(rounds: int) -> list[int]:
    """How many records each round leaves."""
    left = []
    for each in range(rounds):
        ada = joins(ADA)
        came = at_once(*[partial(says, ada, f"w-{each}-{word}") for word in range(WORDS)])
        assert came == [True] * WORDS
        left.append(Record.objects.filter(key__person=ada, kind="lead").count())
    return left


def test_one_record_is_left_of_all_of_them() -> None:
    assert left_after(ROUNDS) == [1] * ROUNDS


def test_the_race_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with nobody waiting, each looks before any is there. SQLite has one writer, so there the look must be apart."""
    holds, together = connections["vault"].features.has_select_for_update, gate.together
    looked, looks = Barrier(WORDS), hearing._of_the_same
    monkeypatch.setattr(gate, "together", lambda *_people: together() if holds else nullcontext())
    monkeypatch.setattr(hearing, "_of_the_same", lambda *about: (looks(*about), looked.wait(20))[0])
    assert left_after(1) == [WORDS]
