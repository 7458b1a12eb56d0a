"""The timeline: every line once, over several persons, whatever the clock did; filters; the diary it is read as."""

from datetime import timedelta

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.rights.conftest import joins, orders, sequenced, works_here
from troth import gate, ledger
from troth.rights import timeline
from troth.rights.diary import diary
from troth.rights.reader import Reader
from troth.rights.timeline import Show

pytestmark = pytest.mark.django_db


def look(person):
    gate.use(person, ["name", "email"], purpose="account", actor=gate.the_person(person))


def told(party):
    payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    gate.outcome(payload.disclosure, "delivered")


def whole(reader, **how):
    """Every page, one after the other."""
    lines, cursor = [], ""
    for _ in range(100):
        page = timeline.timeline(reader, cursor=cursor, **how)
        lines += page.lines
        cursor = page.cursor
        if not cursor:
            return lines
    raise AssertionError("the timeline has no end")


def everything(reader):
    return {
        line.entry
        for person in reader.persons
        for line in gate.timeline(person, actor=gate.the_person(person), limit=10_000)
    }


@pytest.mark.parametrize("limit", [1, 2, 7, 40])
def test_pages_hold_every_line_of_several_persons_once(limit):
    ada, ben = joins(ADA), joins(BEN)
    joins(CHIARA)
    for number in range(12):
        look(ada if number % 3 else ben)
    reader = Reader((ada, ben))
    entries = [line.entry for line in whole(reader, limit=limit)]
    assert len(entries) == len(set(entries))
    assert set(entries) == everything(reader)


def test_a_clock_that_jumps_back_loses_and_repeats_nothing(monkeypatch):
    from troth.ledger import appending

    ada, ben = joins(ADA), joins(BEN)
    real = appending.datetime

    class Jumping(real):
        behind = timedelta(0)

        @classmethod
        def now(cls, tz=None):
            return real.now(tz) - cls.behind

    monkeypatch.setattr(appending, "datetime", Jumping)
    for number in range(10):
        Jumping.behind = timedelta(hours=number % 4)
        look(ada if number % 2 else ben)
    reader = Reader((ada, ben))
    entries = [line.entry for line in whole(reader, limit=3)]
    assert len(entries) == len(set(entries))
    assert set(entries) == everything(reader)


def test_a_cursor_that_makes_no_sense_begins_at_the_beginning():
    reader = Reader((joins(ADA),))
    assert timeline.timeline(reader, cursor="x.y").lines == timeline.timeline(reader).lines


def test_only_what_others_did_and_only_what_was_told():
    person, party = orders(ADA)
    for _ in range(5):
        look_at_order(party)
    told(party)
    works_here(7, "order_desk")
    gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=gate.employee(7))
    reader = Reader((person,))
    others = whole(reader, show=Show.OTHERS, limit=2)
    assert others
    assert not any(line.own for line in others)
    assert {line.verb for line in whole(reader, show=Show.TOLD, limit=1)} == {"disclose", "outcome"}
    assert len(whole(reader)) > len(others)


def look_at_order(party):
    person = gate.person_of_party(party)
    gate.use(party, ["order_delivery"], purpose="rights_request", actor=gate.the_person(person))


def test_the_diary_folds_ones_own_looks_and_joins_an_outcome_to_its_cause():
    person, party = orders(ADA)
    told(party)
    look_at_order(party)
    look_at_order(party)
    reader = Reader((person,))
    lines = timeline.timeline(reader).lines
    (day,) = diary(lines)
    looks, disclosure, given = day.parts
    assert looks.what == "You looked at your data, 2 times: where an order goes."
    assert disclosure.line.verb == "disclose"
    assert disclosure.outcome is not None
    assert disclosure.outcome.what == "What we told UPS was received."
    assert given.folded
    assert given.what.startswith("You gave us data, ")
    assert sum(len(part.lines) + bool(part.outcome) for part in day.parts) == len(lines)


def test_the_diary_never_folds_what_others_did():
    person, party = orders(ADA)
    works_here(7, "order_desk")
    for _ in range(3):
        gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=gate.employee(7))
    (day,) = diary(timeline.timeline(Reader((person,)), show=Show.OTHERS).lines)
    assert len(day.parts) == 3


def test_a_proof_of_somebody_elses_entry_and_of_none_look_the_same():
    import uuid

    ada, ben = joins(ADA), joins(BEN)
    entry = gate.timeline(ben, actor=gate.the_person(ben), limit=1)[0].entry
    sequenced()
    reader = Reader((ada,))
    assert timeline.proof(reader, entry) is None
    assert timeline.proof(reader, uuid.uuid4()) is None
    assert timeline.proof(Reader((ben,)), entry) is not None


def test_a_new_entry_has_no_proof_yet_and_says_so():
    ada = joins(ADA)
    entry = gate.timeline(ada, actor=gate.the_person(ada), limit=1)[0].entry
    with pytest.raises(timeline.NotYetProtected):
        timeline.proof(Reader((ada,)), entry)
    ledger.sequence_all()
    assert timeline.proof(Reader((ada,)), entry)
