"""Putting it right: each way ends the case once, the stock and the money stay right, and the customer is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.support.told import tells, told
from troth import gate
from troth.catalog.models import Variant
from troth.channels import Leaving, queue
from troth.channels.models import Message, State
from troth.orders import arriving, feedback, parcel_mails, ship
from troth.orders.errors import NotEnoughLeft, NotPossible, TooMuch
from troth.orders.models import Order, OrderEvent, Refund, ReturnRequest
from troth.orders.models.order import What
from troth.orders.models.returning import Wish
from troth.orders.problems import Problem
from troth.orders.returns import ask, shown
from troth.orders.returns.ask import Asked, Back
from troth.orders.returns.available import available
from troth.orders.returns.resend import NothingToSendAgain
from troth.orders.returns.states import Returning
from troth.orders.states import Status
from troth.support import cases, contact, finding, mending, offers, reporting, shelf
from troth.support.models import Case, Outcome, Tried

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def stock(order: Order) -> int:
    return Variant.objects.get(pk=order.lines.filter(replaces=None).get().variant_id).stock


def mails(order: Order) -> list[str]:
    """Those that left since the goods arrived, by the names of their templates."""
    about = ("problem_settled", "refund_given", "return_agreed", "order_problem")
    return [each.template for each in Message.objects.order_by("pk") if each.template in about]


def outcome() -> str:
    return Case.objects.get().outcome


# -- sending it again


def test_it_is_sent_again_without_charge_and_taken_from_the_shelf_once(olga: gate.Actor) -> None:
    case = told(olga, many=2)
    before = stock(case.order)
    mending.send_again(case.ref, {line(case.order): 2}, olga)
    order = Order.objects.get(pk=case.order_id)
    (new,) = order.lines.exclude(replaces=None)
    assert (new.quantity, new.total, order.total) == (2, 0, case.order.total)
    assert stock(order) == before - 2
    assert order.status == Status.PART_SHIPPED
    assert outcome() == Outcome.SENT
    ship.ship(order.number, olga)
    assert [each.quantity for each in order.parcels.latest("pk").lines.all()] == [2]
    assert OrderEvent.objects.filter(what__in=[What.EXCHANGED, What.PROBLEM_CLOSED]).count() == 2


def test_what_never_left_is_back_on_the_shelf_when_it_is_sent_again(olga: gate.Actor) -> None:
    case = told(olga, Problem.WRONG_THING)
    before = stock(case.order)
    assert offers.of(shelf.open_ones()[0]).on_shelf
    mending.send_again(case.ref, {line(case.order): 1}, olga, on_shelf=True)
    assert stock(case.order) == before
    assert order_adds_up(case.order)


def order_adds_up(order: Order) -> bool:
    return Order.objects.get(pk=order.pk).total == order.total


def test_pressed_twice_one_is_sent(olga: gate.Actor) -> None:
    case = told(olga)
    mending.send_again(case.ref, {line(case.order): 1}, olga)
    before = stock(case.order)
    with pytest.raises(NotPossible):
        mending.send_again(case.ref, {line(case.order): 1}, olga)
    assert stock(case.order) == before
    assert case.order.lines.exclude(replaces=None).count() == 1


@pytest.mark.parametrize("many", [0, -1, 4])
def test_no_more_is_sent_again_than_was_sent(olga: gate.Actor, many: int) -> None:
    case = told(olga)
    before = stock(case.order)
    with pytest.raises(NothingToSendAgain):
        mending.send_again(case.ref, {line(case.order): many}, olga)
    assert (stock(case.order), Case.objects.get().closed_at, ReturnRequest.objects.count()) == (before, None, 0)


def test_what_is_not_there_is_not_promised_and_the_case_stays_open(olga: gate.Actor) -> None:
    case = told(olga)
    Variant.objects.update(stock=0)
    with pytest.raises(NotEnoughLeft):
        mending.send_again(case.ref, {line(case.order): 1}, olga)
    assert Case.objects.get().closed_at is None
    assert not ReturnRequest.objects.exists()
    assert offers.of(shelf.open_ones()[0]).suggested is not None, "money can still go back"


def test_what_was_sent_again_can_not_be_settled_twice(olga: gate.Actor) -> None:
    """Neither sent a third time nor given back as a return; the replacement can."""
    case = told(olga, many=3)
    mending.send_again(case.ref, {line(case.order): 3}, olga)
    order = Order.objects.get(pk=case.order_id)
    ship.ship(order.number, olga)
    old, new = line(order), order.lines.exclude(replaces=None).get().pk
    assert available(Order.objects.get(pk=order.pk)) == {old: 0, new: 3}
    tells(Order.objects.get(pk=order.pk), Problem.DAMAGED, 1)
    again = Case.objects.get(closed_at=None)
    with pytest.raises(NothingToSendAgain):
        mending.send_again(again.ref, {old: 1}, olga)
    mending.send_again(again.ref, {new: 1}, olga)


def test_what_need_not_come_back_is_no_return(olga: gate.Actor) -> None:
    case = told(olga)
    mending.send_again(case.ref, {line(case.order): 1}, olga)
    assert ReturnRequest.objects.count() == 1
    assert shown.of_order(Order.objects.get(pk=case.order_id)) == ()
    ask.by_staff(case.order.number, Asked({line(case.order): Back(1, "damaged")}), olga)
    assert len(shown.of_order(Order.objects.get(pk=case.order_id))) == 1


def test_what_came_back_to_us_is_sent_again_and_the_order_ends(olga: gate.Actor) -> None:
    """A parcel that came back holds no order open once what was in it has arrived in another."""
    order = delivered(olga)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    order.parcels.update(way="returned", delivered_at=None)
    finding.look()
    case = Case.objects.get()
    assert case.problem == Problem.RETURNED
    before = stock(order)
    mending.send_again(case.ref, {line(order): 3}, olga, on_shelf=True)
    ship.ship(order.number, olga)
    new = order.parcels.latest("pk")
    assert Order.objects.get(pk=order.pk).status == Status.SHIPPED
    arriving.arrived(new)
    assert Order.objects.get(pk=order.pk).status == Status.DELIVERED
    assert order.parcels.earliest("pk").way == "returned"
    assert stock(order) == before
    mail = Message.objects.filter(template="order_delivered").latest("pk")
    told = parcel_mails.order_delivered(Leaving(mail.id, mail.template, order.whose, mail.ids))
    assert "part" not in told, "nothing follows"


# -- money, and back


def test_money_goes_back_once_and_the_refund_tells_it(olga: gate.Actor) -> None:
    case = told(olga)
    suggested = offers.of(shelf.open_ones()[0]).suggested
    assert suggested is not None
    assert suggested.amount == 1000
    mending.give_back(case.ref, suggested.amount, olga)
    with pytest.raises(NotPossible):
        mending.give_back(case.ref, suggested.amount, olga)
    assert [(each.amount, each.why) for each in Refund.objects.all()] == [(1000, "damaged")]
    assert outcome() == Outcome.GIVEN_BACK
    assert mails(case.order) == ["refund_given"]


def test_more_than_was_paid_is_not_given_and_the_case_stays_open(olga: gate.Actor) -> None:
    case = told(olga)
    with pytest.raises(TooMuch):
        mending.give_back(case.ref, case.order.total + 1, olga)
    assert (Case.objects.get().closed_at, Refund.objects.count()) == (None, 0)


def test_it_is_asked_back_as_a_return_that_is_agreed_to(olga: gate.Actor) -> None:
    case = told(olga, Problem.WRONG_THING)
    mending.ask_back(case.ref, {line(case.order): 1}, Wish.EXCHANGE, olga)
    back = ReturnRequest.objects.get()
    assert (back.state, back.wish, back.lines.get().why) == (Returning.AGREED, Wish.EXCHANGE, "wrong_thing")
    assert outcome() == Outcome.COMES_BACK
    assert mails(case.order) == ["return_agreed"]


# -- the carrier


def test_a_claim_is_noted_once_and_the_case_waits_for_the_carrier(olga: gate.Actor) -> None:
    case = told(olga)
    assert offers.of(shelf.open_ones()[0]).can_claim
    mending.claim(case.ref, olga)
    with pytest.raises(NotPossible):
        mending.claim(case.ref, olga)
    (open_case,) = shelf.open_ones()
    assert [(each.channel, each.tried) for each in open_case.tries] == [("carrier", Tried.CLAIMED)]
    assert OrderEvent.objects.filter(what=What.CARRIER_CLAIMED).count() == 1
    assert not offers.of(open_case).can_claim


def test_nothing_is_claimed_of_nobody(olga: gate.Actor) -> None:
    case = told(olga)
    case.order.parcels.update(carrier="")
    with pytest.raises(NotPossible):
        mending.claim(case.ref, olga)


# -- who, and what the customer hears


ACTS: list[Callable[[Case, gate.Actor], object]] = [
    lambda case, actor: mending.send_again(case.ref, {line(case.order): 1}, actor),
    lambda case, actor: mending.give_back(case.ref, 100, actor),
    lambda case, actor: mending.ask_back(case.ref, {line(case.order): 1}, Wish.MONEY, actor),
    lambda case, actor: mending.claim(case.ref, actor),
]


@pytest.mark.parametrize("act", ACTS)
def test_other_jobs_mend_nothing(olga: gate.Actor, act: Callable[[Case, gate.Actor], object]) -> None:
    case, mia = told(olga), works_at_the_desk(502, "marketing")
    with pytest.raises(gate.Refused):
        act(case, mia)
    assert (Refund.objects.count(), ReturnRequest.objects.count(), Case.objects.get().closed_at) == (0, 0, None)


@pytest.mark.parametrize("act", ACTS)
def test_what_is_closed_is_not_mended_again(olga: gate.Actor, act: Callable[[Case, gate.Actor], object]) -> None:
    case = told(olga)
    cases.close(case.ref, Outcome.NO_PROBLEM, olga)
    with pytest.raises(NotPossible):
        act(case, olga)
    assert (Refund.objects.count(), ReturnRequest.objects.count()) == (0, 0)


@pytest.mark.parametrize("end", [each for each in Outcome if each not in (Outcome.COMES_BACK, Outcome.BY_ITSELF)])
def test_whoever_told_us_hears_how_it_ended(olga: gate.Actor, end: Outcome) -> None:
    case = told(olga)
    cases.close(case.ref, end, olga)
    assert mails(case.order) == ["problem_settled"]
    Message.objects.exclude(template="problem_settled").delete()
    queue.send_due()
    assert [each.state for each in Message.objects.all()] == [State.SENT]


@pytest.mark.parametrize("by_link", [False, True])
def test_whoever_told_us_what_the_desk_knew_already_sees_it_and_hears_how_it_ended(
    olga: gate.Actor, by_link: bool
) -> None:
    order = delivered(olga)
    ref = cases.open(order.number, Problem.DAMAGED, olga)
    assert shelf.told_by_buyer(order.number) == ()
    if by_link:
        token = feedback.mint(order.parcels.get()).split("/")[2]
        assert reporting.answered(token, "damaged") == order
    else:
        tells(order)
    [seen] = shelf.told_by_buyer(order.number)
    assert (seen.ref, seen.by_customer) == (ref, True)
    cases.close(ref, Outcome.NO_PROBLEM, olga)
    assert mails(order) == ["problem_settled"]


def test_whoever_never_heard_of_a_problem_hears_of_no_end(olga: gate.Actor) -> None:
    order = delivered(olga)
    silent = cases.open(order.number, Problem.STUCK, olga)
    cases.close(silent, Outcome.NO_PROBLEM, olga)
    assert mails(order) == []
    spoken = cases.open(order.number, Problem.LOST, olga)
    contact.rang(spoken, Tried.REACHED, olga)
    cases.close(spoken, Outcome.SENT, olga)
    assert mails(order) == ["problem_settled"]


@pytest.mark.parametrize("problem", Problem)
def test_no_case_is_without_a_way_to_end_it(olga: gate.Actor, problem: Problem) -> None:
    """Goods, money or words: something can be done about each, also once the customer is gone."""
    order = delivered(olga, (tube(title="Flask"), 1))
    ref = cases.open(order.number, problem, olga)
    (case,) = shelf.open_ones()
    offer = offers.of(case)
    assert offer.pieces or offer.most or any(way.open for way in contact.ways(order))
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    cases.close(ref, Outcome.NOT_REACHED, olga)
    assert shelf.count_open() == 0
