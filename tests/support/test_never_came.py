"""Parcels that never came, and those that came back: once the case is settled nobody waits for them, and stock and money are right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.support.told import tells
from troth import gate
from troth.catalog.models import Variant
from troth.channels import Leaving
from troth.channels.models import Message
from troth.orders import (
    arriving,
    opening,
    pack,
    parcel_mails,
    parcels_shown,
    refunded,
    refunds,
    repay,
    shelves,
    ship,
    take_back,
    tracking,
)
from troth.orders.errors import NotPossible
from troth.orders.models import Order, Parcel, Refund, RefundLine
from troth.orders.models.order import By, What
from troth.orders.models.parcel import Booking, Way
from troth.orders.models.refund import Why
from troth.orders.problems import Problem
from troth.orders.reports import sold
from troth.orders.returns import window
from troth.orders.states import Status
from troth.recipients import depot
from troth.recipients.carrier import Stage
from troth.recipients.payment import Back, RefundSeen
from troth.support import cases, finding, mending, offers, shelf
from troth.support.models import Case, Outcome

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LONG_AGO = timedelta(days=30)
UNDER_WAY = [Way.BOOKED, Way.MOVING, Way.NEAR, Way.PROBLEM]


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def lost(olga: gate.Actor, way: Way = Way.MOVING) -> Order:
    """Three flasks left a month ago, and nothing was heard of them since."""
    order = delivered(olga)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    order.parcels.update(
        way=way, delivered_at=None, expected_on=(timezone.now() - LONG_AGO).date(), shipped_at=timezone.now() - LONG_AGO
    )
    return Order.objects.get(pk=order.pk)


def two_parcels(olga: gate.Actor, first: Way, second: Way) -> Order:
    """A flask in the one, two tubes in the other; the second left a month ago."""
    order = delivered(olga, (tube(title="Flask"), 1), (tube(title="Tube"), 2))
    one = order.parcels.get()
    one.lines.get(line_id=line(order, "Tube")).delete()
    one.way = first
    one.save()
    long_ago = timezone.now() - LONG_AGO
    two = order.parcels.create(
        ref=f"{order.number}-2", carrier=one.carrier, service=one.service, tracking="SECOND", booking="booked"
    )
    Parcel.objects.filter(pk=two.pk).update(way=second, expected_on=long_ago.date(), shipped_at=long_ago)
    two.lines.create(line_id=line(order, "Tube"), quantity=2)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    return Order.objects.get(pk=order.pk)


def the_case(order: Order, problem: Problem, olga: gate.Actor) -> Case:
    """The one the shop found, or the desk opens."""
    finding.look()
    return Case.objects.get(ref=cases.open(order.number, problem, olga))


def stock(order: Order, title: str = "Flask") -> int:
    return Variant.objects.get(pk=order.lines.get(title=title, replaces=None).variant_id).stock


def status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def says_more_follows() -> bool:
    mail = Message.objects.filter(template="order_delivered").latest("pk")
    order = Order.objects.get(pk=int(mail.ids["order"]))
    return "part" in parcel_mails.order_delivered(Leaving(mail.id, mail.template, order.whose, mail.ids))


# -- sent again


@pytest.mark.parametrize("problem", [Problem.LOST, Problem.NOT_ARRIVED])
@pytest.mark.parametrize("way", UNDER_WAY)
def test_with_the_replacement_of_a_lost_parcel_the_order_ends(olga: gate.Actor, way: Way, problem: Problem) -> None:
    order = lost(olga, way)
    mending.send_again(the_case(order, problem, olga).ref, {line(order): 3}, olga)
    ship.ship(order.number, olga)
    assert status(order) == Status.SHIPPED
    arriving.arrived(order.parcels.latest("pk"))
    assert status(order) == Status.DELIVERED
    assert not says_more_follows()
    assert order.parcels.earliest("pk").way == way, "of the first one we know no more than before"


def test_a_lost_parcel_that_was_replaced_is_no_problem_again(olga: gate.Actor) -> None:
    order = lost(olga)
    assert finding.look() == 1
    mending.send_again(Case.objects.get(problem=Problem.LOST).ref, {line(order): 3}, olga)
    ship.ship(order.number, olga)
    finding.look(timezone.now() + finding.STILL_SO + timedelta(days=1))
    assert Case.objects.filter(problem=Problem.LOST, closed_at=None).count() == 0


def test_one_that_was_only_settled_with_words_is(olga: gate.Actor) -> None:
    """The control of the one above."""
    order = lost(olga)
    finding.look()
    cases.close(Case.objects.get(order=order).ref, Outcome.NO_PROBLEM, olga)
    finding.look(timezone.now() + finding.STILL_SO + timedelta(days=1))
    assert Case.objects.filter(problem=Problem.LOST, closed_at=None).count() == 1


def test_one_that_turns_up_after_all_is_noticed(olga: gate.Actor) -> None:
    order = lost(olga)
    first = order.parcels.get()
    mending.send_again(the_case(order, Problem.LOST, olga).ref, {line(order): 3}, olga)
    ship.ship(order.number, olga)
    shown, _ = parcels_shown.of(Order.objects.get(pk=order.pk))
    assert (shown.words, shown.tone, shown.expected, shown.can_take_back) == ("No longer expected", "bad", None, False)
    depot.push(first.tracking, Stage.DELIVERED)
    assert tracking.look(first.tracking)
    assert says_more_follows(), "the replacement"
    assert status(order) == Status.SHIPPED
    shown, _ = parcels_shown.of(Order.objects.get(pk=order.pk))
    assert (shown.given_up, shown.words) == (False, "Delivered")


def test_somebodys_word_that_all_arrived_is_none_about_what_was_given_up(olga: gate.Actor) -> None:
    order = lost(olga)
    mending.send_again(the_case(order, Problem.LOST, olga).ref, {line(order): 3}, olga)
    ship.ship(order.number, olga)
    assert arriving.all_arrived(Order.objects.get(pk=order.pk), By.STAFF)
    assert [each.way for each in order.parcels.order_by("pk")] == [Way.MOVING, Way.DELIVERED]


def test_the_label_of_what_was_replaced_is_not_taken_back_and_sent_a_second_time(olga: gate.Actor) -> None:
    order = lost(olga, Way.BOOKED)
    mending.send_again(the_case(order, Problem.NOT_ARRIVED, olga).ref, {line(order): 3}, olga)
    with pytest.raises(NotPossible):
        take_back.take_back(order.number, order.parcels.get().public_id, olga)


def test_only_the_parcel_that_held_it_is_given_up(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.MOVING, Way.MOVING)
    mending.send_again(the_case(order, Problem.LOST, olga).ref, {line(order, "Tube"): 1}, olga)
    assert [each.given_up_at is None for each in order.parcels.order_by("pk")] == [True, False]


def test_of_two_that_hold_the_same_the_late_one_is_given_up(olga: gate.Actor) -> None:
    """The first one left only now, the second a month ago."""
    order = two_parcels(olga, Way.MOVING, Way.MOVING)
    order.parcels.earliest("pk").lines.create(line_id=line(order, "Tube"), quantity=1)
    case = the_case(order, Problem.LOST, olga)
    [offered] = [each for each in shelf.open_ones() if each.ref == case.ref]
    assert {each.title: each.proposed for each in offers.of(offered).pieces} == {"Flask": 0, "Tube": 2}
    mending.send_again(case.ref, {line(order, "Tube"): 2}, olga)
    assert [each.given_up_at is None for each in order.parcels.order_by("pk")] == [True, False]


@pytest.mark.parametrize("problem", [Problem.DAMAGED, Problem.MISSING, Problem.WRONG_THING])
def test_what_arrived_wrong_gives_no_parcel_up(olga: gate.Actor, problem: Problem) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.MOVING)
    mending.send_again(the_case(order, problem, olga).ref, {line(order, "Tube"): 1}, olga)
    assert not order.parcels.exclude(given_up_at=None).exists()


# -- money back


def test_with_money_for_what_never_came_the_order_ends_where_the_rest_arrived(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.MOVING)
    case = the_case(order, Problem.LOST, olga)
    [offered] = [each for each in shelf.open_ones() if each.ref == case.ref]
    offer = offers.of(offered)
    assert {each.title: each.proposed for each in offer.pieces} == {"Flask": 0, "Tube": 2}
    assert offer.suggested is not None
    mending.give_back(case.ref, offer.suggested.amount, olga)
    assert order.parcels.get(tracking="SECOND").given_up_at is not None
    assert status(order) == Status.DELIVERED
    finding.look(timezone.now() + finding.STILL_SO + timedelta(days=1))
    assert Case.objects.filter(problem=Problem.LOST, closed_at=None).count() == 0


@pytest.mark.parametrize("way", UNDER_WAY)
def test_with_money_for_all_that_never_came_the_order_ends_and_says_so(olga: gate.Actor, way: Way) -> None:
    """A part of the money only: neither on its way for ever, nor arrived, nor refunded."""
    order = lost(olga, way)
    mending.give_back(the_case(order, Problem.NOT_ARRIVED, olga).ref, 1000, olga)
    assert (order.parcels.get().given_up_at is None, status(order)) == (False, Status.NOT_ARRIVED)
    assert order.events.filter(what=What.GIVEN_UP, by=By.STAFF).count() == 1
    finding.look(timezone.now() + finding.STILL_SO + timedelta(days=1))
    assert not Case.objects.filter(closed_at=None).exclude(problem=Problem.UNDELIVERABLE).exists()


def test_it_stays_on_its_way_while_another_parcel_is(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.MOVING, Way.MOVING)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    assert status(order) == Status.SHIPPED
    assert arriving.arrived(order.parcels.earliest("pk"))
    assert status(order) == Status.DELIVERED


def test_both_of_two_lost_one_after_the_other_did_not_arrive(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.MOVING, Way.MOVING)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    assert status(order) == Status.NOT_ARRIVED


def test_what_turns_up_after_its_money_went_back_is_delivered(olga: gate.Actor) -> None:
    order = lost(olga)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    depot.push(order.parcels.get().tracking, Stage.DELIVERED)
    assert tracking.look(order.parcels.get().tracking)
    assert status(order) == Status.DELIVERED


def test_the_buyer_may_say_so_as_well(olga: gate.Actor) -> None:
    order = lost(olga)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    opened = opening.open(order.number, olga)
    assert opened is not None
    assert opened.can_deliver
    pack.delivered(order.number, olga)
    assert (status(order), order.parcels.get().way) == (Status.DELIVERED, Way.DELIVERED)


def test_of_what_came_back_to_us_nobody_may(olga: gate.Actor) -> None:
    order = lost(olga, Way.RETURNED)
    mending.give_back(the_case(order, Problem.RETURNED, olga).ref, 1000, olga, restock={line(order): 3})
    assert status(order) == Status.NOT_ARRIVED
    with pytest.raises(NotPossible):
        pack.delivered(order.number, olga)
    assert (status(order), order.parcels.get().way) == (Status.NOT_ARRIVED, Way.RETURNED)


def test_what_can_not_be_delivered_ends_with_its_money_too(olga: gate.Actor) -> None:
    order = lost(olga, Way.PROBLEM)
    mending.give_back(the_case(order, Problem.UNDELIVERABLE, olga).ref, 1000, olga)
    assert status(order) == Status.NOT_ARRIVED


def test_money_for_what_came_back_leaves_another_that_only_stumbled_on_its_way(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.RETURNED, Way.PROBLEM)
    mending.give_back(the_case(order, Problem.RETURNED, olga).ref, 1000, olga)
    assert order.parcels.get(tracking="SECOND").given_up_at is None
    assert status(order) == Status.SHIPPED
    assert arriving.arrived(order.parcels.get(tracking="SECOND"))
    assert status(order) == Status.DELIVERED


@pytest.mark.parametrize("problem", [Problem.LOST, Problem.UNDELIVERABLE, Problem.RETURNED])
def test_money_that_was_given_elsewhere_ends_it_as_well(olga: gate.Actor, problem: Problem) -> None:
    """The desk says under "Settle it" that money was given back; the money itself went another way."""
    ways = {Problem.LOST: Way.MOVING, Problem.UNDELIVERABLE: Way.PROBLEM, Problem.RETURNED: Way.RETURNED}
    order = lost(olga, ways[problem])
    cases.close(the_case(order, problem, olga).ref, Outcome.GIVEN_BACK, olga)
    assert status(order) == Status.NOT_ARRIVED


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.GIVEN_BACK])
def test_no_other_end_of_a_case_is_one_of_the_order(olga: gate.Actor, outcome: Outcome) -> None:
    order = lost(olga)
    cases.close(the_case(order, Problem.LOST, olga).ref, outcome, olga)
    assert (order.parcels.get().given_up_at, status(order)) == (None, Status.SHIPPED)


def test_money_for_what_did_arrive_leaves_the_rest_on_its_way(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.MOVING)
    mending.give_back(the_case(order, Problem.DAMAGED, olga).ref, 1000, olga)
    assert status(order) == Status.SHIPPED


def test_with_the_last_of_the_money_it_is_refunded(olga: gate.Actor) -> None:
    order = lost(olga)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 1000, olga)
    rest = refunded.left_of(Order.objects.get(pk=order.pk))
    refunds.give(order.number, rest.amount, Why.GOODWILL, actor=olga)
    for each in Refund.objects.select_related("payment"):
        with transaction.atomic():
            repay.hear(
                each.payment, RefundSeen(f"re_{each.pk}", each.ref, "", each.amount, each.payment.currency, Back.DONE)
            )
    assert status(order) == Status.REFUNDED


def test_what_did_not_arrive_can_still_be_sent_again_and_nobody_sends_it_back(olga: gate.Actor) -> None:
    order = lost(olga)
    mending.give_back(the_case(order, Problem.LOST, olga).ref, 100, olga)
    now = Order.objects.get(pk=order.pk)
    assert not window.is_open(now)
    assert now in shelves.on(shelves.Shelf.SENT)
    assert now in sold.sold()
    mending.send_again(the_case(order, Problem.OTHER, olga).ref, {line(order): 3}, olga)
    assert status(order) == Status.PART_SHIPPED
    ship.ship(order.number, olga)
    arriving.arrived(order.parcels.latest("pk"))
    assert status(order) == Status.DELIVERED


def test_what_came_back_is_on_the_shelf_with_the_money_for_it(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.RETURNED)
    case = the_case(order, Problem.RETURNED, olga)
    offer = offers.of(shelf.open_ones()[0])
    assert offer.on_shelf
    proposed = {each.id: each.proposed for each in offer.pieces}
    assert proposed == {line(order, "Flask"): 0, line(order, "Tube"): 2}, "not what lies with the customer"
    before = stock(order, "Tube")
    mending.give_back(case.ref, 2000, olga, restock={line(order, "Tube"): 2})
    assert stock(order, "Tube") == before + 2
    assert [(each.line_id, each.quantity) for each in RefundLine.objects.all()] == [(line(order, "Tube"), 2)]
    with pytest.raises(NotPossible):
        mending.give_back(case.ref, 2000, olga, restock={line(order, "Tube"): 2})
    assert stock(order, "Tube") == before + 2


@pytest.mark.parametrize("many", [3, 1000])
def test_no_more_goes_back_to_the_shelf_than_was_sent(olga: gate.Actor, many: int) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.RETURNED)
    case, before = the_case(order, Problem.RETURNED, olga), stock(order, "Tube")
    with pytest.raises(NotPossible):
        mending.give_back(case.ref, 2000, olga, restock={line(order, "Tube"): many})
    assert (stock(order, "Tube"), Refund.objects.count(), Case.objects.get(pk=case.pk).closed_at) == (before, 0, None)


def test_what_has_not_left_is_not_put_back(olga: gate.Actor) -> None:
    """The shelf's books have let go of it, and the next parcel takes it from there."""
    order = two_parcels(olga, Way.RETURNED, Way.BOOKED)
    order.parcels.filter(tracking="SECOND").update(booking=Booking.CANCELLED)
    Order.objects.filter(pk=order.pk).update(status=Status.PART_SHIPPED)
    case, before = the_case(order, Problem.RETURNED, olga), stock(order, "Tube")
    with pytest.raises(NotPossible):
        mending.give_back(case.ref, 1000, olga, restock={line(order, "Tube"): 1})
    assert (stock(order, "Tube"), Refund.objects.count()) == (before, 0)
    mending.give_back(case.ref, 1000, olga, restock={line(order, "Flask"): 1})


