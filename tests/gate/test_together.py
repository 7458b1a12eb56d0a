"""Several verbs in one transaction: all of them are kept, or none; and a refusal is never unsaid."""

import os

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import ADA, BEN
from tests.gate.conftest import joins
from troth import gate
from troth.gate import work
from troth.ledger.models import Entry
from troth.vault import journal, replay
from troth.vault.models import Choice, Person
from troth.vault.ring import journal_of, ring

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


class PowerCut(Exception):
    pass


def joins_before_a_power_cut() -> None:
    joins(ADA)
    raise PowerCut


def asks_for_too_much(person: gate.PersonId) -> None:
    gate.use(person, ["telephone"], purpose="newsletter", actor=gate.system("newsletter"))


def test_what_is_done_together_is_kept_together() -> None:
    with gate.together():
        people = [joins(ADA), joins(BEN)]
    assert set(Person.objects.values_list("id", flat=True)) == set(people)


def test_a_power_cut_leaves_nothing_of_it() -> None:
    with pytest.raises(PowerCut), gate.together():
        joins_before_a_power_cut()
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_without_it_what_came_before_the_power_cut_stays() -> None:
    with pytest.raises(PowerCut):
        joins_before_a_power_cut()
    assert Person.objects.exists()


@pytest.mark.parametrize("caught", [True, False])
def test_a_refusal_stays_recorded_and_so_does_what_came_before(caught: bool) -> None:
    ada = joins(ADA)
    before = Entry.objects.count()
    try:
        with gate.together():
            joins(BEN)
            try:
                asks_for_too_much(ada)
            except gate.Refused:
                if not caught:
                    raise
    except gate.Refused:
        assert not caught
    assert Person.objects.count() == 2
    said = [entry.body for entry in Entry.objects.all()[before:]]
    assert any("refused" in body for body in said)


def test_one_waiting_for_the_disk_instead_of_many() -> None:
    def waits(count: CaptureQueriesContext) -> int:
        return sum(each["sql"].startswith("BEGIN") for each in count.captured_queries)

    with CaptureQueriesContext(connections["vault"]) as alone:
        _ = joins(ADA), joins(BEN)
    with CaptureQueriesContext(connections["vault"]) as shared, gate.together():
        _ = joins(ADA), joins(BEN)
    assert (waits(alone), waits(shared)) == (2, 1)


def test_it_is_not_begun_inside_a_shop_transaction() -> None:
    with transaction.atomic(), pytest.raises(gate.InsideShopWork), gate.together():
        joins(ADA)


def says_no(*people: gate.PersonId) -> None:
    for person in people:
        gate.choose(
            person, "newsletter", "email", gate.State.DECLINED, actor=gate.the_person(person), source="preferences"
        )


def says_no_before_a_power_cut(person: gate.PersonId) -> None:
    says_no(person)
    raise PowerCut


def says_no_before_a_refusal(person: gate.PersonId) -> None:
    says_no(person)
    asks_for_too_much(person)


def journal_lines() -> list[str]:
    file = journal_of(ring().current.number)
    return file.read_text().splitlines() if file.exists() else []


def test_the_journal_waits_for_the_disk_once_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = joins(ADA), joins(BEN)
    says_no(ada)  # a new file is waited for twice
    before, synced = len(journal_lines()), []
    monkeypatch.setattr(journal.os, "fsync", synced.append)
    says_no(ada, ben)
    alone = len(synced)
    with gate.together():
        says_no(ada, ben)
        assert len(journal_lines()) == before + 2  # not yet
    assert (alone, len(synced) - alone) == (2, 1)
    assert len(journal_lines()) == before + 3, "one line for what belongs together"


def test_a_power_cut_leaves_no_line_in_the_journal_either() -> None:
    ada, before = joins(ADA), journal_lines()
    with pytest.raises(PowerCut), gate.together():
        says_no_before_a_power_cut(ada)
    assert journal_lines() == before


def test_what_came_before_a_refusal_is_in_the_journal() -> None:
    ada, before = joins(ADA), journal_lines()
    with pytest.raises(gate.Refused), gate.together():
        says_no_before_a_refusal(ada)
    assert len(journal_lines()) == len(before) + 1


def test_a_journal_that_cannot_be_written_takes_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    ada = joins(ADA)
    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="No space"), gate.together():
        says_no(ada)
    assert not Choice.objects.filter(person=ada, purpose="newsletter", channel="email", state="declined").exists()


def test_a_disk_that_fills_up_in_the_midst_of_it_leaves_nothing_to_be_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada, ben = joins(ADA), joins(BEN)
    replay.replay()
    truly = os.write
    with monkeypatch.context() as full:
        full.setattr(journal.os, "write", lambda descriptor, told: truly(descriptor, told[: len(told) * 3 // 4]))
        with pytest.raises(OSError, match="No space"), gate.together():
            says_no(ada, ben)
    says_no(ben)
    replay.replay()
    assert set(Choice.objects.filter(state="declined").values_list("person", flat=True)) == {ben}


def test_what_was_gathered_is_done_again_in_a_restored_store() -> None:
    ada, ben = joins(ADA), joins(BEN)
    replay.replay()
    with gate.together():
        says_no(ada, ben)
    Choice.objects.filter(state="declined").delete()  # as a backup from before has it
    replay.replay()
    assert set(Choice.objects.filter(state="declined").values_list("person", flat=True)) == {ada, ben}


def test_people_are_held_in_one_order_however_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who hold the same people the other way round would wait for each other for ever."""
    ada, ben, held = joins(ADA), joins(BEN), list[object]()
    monkeypatch.setattr(work, "hold", held.append)
    for people in ((ada, ben), (ben, ada, ben)):
        with gate.together(*people):
            pass
    assert held[:2] == held[2:] == sorted([ada, ben])
