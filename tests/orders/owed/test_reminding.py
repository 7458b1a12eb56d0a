"""Two reminders at the most, two weeks apart, one at a time; and none while somebody objects, says stop, or is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.orders.owed.owing import (
    claimed,
    debt,
    goes_to_pay,
    happened,
    late,
    letters,
    pays,
    proven,
    steps,
)
from tests.orders.test_races import together
from troth import channels, gate
from troth.channels.templates import told as facts
from troth.orders import numbers, owed
from troth.orders.errors import NotPossible
from troth.orders.models import Debt, Order
from troth.orders.models.owed import Asking, Owing, Pause
from troth.orders.owed import known, objection, remind

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_who_does_not_pay_is_reminded_twice_and_no_more(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    assert remind.remind() == 0
    for level in (Asking.FIRST, Asking.LAST):
        late()
        assert remind.remind() == 1
        assert remind.remind() == 0
        assert (debt().level, debt().due_on) == (level, timezone.localdate() + timedelta(days=14))
    late()
    assert remind.remind() == 0
    assert steps() == ["request", "first", "last"]
    assert happened(order) == ["debt_asked", "debt_reminded", "debt_reminded"]
    (shown,) = owed.listed(owed.Shelf.OPEN, sam)
    assert shown.in_vain


def test_on_the_day_itself_there_is_still_time(sam: gate.Actor, olga: gate.Actor) -> None:
    claimed(sam, olga)
    assert remind.remind(timezone.now() + timedelta(days=14)) == 0
    assert remind.remind(timezone.now() + timedelta(days=15)) == 1


def test_the_last_letter_says_that_it_is_the_last(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    told = []
    for _step in range(2):
        late()
        remind.remind()
        message = letters()[-1]
        told.append(facts(channels.Leaving(message.pk, message.template, order.whose, message.ids)))
    assert ["last" in each for each in told] == [False, True]
    assert all(each["again"] for each in told)


def test_a_letter_of_an_earlier_step_that_is_still_waiting_does_not_leave(sam: gate.Actor, olga: gate.Actor) -> None:
    claimed(sam, olga)
    late()
    remind.remind()
    channels.queue.send_due()
    assert [(each.ids["step"], each.state) for each in letters()] == [("request", "failed"), ("first", "sent")]


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_workers_at_once_remind_once(sam: gate.Actor, olga: gate.Actor) -> None:
    claimed(sam, olga)
    late()
    assert sum(together(4, lambda place: remind.remind())) == 1
    assert (steps(), debt().level) == (["request", "first"], Asking.FIRST)


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_a_payment_at_the_same_moment_ends_it(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    late()
    acts = [remind.remind, pays]
    together(2, lambda place: acts[place]())
    assert debt().state == Owing.PAID
    channels.queue.send_due()
    assert [each.state for each in letters() if each.ids["step"] == "first"] in ([], ["failed"])
    assert remind.remind() == 0


def test_a_row_read_before_somebody_objected_is_not_written_about(
    sam: gate.Actor, olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(sam, olga)
    late()
    held = remind.moving.held

    def meanwhile(pk: int) -> Order:
        assert connection.in_atomic_block
        Debt.objects.update(pause=Pause.OBJECTED)
        return held(pk)

    monkeypatch.setattr(remind.moving, "held", meanwhile)
    assert remind.remind() == 0
    assert steps() == ["request"]


# -- "I do not owe this"


def test_an_objection_stops_the_letters_and_lies_before_the_desk(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    browser = proven(order)
    assert objection.by_buyer(order.number, ref, browser=browser)
    assert objection.by_buyer(order.number, ref, browser=browser)
    assert (debt().pause, debt().objections) == (Pause.OBJECTED, 1)
    assert owed.waiting() == 1
    late()
    assert remind.remind() == 0
    channels.queue.send_due()
    assert [each.state for each in letters()] == ["failed"]
    assert happened(order) == ["debt_asked", "debt_objected"]


def test_control_without_the_objection_the_letters_go_on(sam: gate.Actor, olga: gate.Actor) -> None:
    claimed(sam, olga)
    channels.queue.send_due()
    late()
    assert remind.remind() == 1
    channels.queue.send_due()
    assert [each.state for each in letters()] == ["sent", "sent"]


def test_nobody_else_objects(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    assert not objection.by_buyer(order.number, ref, browser=numbers.secret())
    assert not objection.by_buyer(order.number, ref)
    assert debt().pause == ""


def test_who_objected_is_told_when_we_still_ask_and_has_two_weeks_anew(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    objection.by_buyer(order.number, ref, browser=proven(order))
    late()
    owed.resume(ref, sam)
    assert (debt().pause, debt().due_on) == ("", timezone.localdate() + timedelta(days=14))
    message = letters()[-1]
    assert facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))["answered"]
    with pytest.raises(NotPossible):
        owed.resume(ref, sam)


def test_who_objects_again_and_again_is_heard_three_times_by_the_page(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    browser = proven(order)
    for _time in range(known.OBJECTIONS):
        assert objection.by_buyer(order.number, ref, browser=browser)
        owed.resume(ref, sam)
    with pytest.raises(NotPossible):
        objection.by_buyer(order.number, ref, browser=browser)
    assert not owed.listed(owed.Shelf.OPEN, sam)[0].can_object


# -- stopped by us, and gone


def test_the_desk_stops_and_resumes(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    owed.stop(ref, sam)
    late()
    assert remind.remind() == 0
    with pytest.raises(NotPossible):
        owed.stop(ref, sam)
    owed.resume(ref, sam)
    assert len(letters()) == 1
    late()
    assert remind.remind() == 1
    assert happened(order) == ["debt_asked", "debt_stopped", "debt_asked_on", "debt_reminded"]


def test_to_who_was_erased_nothing_goes_and_the_desk_is_told(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    late()
    assert remind.remind() == 0
    assert (debt().pause, owed.waiting(), steps()) == (Pause.NOBODY, 1, ["request"])
    channels.queue.send_due()
    assert letters()[0].state == "failed"
    opened = owed.opened(ref, sam)
    assert opened is not None
    assert not any(way.allowed for way in opened.ways)
    with pytest.raises(NotPossible):
        owed.resume(ref, sam)
    for channel in ("post", "telephone"):
        with pytest.raises(NotPossible):
            owed.reach(ref, channel, sam)


def test_a_letter_that_waits_does_not_leave_for_who_was_erased(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    channels.queue.send_due()
    assert letters()[0].state == "failed"


def test_who_said_stop_is_reminded_all_the_same(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.restrict(person, actor=gate.the_person(person))
    late()
    assert remind.remind() == 1
    channels.queue.send_due()
    assert letters()[-1].state == "sent"
