"""Words whose key has gone are off their page, whoever ended it: a round, a command, a backup put back, a program of somebody's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.comments.conftest import WORDS, page_of, shown, written
from troth import gate, ledger
from troth.catalog.models import Product
from troth.cli import rounds
from troth.comments import withdraw
from troth.comments.models import Comment
from troth.gate import keyring as ring
from troth.rights import keyring, retention

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_erasure_by_another_way_is_seen_by_the_watch(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    watch = withdraw.Watch()
    watch.look()
    shown(ada, flask, sam)
    ledger.sequence_all()
    watch.look()
    assert WORDS in page_of(flask), "the control"
    gate.erase(ada, actor=gate.the_person(ada))
    assert WORDS in page_of(flask), "the control: its pages and this process hold it"
    ledger.sequence_all()
    assert watch.look() == 1
    assert WORDS not in page_of(flask)
    assert not Comment.objects.exists()


def test_who_begins_to_watch_looks_at_what_was_before(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    gate.erase(ada, actor=gate.the_person(ada))
    assert withdraw.Watch().look() == 1


def test_where_nothing_ended_the_watch_looks_at_nobodys(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = withdraw.Watch()
    watch.look()
    shown(ada, flask, sam)
    ledger.sequence_all()
    monkeypatch.setattr(withdraw, "ended", lambda: 1 / 0)
    assert watch.look() == 0


def test_the_task_process_watches_each_few_seconds() -> None:
    (watching,) = [each for each in rounds.rounds() if each.name == "comments whose words are gone"]
    assert watching.seconds <= 5


def test_what_is_over_is_off_the_page_with_the_retention_run(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    assert WORDS in page_of(flask)
    with time_machine.travel(timezone.now() + timedelta(days=6 * 366)):
        assert retention.carry_out(after_standstill=True)
    assert WORDS not in page_of(flask)
    assert not Comment.objects.exists()


def test_what_a_restored_store_learns_is_off_the_page_at_once(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(ada, flask, sam)
    assert WORDS in page_of(flask)

    def does_it_again() -> int:
        gate.erase(ada, actor=gate.the_person(ada))
        return 1

    monkeypatch.setattr(ring, "replay", does_it_again)
    assert keyring.replay() == 1
    assert WORDS not in page_of(flask)


def test_what_is_only_being_taken_in_is_left_alone(ada: gate.PersonId, flask: Product) -> None:
    row = written(ada, flask)
    Comment.objects.filter(pk=row.pk).update(party="00000000-0000-4000-8000-000000000001", state="writing", record=None)
    assert withdraw.ended() == 0
    assert Comment.objects.count() == 1