def test_what_was_sent_again_already_is_not_on_the_shelf_once_more(olga: gate.Actor) -> None:
    order = two_parcels(olga, Way.DELIVERED, Way.RETURNED)
    mending.send_again(the_case(order, Problem.RETURNED, olga).ref, {line(order, "Tube"): 2}, olga, on_shelf=True)
    again = cases.open(order.number, Problem.OTHER, olga)
    with pytest.raises(NotPossible):
        mending.give_back(again, 100, olga, restock={line(order, "Tube"): 1})


# -- how much is proposed


def test_no_amount_is_proposed_for_what_is_settled_already(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(order, Problem.DAMAGED, 3)
    tells(order, Problem.OTHER, 3)
    mending.send_again(Case.objects.get(problem=Problem.DAMAGED).ref, {line(order): 3}, olga)
    offer = offers.of(shelf.open_ones()[0])
    assert offer.suggested is None
    assert offer.most is not None
    assert offer.most.amount == order.total


@pytest.mark.parametrize("problem", [Problem.DAMAGED, Problem.PAID_TWICE, Problem.STUCK, Problem.OTHER])
def test_no_amount_is_proposed_where_nothing_is_chosen(olga: gate.Actor, problem: Problem) -> None:
    order = delivered(olga)
    cases.open(order.number, problem, olga)
    offer = offers.of(shelf.open_ones()[0])
    assert (offer.suggested, offer.most and offer.most.amount) == (None, order.total)
