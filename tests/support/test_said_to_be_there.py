"""A parcel the carrier delivered and the buyer has not got: the order says so everywhere until it is made good, and then what is true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.orders.test_how_it_arrived import token_of
from tests.support.told import person_of, tells
from troth import gate
from troth.orders import arriving, feedback, given_up, history, opening, pack, programs, ship, shown
from troth.orders.lists import listed
from troth.orders.lists.filter import Filter
from troth.orders.models import Order, Parcel
from troth.orders.models.order import By, What
from troth.orders.models.parcel import Way
from troth.orders.problems import Problem
from troth.orders.shelves import Shelf
from troth.orders.states import Status
from troth.recipients.webhooks import Event
from troth.support import cases, finding, left_behind, mending, offers, reporting, shelf
from troth.support.models import Case, Outcome

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NOT_THERE = "Said to be delivered, and not there"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def two_delivered(olga: gate.Actor) -> Order:
    """Three flasks in the one, two tubes in the other; both delivered, the tubes first."""
    order = delivered(olga, (tube(title="Flask"), 3), (tube(title="Tube"), 2))
    one = order.parcels.get()
    one.lines.get(line_id=line(order, "Tube")).delete()
    two = order.parcels.create(
        ref=f"{order.number}-2", carrier=one.carrier, service=one.service, tracking="SECOND", booking="booked"
    )
    day = timedelta(days=1)
    Parcel.objects.filter(pk=two.pk).update(
        way=Way.DELIVERED, delivered_at=timezone.now() - day, shipped_at=timezone.now() - day
    )
    two.lines.create(line_id=line(order, "Tube"), quantity=2)
    return Order.objects.get(pk=order.pk)


def now(order: Order) -> shown.OrderShown:
    return shown.of(Order.objects.get(pk=order.pk))


def status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def the_case() -> Case:
    return Case.objects.get(problem=Problem.NOT_ARRIVED, closed_at=None)


def notes(order: Order, what: What) -> int:
    return order.events.filter(what=what).count()


# -- it is shown


def test_what_the_buyer_denies_to_have_stands_on_every_screen(olga: gate.Actor) -> None:
    order = delivered(olga)
    assert now(order).status_words == "Delivered"
    tells(order, Problem.NOT_ARRIVED, 3)
    assert (now(order).status_words, now(order).tone, now(order).is_denied) == (NOT_THERE, "bad", True)
    assert [each.words for each in now(order).parcels] == [NOT_THERE]
    assert notes(order, What.DENIED) == 1
    opened = opening.open(order.number, olga)
    assert opened is not None
    assert opened.order.is_denied
    assert any(each.wrong and each.words == NOT_THERE for each in opened.story)
    [row] = listed.list(Filter(shelf=Shelf.SENT), actor=olga).rows
    assert row.order.status_words == NOT_THERE
    assert [each.status_words for each in history.of(person_of(order))] == [NOT_THERE]


def test_of_two_parcels_one_is_there(olga: gate.Actor) -> None:
    order = two_delivered(olga)
    reporting.by_buyer(
        order.number, reporting.Told(Problem.NOT_ARRIVED, {line(order, "Tube"): 2}), person=person_of(order)
    )
    assert now(order).status_words == "Delivered; a part is not there"
    assert [each.denied for each in now(order).parcels] == [False, True]


def test_told_twice_it_is_noted_once(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    tells(order, Problem.NOT_ARRIVED, 2)
    assert notes(order, What.DENIED) == 1


def test_what_is_still_on_its_way_is_denied_by_nobody(olga: gate.Actor) -> None:
    order = delivered(olga)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    order.parcels.update(way=Way.MOVING, delivered_at=None)
    tells(order, Problem.NOT_ARRIVED, 3)
    assert not order.parcels.filter(denied_at__isnull=False).exists()


def test_what_arrived_damaged_is_there(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.DAMAGED, 3)
    assert not now(order).is_denied


# -- the question after a delivery


def test_the_answer_names_the_parcel_that_was_asked_about(olga: gate.Actor) -> None:
    """Not the one that is late, nor the one that holds the same."""
    order = two_delivered(olga)
    second = order.parcels.get(tracking="SECOND")
    second.lines.create(line_id=line(order, "Flask"), quantity=1)
    order.parcels.get(pk=order.parcels.earliest("pk").pk).lines.update(quantity=2)
    assert reporting.answered(token_of(second), "missing") == order
    case = the_case()
    [told] = [each for each in shelf.open_ones() if each.ref == case.ref]
    assert {each.title: each.quantity for each in told.told} == {"Flask": 1, "Tube": 2}
    assert [each.denied for each in now(order).parcels] == [False, True]
    mending.give_back(case.ref, 3000, olga)
    assert [each.given_up for each in now(order).parcels] == [False, True]


def test_answered_again_that_it_came_it_is_there(olga: gate.Actor) -> None:
    order = delivered(olga)
    parcel = order.parcels.get()
    first, second = token_of(parcel), token_of(parcel)
    reporting.answered(first, "missing")
    assert now(order).is_denied
    feedback.answer(second, "well")
    assert not now(order).is_denied
    assert notes(order, What.FOUND) == 1


def test_where_the_case_was_lost_the_round_that_opens_it_finds_the_same_parcel(olga: gate.Actor) -> None:
    """The process died between the answer and the case."""
    order = two_delivered(olga)
    feedback.answer(token_of(order.parcels.get(tracking="SECOND")), "missing")
    finding.look()
    [told] = shelf.open_ones()
    assert {each.title: each.proposed for each in offers.of(told).pieces} == {"Flask": 0, "Tube": 2}


# -- it is made good


def test_with_its_money_back_it_did_not_arrive(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    [told] = shelf.open_ones()
    assert offers.of(told).ends_the_wait
    mending.give_back(the_case().ref, 3000, olga)
    assert (status(order), now(order).status_words) == (Status.NOT_ARRIVED, "Did not arrive")
    assert [each.words for each in now(order).parcels] == ["No longer expected"]


def test_where_the_rest_arrived_it_is_delivered(olga: gate.Actor) -> None:
    order = two_delivered(olga)
    reporting.answered(token_of(order.parcels.get(tracking="SECOND")), "missing")
    mending.give_back(the_case().ref, 2000, olga)
    assert (status(order), now(order).status_words) == (Status.DELIVERED, "Delivered")


def test_with_a_new_parcel_the_order_goes_its_way_again(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    mending.send_again(the_case().ref, {line(order): 3}, olga)
    assert now(order).status_words == "A part is on its way"
    ship.ship(order.number, olga)
    assert now(order).status_words == "On its way"
    arriving.arrived(order.parcels.latest("pk"))
    assert (now(order).status_words, now(order).is_denied) == ("Delivered", False)


def test_a_new_parcel_that_is_lost_too_did_not_arrive(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    mending.send_again(the_case().ref, {line(order): 3}, olga)
    ship.ship(order.number, olga)
    mending.give_back(cases.open(order.number, Problem.LOST, olga), 3000, olga)
    assert status(order) == Status.NOT_ARRIVED


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_some_ends_say_that_it_was_there(olga: gate.Actor, outcome: Outcome) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    cases.close(the_case().ref, outcome, olga)
    assert order.parcels.get().denied_at is None or outcome not in cases.WAS_THERE
    wanted = {Outcome.GIVEN_BACK: "Did not arrive"}
    was_there = dict.fromkeys(cases.WAS_THERE, "Delivered")
    assert now(order).status_words == {**wanted, **was_there}.get(outcome, NOT_THERE)


def test_what_turns_up_after_its_money_went_back_is_delivered(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    mending.give_back(the_case().ref, 3000, olga)
    pack.delivered(order.number, olga)
    assert (status(order), now(order).parcels[0].words) == (Status.DELIVERED, "Delivered")


def test_given_up_then_delivered_then_denied_it_did_not_arrive(olga: gate.Actor) -> None:
    order = delivered(olga)
    given_up_before = order.parcels.get()
    Parcel.objects.filter(pk=given_up_before.pk).update(given_up_at=timezone.now())
    tells(order, Problem.NOT_ARRIVED, 3)
    assert status(order) == Status.NOT_ARRIVED


def test_the_desk_reads_it_and_so_does_the_buyer(olga: gate.Actor, client: Client) -> None:
    from troth.orders import access, numbers

    order = delivered(olga)
    tells(order, Problem.NOT_ARRIVED, 3)
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    page = history.for_browser(order.number, browser)
    assert page is not None
    assert page.order.status_words == NOT_THERE


def test_programs_hear_that_it_did_not_arrive() -> None:
    assert programs.HEARD[What.GIVEN_UP] is Event.ORDER_NOT_ARRIVED
    assert Event.ORDER_NOT_ARRIVED == "order.not_arrived"


# -- orders left on their way from before


def lost_before(olga: gate.Actor, outcome: Outcome, problem: Problem = Problem.LOST, way: Way = Way.MOVING) -> Order:
    """Made good at a time when nobody gave parcels up."""
    order = delivered(olga)
    long_ago = timezone.now() - timedelta(days=60)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    order.parcels.update(way=way, delivered_at=None, expected_on=long_ago.date(), shipped_at=long_ago)
    Case.objects.create(
        order=order, problem=problem, by=By.SHOP, closed_at=timezone.now() - timedelta(days=20), outcome=outcome
    )
    return order


@pytest.mark.parametrize(
    ("problem", "way"),
    [
        (Problem.LOST, Way.MOVING),
        (Problem.NOT_ARRIVED, Way.NEAR),
        (Problem.UNDELIVERABLE, Way.PROBLEM),
        (Problem.RETURNED, Way.RETURNED),
    ],
)
def test_an_order_that_was_left_on_its_way_is_settled_once(olga: gate.Actor, problem: Problem, way: Way) -> None:
    order = lost_before(olga, Outcome.GIVEN_BACK, problem, way)
    assert left_behind.settle() == 1
    assert status(order) == Status.NOT_ARRIVED
    assert order.events.filter(what=What.GIVEN_UP, by=By.SHOP).count() == 1
    assert left_behind.settle() == 0


def test_where_the_replacement_arrived_it_is_delivered(olga: gate.Actor) -> None:
    order = lost_before(olga, Outcome.SENT)
    again = order.parcels.create(ref="again", carrier="ups", service="s", tracking="AGAIN", booking="booked")
    Parcel.objects.filter(pk=again.pk).update(way=Way.DELIVERED, shipped_at=timezone.now() - timedelta(days=19))
    assert left_behind.settle() == 1
    assert status(order) == Status.DELIVERED


def test_a_replacement_that_is_late_itself_is_still_waited_for(olga: gate.Actor) -> None:
    order = lost_before(olga, Outcome.SENT)
    late = timezone.now() - timedelta(days=19)
    again = order.parcels.create(ref="again", carrier="ups", service="s", tracking="AGAIN", booking="booked")
    Parcel.objects.filter(pk=again.pk).update(way=Way.MOVING, shipped_at=late, expected_on=late.date())
    assert left_behind.settle() == 0
    assert status(order) == Status.SHIPPED
    assert [each.given_up_at is None for each in order.parcels.order_by("pk")] == [False, True]


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in left_behind.MADE_GOOD])
def test_what_was_not_made_good_is_waited_for(olga: gate.Actor, outcome: Outcome) -> None:
    order = lost_before(olga, outcome)
    assert left_behind.settle() == 0
    assert status(order) == Status.SHIPPED


def test_what_was_settled_since_parcels_are_given_up_is_left_alone(olga: gate.Actor) -> None:
    """The other parcel of the order is late now, too, and nobody made it good."""
    order = lost_before(olga, Outcome.GIVEN_BACK)
    Parcel.objects.filter(order=order).update(given_up_at=timezone.now())
    other = order.parcels.create(ref="other", carrier="ups", service="s", tracking="OTHER", booking="booked")
    long_ago = timezone.now() - timedelta(days=60)
    Parcel.objects.filter(pk=other.pk).update(way=Way.MOVING, shipped_at=long_ago, expected_on=long_ago.date())
    assert left_behind.settle() == 0
    other.refresh_from_db()
    assert other.given_up_at is None


def test_a_parcel_that_is_given_up_by_name_is_the_only_one(olga: gate.Actor) -> None:
    order = two_delivered(olga)
    first, second = order.parcels.order_by("pk")
    order.parcels.update(way=Way.MOVING)
    given_up.give_up(Order.objects.get(pk=order.pk), {line(order, "Flask"): 3, line(order, "Tube"): 2}, among=[second])
    assert [each.given_up_at is None for each in order.parcels.order_by("pk")] == [True, False]
    assert first.pk != second.pk
