"""A buyer tells what is wrong: it becomes one case, the words are theirs, and nobody else can tell it for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.support.told import WORDS, person_of, tells, told
from troth import gate
from troth.orders import access, quality
from troth.orders.errors import NotPossible
from troth.orders.models import DeliveryWord, Order, OrderEvent, Parcel
from troth.orders.models.order import By, What
from troth.orders.problems import ABOUT_GOODS, TOLD, Problem
from troth.orders.states import Status
from troth.support import contact, reportable, reporting, shelf, words
from troth.support.models import Case, Report, Tried
from troth.support.reporting import NothingChosen, Told, ToldOften
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CARD = "4111 1111 1111 1111"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def texts(order: Order, actor: gate.Actor) -> list[str]:
    return [each.text.reveal() for each in words.opened(order.number, actor) if isinstance(each.text, gate.Personal)]


@pytest.mark.parametrize("problem", TOLD)
def test_what_a_buyer_tells_becomes_a_case_of_the_order(olga: gate.Actor, problem: Problem) -> None:
    order = delivered(olga)
    heard = tells(order, problem)
    (case,) = shelf.of_order(order.number)
    assert heard is not None
    assert (case.ref, case.problem, case.by, case.is_open) == (heard.case, problem, By.CUSTOMER, True)
    assert [(each.title, each.quantity) for each in case.told] == [("Flask", 1)]
    newest = OrderEvent.objects.filter(order=order).latest("pk")
    assert (newest.what, newest.by) == (What.PROBLEM_OPENED, By.CUSTOMER)
    assert case.due_at <= timezone.now() + timedelta(days=2)


def test_the_words_lie_in_the_vault_and_nowhere_else(olga: gate.Actor) -> None:
    case = told(olga)
    report = Report.objects.get(case=case)
    record = Record.objects.get(kind="order_complaint")
    assert report.record == record.pk
    columns = [str(value) for row in (*Report.objects.values(), *Case.objects.values()) for value in row.values()]
    assert not any("cracked" in value for value in columns)
    assert texts(case.order, olga) == [WORDS]


def test_each_look_at_the_words_is_entered_and_theirs_to_read(olga: gate.Actor) -> None:
    case = told(olga)
    words.opened(case.order.number, olga)
    person = person_of(case.order)
    newest = gate.timeline(person, actor=gate.the_person(person), limit=1)[0]
    assert (newest.purpose, newest.actor) == ("resolve_order_problem", "employee")
    assert list(newest.fields) == ["order_complaint.text"]
    exported = gate.export(person, actor=gate.the_person(person))
    assert [each["text"].reveal() for each in exported.records if each.kind == "order_complaint"] == [WORDS]


def test_other_jobs_read_a_seal_in_their_place(olga: gate.Actor) -> None:
    case, mia = told(olga), works_at_the_desk(502, "marketing")
    (written,) = words.opened(case.order.number, mia)
    assert isinstance(written.text, gate.Withheld)


def test_without_words_nothing_is_opened_or_entered(olga: gate.Actor) -> None:
    case = told(olga, text="  ")
    person = person_of(case.order)
    before = len(gate.timeline(person, actor=gate.the_person(person), limit=200))
    assert words.opened(case.order.number, olga) == ()
    assert len(gate.timeline(person, actor=gate.the_person(person), limit=200)) == before
    assert not Record.objects.filter(kind="order_complaint").exists()


# -- once


def test_the_same_form_sent_twice_tells_once(olga: gate.Actor) -> None:
    order = delivered(olga)
    first, second = tells(order, key="one form"), tells(order, key="one form")
    assert first == second
    assert Case.objects.count() == Report.objects.count() == 1
    assert Record.objects.filter(kind="order_complaint").count() == 1


def test_two_tabs_come_to_one_case_with_both_their_words(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, many=1, text="The lid is cracked.")
    tells(order, many=2, text="The second one as well.")
    (case,) = shelf.of_order(order.number)
    assert [(each.title, each.quantity) for each in case.told] == [("Flask", 2)]
    assert texts(order, olga) == ["The lid is cracked.", "The second one as well."]
    assert OrderEvent.objects.filter(what=What.PROBLEM_OPENED).count() == 1


def test_words_that_are_being_taken_in_are_not_taken_in_a_second_time(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, text="", key="one form")
    Report.objects.update(taking_until=timezone.now() + timedelta(seconds=30))
    tells(order, key="one form")
    assert not Record.objects.filter(kind="order_complaint").exists()
    Report.objects.update(taking_until=timezone.now() - timedelta(seconds=1))  # the other one died on the way
    tells(order, key="one form")
    assert texts(order, olga) == [WORDS]


def test_words_that_could_not_be_kept_are_kept_when_the_form_is_sent_again(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = delivered(olga)

    def fails(*told: object, **more: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(gate, "collect", fails)
        with pytest.raises(ConnectionError):
            tells(order, key="one form")
    assert texts(order, olga) == []
    tells(order, key="one form")
    assert texts(order, olga) == [WORDS]
    assert Report.objects.get().taking_until is None


def test_nobody_fills_the_shop_with_reports(olga: gate.Actor) -> None:
    order = delivered(olga)
    for number in range(reporting.MOST):
        tells(order, TOLD[number % len(TOLD)], text="")
    with pytest.raises(ToldOften):
        tells(order, text="")
    assert Case.objects.count() == len(TOLD)


def test_telling_more_makes_us_look_sooner(olga: gate.Actor) -> None:
    case = told(olga)
    contact.write(case.ref, olga)
    Case.objects.update(due_at=timezone.now() + timedelta(days=9))
    tells(case.order)
    assert Case.objects.get().due_at <= timezone.now() + timedelta(days=2)


# -- whose


def test_somebody_elses_order_is_not_there(olga: gate.Actor) -> None:
    order, theirs = delivered(olga), bought(BEN, (tube(title="Beaker"), 1))
    asked = Told(Problem.OTHER, {}, WORDS, "k")
    assert reporting.by_buyer(order.number, asked, person=person_of(theirs)) is None
    assert reporting.by_buyer(order.number, asked, browser="a-browser-nobody-let-in-0000000000001") is None
    assert reporting.by_buyer("T-000000", asked, person=person_of(order)) is None
    assert reportable.of_buyer(order.number, person=person_of(theirs)) is None
    assert not Case.objects.exists()


def test_a_browser_that_only_placed_it_has_shown_nothing(olga: gate.Actor) -> None:
    order, word = delivered(olga), "the-random-word-in-the-cookie-of-ada-000001"
    access.let_in(order.pk, word)
    asked = Told(Problem.OTHER, {}, WORDS, "k")
    assert reporting.by_buyer(order.number, asked, browser=word) is None
    access.let_in(order.pk, word, proven=True)
    assert reporting.by_buyer(order.number, asked, browser=word) is not None


def test_lines_of_another_order_are_not_taken(olga: gate.Actor) -> None:
    order, other = delivered(olga), delivered(olga, (tube(title="Beaker"), 1))
    asked = Told(Problem.DAMAGED, {line(other, "Beaker"): 1}, "", "k")
    with pytest.raises(NothingChosen):
        reporting.by_buyer(order.number, asked, person=person_of(order))
    assert not Case.objects.exists()


# -- what


@pytest.mark.parametrize("many", [0, 4, -1])
@pytest.mark.parametrize("problem", ABOUT_GOODS)
def test_it_is_about_things_that_were_sent(olga: gate.Actor, problem: Problem, many: int) -> None:
    order = delivered(olga)
    with pytest.raises(NothingChosen):
        tells(order, problem, many)
    assert not Case.objects.exists()


def test_what_was_not_sent_cannot_have_arrived_damaged() -> None:
    order = bought(ADA, (tube(title="Flask"), 1))
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    with pytest.raises(NotPossible):
        tells(order)
    assert tells(order, Problem.OTHER, 0) is not None


def test_of_an_order_that_was_never_paid_nothing_is_amiss() -> None:
    order = bought(ADA, (tube(title="Flask"), 1))
    with pytest.raises(NotPossible):
        tells(order, Problem.OTHER, 0)


def test_numbers_of_cards_are_struck_out_before_anything_is_kept(olga: gate.Actor) -> None:
    order = delivered(olga)
    heard = tells(order, text=f"I paid with {CARD} in order 12 and it is broken")
    assert heard is not None
    assert heard.struck
    (text,) = texts(order, olga)
    assert "1111" not in text
    assert text == "I paid with [card number struck out] in order 12 and it is broken"


def test_the_carriers_quality_counts_what_was_told(olga: gate.Actor) -> None:
    case = told(olga)
    parcel = Parcel.objects.get(order=case.order)
    assert [(word.parcel_id, word.arrived) for word in DeliveryWord.objects.all()] == [(parcel.pk, "damaged")]
    tells(case.order, Problem.NOT_ARRIVED)
    assert [word.arrived for word in DeliveryWord.objects.all()] == ["missing"]
    tells(case.order, Problem.WRONG_THING)  # that is our own fault
    assert [word.arrived for word in DeliveryWord.objects.all()] == ["missing"]
    assert hasattr(quality.report(timezone.localdate(), timezone.localdate())[0], "missing")


# -- people who asked us to stop, and people who are gone


def test_somebody_restricted_can_still_tell_and_is_written_to_about_it(olga: gate.Actor) -> None:
    order = delivered(olga)
    person = person_of(order)
    gate.restrict(person, actor=gate.the_person(person))
    assert tells(order) is not None
    case = Case.objects.get()
    assert {way.channel: way.open for way in contact.ways(order)}["email"]
    contact.write(case.ref, olga)
    assert texts(order, olga) == [WORDS]
    assert [each.tried for each in shelf.of_order(order.number)[0].tries] == [Tried.WRITTEN]


def test_erasure_takes_the_words_and_leaves_the_case_to_be_closed(olga: gate.Actor) -> None:
    case = told(olga)
    person = person_of(case.order)
    gate.erase(person, actor=gate.the_person(person))
    assert words.opened(case.order.number, olga) == () or all(
        isinstance(each.text, gate.Withheld) for each in words.opened(case.order.number, olga)
    )
    assert not Record.objects.filter(kind="order_complaint").exists()
    (shown,) = shelf.of_order(case.order.number)
    assert shown.is_open
    assert not any(way.open for way in contact.ways(case.order))
