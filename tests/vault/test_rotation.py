"""Rotating the key ring: everything stays readable, nothing is left under the old epoch, and it can stop anywhere."""

import os
import time
from datetime import timedelta

import pytest

from tests.cast import ADA, BEN
from tests.gate.conftest import joins, orders
from tests.vault.later import when_all_have_written
from troth import gate
from troth.gate import keyring
from troth.vault.models import Alias, Key, Link

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.fixture(autouse=True)
def own_ring(tmp_path, settings):
    """Rotation changes files, so each test has a ring of its own."""
    from dataclasses import replace

    settings.TROTH = replace(settings.TROTH, keys=tmp_path)
    keyring.ensure()


def reads(person: gate.PersonId) -> str:
    return gate.use(person, ["name"], purpose="account", actor=gate.the_person(person)).first("name")["name"].reveal()


def left_behind(epoch: int) -> int:
    return sum(model.objects.exclude(epoch=epoch).count() for model in (Key, Link, Alias))


def test_after_rotation_everything_is_found_and_opens_under_the_new_epoch_alone():
    ada = joins(ADA)
    gate.bind_account(ada, 7)
    _, party = orders(BEN)
    for _ in keyring.rotate():
        pass
    assert left_behind(2) == 0
    assert keyring.retire(now=when_all_have_written()) == [1]
    assert keyring.epochs() == [2]

    assert reads(ada) == ADA.name
    assert gate.person_of_account(7) == ada
    assert gate.alias_at(ADA.email)
    assert gate.person_of_party(party) in gate.guests_at(BEN.email)


def test_rotation_stopped_half_way_reads_old_and_new_and_goes_on(monkeypatch):
    from troth.vault import rotate

    monkeypatch.setattr(rotate, "BATCH", 1)
    people = [joins(ADA), joins(BEN)]
    steps = keyring.rotate()
    next(steps)
    next(steps)
    steps.close()

    assert left_behind(2) > 0
    assert keyring.retire(now=when_all_have_written()) == []
    assert [reads(each) for each in people] == [ADA.name, BEN.name]
    assert gate.persons_at(BEN.email) == [people[1]]

    for _ in keyring.rotate():
        pass
    assert keyring.epochs() == [2, 1]
    assert left_behind(2) == 0


def test_the_calendar_turns_the_epoch_each_week_and_ends_those_whose_backups_are_gone(settings):
    ada = joins(ADA)
    assert keyring.turn() == []
    assert keyring.epochs() == [1]

    began(settings, 1, keyring.EPOCH)
    assert keyring.turn() == []
    assert keyring.epochs() == [2, 1]
    assert left_behind(2) == 0

    began(settings, 2, keyring.BACKUPS)
    assert keyring.turn() == [1]
    assert 1 not in keyring.epochs()
    assert reads(ada) == ADA.name


def began(settings, epoch: int, ago: timedelta) -> None:
    """Let an epoch have begun some time ago."""
    then = time.time() - ago.total_seconds() - 1
    os.utime(settings.TROTH.keys / "epochs" / f"{epoch}.key", (then, then))


def test_an_epoch_something_living_needs_is_not_destroyed():
    joins(ADA)
    from troth.vault.ring import begin_epoch

    begin_epoch(2)
    assert keyring.retire(now=when_all_have_written()) == []


def test_nothing_is_destroyed_while_somebody_may_still_write_under_it():
    """A row that is not committed yet is not counted; its key would be lost with the epoch."""
    joins(ADA)
    for _ in keyring.rotate():
        pass
    assert keyring.retire() == []
    assert keyring.epochs() == [2, 1]
    assert keyring.retire(now=when_all_have_written()) == [1]
