"""One question after a delivery, and what carriers are worth."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube
from troth import gate
from troth.channels import queue
from troth.channels.models import Message, State
from troth.orders import feedback, quality
from troth.orders.models import DeliveryWord, Order, Parcel
from troth.orders.models.parcel import Booking, Way
from troth.orders.reports.few import Border

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def parcel(order: Order | None = None, *, days: float = 3, late: bool = False, **changes: object) -> Parcel:
    """One that arrived some days ago, having taken `days`."""
    order = order or bought(ADA, (tube(), 1))
    arrived = timezone.now() - timedelta(days=3)
    told = {
        "carrier": "ups",
        "service": "ups_tracked",
        "booking": Booking.BOOKED,
        "way": Way.DELIVERED,
        "shipped_at": arrived - timedelta(days=days),
        "delivered_at": arrived,
        "expected_on": (arrived - timedelta(days=1) if late else arrived).date(),
        **changes,
    }
    return Parcel.objects.create(order=order, ref=f"r{Parcel.objects.count()}", **told)


def token_of(one: Parcel) -> str:
    return feedback.mint(one).split("/")[2]


def letters() -> list[Message]:
    return list(Message.objects.filter(template="delivery_question"))


def test_the_question_is_asked_once_and_not_at_once() -> None:
    one = parcel(delivered_at=timezone.now() - timedelta(hours=5))
    assert feedback.ask_due() == 0
    Parcel.objects.update(delivered_at=timezone.now() - timedelta(days=3))
    assert feedback.ask_due() == 1
    assert feedback.ask_due() == 0
    assert len(letters()) == 1
    one.refresh_from_db()
    assert one.asked_how_at is not None


def test_nobody_is_asked_about_something_long_ago() -> None:
    parcel(delivered_at=timezone.now() - timedelta(days=90))
    assert feedback.ask_due() == 0


def test_the_mail_leaves_for_its_own_purpose_with_a_way_out() -> None:
    parcel()
    feedback.ask_due()
    Message.objects.exclude(template="delivery_question").delete()
    queue.send_due()
    assert [letter.state for letter in letters()] == [State.SENT]


def test_who_said_no_is_not_asked() -> None:
    one = parcel()
    person = gate.person_of_party(one.order.whose)
    assert person is not None
    me = gate.the_person(person)
    gate.choose(person, "delivery_quality", "email", gate.State.OBJECTED, actor=me, source="preferences")
    feedback.ask_due()
    Message.objects.exclude(template="delivery_question").delete()
    queue.send_due()
    assert [letter.state for letter in letters()] == [State.REFUSED]


def test_one_click_answers_without_an_account(client: Client) -> None:
    one = parcel()
    address = f"/delivery/{token_of(one)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert not [mark for mark in ADA.marks if mark in page.content.decode()]
    answered = client.post(address, {"arrived": "damaged"})
    assert answered.status_code == 200
    assert [(word.parcel_id, word.arrived) for word in DeliveryWord.objects.all()] == [(one.pk, "damaged")]
    assert client.get(address).status_code == 404


def test_there_is_nowhere_to_write(client: Client) -> None:
    page = client.get(f"/delivery/{token_of(parcel())}/").content.decode()
    typed = re.findall(r'<(?:textarea|input type="(?!hidden)[^"]*")', page.split("<main", 1)[-1])
    assert typed == []


@pytest.mark.parametrize("said", ["", "late; call me at 555", "WELL"])
def test_what_is_none_of_the_answers_is_not_kept(said: str, client: Client) -> None:
    address = f"/delivery/{token_of(parcel())}/"
    assert client.post(address, {"arrived": said}).status_code == 422
    assert not DeliveryWord.objects.exists()
    assert client.get(address).status_code == 200, "and the link still works"


def test_a_second_link_changes_the_answer_and_adds_none() -> None:
    one = parcel()
    first, second = token_of(one), token_of(one)
    assert feedback.answer(first, "well")
    assert feedback.answer(second, "late")
    assert [word.arrived for word in DeliveryWord.objects.all()] == ["late"]


@pytest.mark.parametrize("token", ["A" * 43, "short"])
def test_links_that_were_never_ours_lead_nowhere(token: str, client: Client) -> None:
    assert client.get(f"/delivery/{token}/").status_code == 404
    assert not feedback.answer(token, "well")


def test_links_die_with_their_reader() -> None:
    one = parcel()
    token = token_of(one)
    person = gate.person_of_party(one.order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    assert feedback.question(token) is None
    assert not feedback.answer(token, "well")


# -- what carriers are worth


def report() -> dict[str, quality.Quality]:
    today = timezone.localdate()
    return {one.recipient: one for one in quality.report(today - timedelta(days=60), today)}


def test_a_carriers_figures() -> None:
    order = bought(BEN, (tube(), 1))
    for number in range(20):
        one = parcel(order, days=2 + number % 3, late=number < 5, had_problem=number < 2)
        if number < 10:
            DeliveryWord.objects.create(parcel=one, arrived="well" if number else "damaged")
    ups = report()["ups"]
    assert (ups.parcels, ups.delivered, ups.on_time, ups.days) == (20, 20, 75, 3.0)
    assert ups.problems == Border(0, 25), "two of twenty are too few to say: up to five are"
    assert (ups.answers, ups.well, ups.late, ups.damaged) == (10, Border(50, 100), 0, Border(0, 50))


def test_what_never_arrived_is_late_and_after_a_week_lost() -> None:
    """Of those that arrived alone, the worst carrier would look best."""
    order = bought(BEN, (tube(), 1))
    today = timezone.localdate()
    for _ in range(12):
        parcel(order)
    under_way = {"way": Way.MOVING, "delivered_at": None}
    for overdue in (2,) * 3 + (30,) * 5:
        parcel(order, **under_way, expected_on=today - timedelta(days=overdue))
    parcel(order, **under_way, expected_on=today + timedelta(days=1))
    for _ in range(5):
        parcel(order, way=Way.RETURNED, delivered_at=None, had_problem=True, expected_on=today - timedelta(days=30))
    by_hand = {"way": Way.BOOKED, "look_at": None, "delivered_at": None}
    for _ in range(14):
        parcel(order, **by_hand, expected_on=today - timedelta(days=30))
    ups = report()["ups"]
    assert (ups.parcels, ups.delivered) == (40, 12)
    assert ups.on_time == 60, (
        "twelve of twenty: nobody knows of those by hand, and what comes back was not the carrier's delay"
    )
    assert (ups.lost, ups.problems) == (12, 12)


@pytest.mark.parametrize(("answer", "field"), [("damaged", "damaged"), ("late", "late"), ("missing", "missing")])
def test_what_buyers_answer_counts_from_five_answers_on(answer: str, field: str) -> None:
    order = bought(BEN, (tube(), 1))
    for _ in range(4):
        DeliveryWord.objects.create(parcel=parcel(order), arrived=answer)
    assert (report()["ups"].answers, getattr(report()["ups"], field)) == (None, None)
    DeliveryWord.objects.create(parcel=parcel(order), arrived=answer)
    assert (report()["ups"].answers, getattr(report()["ups"], field)) == (5, 100)
    for _ in range(15):
        DeliveryWord.objects.create(parcel=parcel(order), arrived="well")
    assert (report()["ups"].answers, report()["ups"].well, getattr(report()["ups"], field)) == (20, 75, 25)


def test_small_numbers_are_not_told() -> None:
    one = parcel(late=True)
    DeliveryWord.objects.create(parcel=one, arrived="late")
    ups = report()["ups"]
    assert {ups.parcels, ups.delivered, ups.on_time, ups.days, ups.problems, ups.lost, ups.answers, ups.late} == {None}
    assert report()["usps"].parcels == 0


def test_the_report_asks_a_constant_number_of_questions() -> None:
    from tests.orders.counting import questions

    order = bought(BEN, (tube(), 1))
    parcel(order)
    with questions() as few:
        report()
    for _ in range(5):
        parcel(order)
    with questions() as many:
        report()
    assert len(few) == len(many)
