"""A partner is asked about one person at a time, and what it is given is a disclosure that the person can read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from tests.leads.met import DORA, SHOW, at
from tests.orders.buying import works_at_the_desk
from troth import gate
from troth.leads import ask, known, numbers
from troth.leads.purpose import PURPOSE
from troth.leads.shows import noting

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _partner(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(settings.TROTH, lead_partner="Bureau of Desks", lead_secrets=("x" * 32,))
    monkeypatch.setattr(settings, "TROTH", here)


@pytest.fixture
def mia(db: None) -> gate.Actor:
    return works_at_the_desk(703, "marketing")


@pytest.fixture
def dora(mia: gate.Actor) -> gate.PersonId:
    noting.note(SHOW, [DORA], mia)
    return at(DORA.email)


def disclosures(person: gate.PersonId) -> list[tuple[str, tuple[str, ...], str]]:
    lines = gate.timeline(person, actor=gate.the_person(person))
    return [(line.recipient, tuple(line.fields), line.actor) for line in lines if line.verb == "disclose"]


def test_it_is_given_the_organization_and_a_number_and_the_person_can_read_that(
    mia: gate.Actor, dora: gate.PersonId
) -> None:
    given = ask.ask(dora, "partner", mia)
    assert numbers.read(given.number, "partner") == dora
    assert given.organization is not None
    assert given.organization.reveal() == "Institut Muster"
    assert disclosures(dora) == [("lead_partner", ("lead.organization",), "employee")]


def test_of_somebody_who_said_no_nobody_is_asked(mia: gate.Actor, dora: gate.PersonId) -> None:
    gate.choose(dora, PURPOSE, "", gate.State.OBJECTED, actor=gate.the_person(dora), source="preferences")
    with pytest.raises(gate.Refused):
        ask.ask(dora, "partner", mia)


def test_whose_job_it_is_not_asks_nobody(dora: gate.PersonId) -> None:
    with pytest.raises(gate.Refused):
        ask.ask(dora, "partner", works_at_the_desk(704, "order_desk"))
    assert disclosures(dora) == []


def test_where_the_policy_names_no_such_recipient_nobody_can_be_asked(
    mia: gate.Actor, dora: gate.PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert known.partners(), "the control"
    monkeypatch.setattr(ask, "RECIPIENT", "nobody_like_that")
    assert known.partners() == ()
    with pytest.raises(LookupError):
        ask.ask(dora, "partner", mia)
