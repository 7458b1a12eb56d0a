"""Goods that come back: who may ask, until when, for how much; what the desk does with them, and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import BEN
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import all_of, asked, delivered, here, line, some, state
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import access, refunds, ship, states
from troth.orders.errors import NothingToReturn, NotPossible, TooLateToReturn
from troth.orders.models import Order, Refund, ReturnLine, ReturnRequest
from troth.orders.models.refund import Why
from troth.orders.models.returning import Condition, NotTaken
from troth.orders.returns import ask, call_off, decide, lapse, pay, receive, shown, window
from troth.orders.returns import states as returning
from troth.orders.returns.states import Returning

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BROWSER = "a-browser-that-followed-the-link"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def mails() -> list[str]:
    return list(Message.objects.order_by("queued_at").values_list("template", flat=True))


# -- asking


def test_whoever_has_proven_the_mailbox_may_ask(olga: gate.Actor) -> None:
    order = delivered(olga)
    access.let_in(order.pk, BROWSER, proven=True)
    ref = ask.by_buyer(order.number, some(order, 2), browser=BROWSER)
    assert ref is not None
    assert state(ref) == Returning.ASKED
    assert list(order.events.values_list("what", "by"))[-1] == ("return_asked", "customer")


def test_a_browser_that_only_placed_the_order_may_not_ask(olga: gate.Actor) -> None:
    order = delivered(olga)
    access.let_in(order.pk, BROWSER)
    assert ask.by_buyer(order.number, some(order), browser=BROWSER) is None
    assert not ReturnRequest.objects.exists()


def test_nobody_asks_for_somebody_elses_order(olga: gate.Actor) -> None:
    order, other = delivered(olga), bought(BEN)
    ben = gate.person_of_party(other.whose)
    assert ask.by_buyer(order.number, some(order), person=ben) is None


@pytest.mark.parametrize("quantity", [0, 4, -1])
def test_no_more_comes_back_than_was_sent(quantity: int, olga: gate.Actor) -> None:
    order = delivered(olga)
    with pytest.raises(NothingToReturn):
        asked(order, olga, quantity)


def test_what_comes_back_already_is_not_asked_for_again(olga: gate.Actor) -> None:
    order = delivered(olga)
    asked(order, olga, 2)
    with pytest.raises(NothingToReturn):
        asked(order, olga, 2)
    asked(order, olga, 1)


def test_what_is_still_in_the_house_does_not_come_back(olga: gate.Actor) -> None:
    order = bought(BEN, (tube(title="Flask"), 3))
    Order.objects.filter(pk=order.pk).update(status="packed")
    ship.ship(order.number, olga, {line(order): 1})
    with pytest.raises(NothingToReturn):
        asked(Order.objects.get(pk=order.pk), olga, 2)


def test_an_order_that_was_not_sent_has_nothing_to_return(olga: gate.Actor) -> None:
    order = bought(BEN, (tube(title="Flask"), 1))
    with pytest.raises(NotPossible):
        asked(order, olga)


def test_the_time_ends_thirty_days_after_the_delivery_and_the_desk_may_still_agree(olga: gate.Actor) -> None:
    order = delivered(olga, days_ago=31)
    access.let_in(order.pk, BROWSER, proven=True)
    with pytest.raises(TooLateToReturn):
        ask.by_buyer(order.number, some(order), browser=BROWSER)
    assert state(asked(order, olga)) == Returning.ASKED


def test_within_thirty_days_the_page_says_until_when(olga: gate.Actor) -> None:
    order = delivered(olga, days_ago=29)
    end = window.until(order)
    assert end is not None
    assert timedelta(hours=23) < end - timezone.now() < timedelta(hours=25)
    assert settings.TROTH.return_days == 30


def test_other_jobs_can_neither_ask_nor_agree(olga: gate.Actor) -> None:
    order = delivered(olga)
    mia = works_at_the_desk(502, "marketing")
    with pytest.raises(gate.Refused):
        asked(order, mia)
    ref = asked(order, olga)
    for act in (
        lambda: decide.agree(ref, mia),
        lambda: decide.refuse(ref, NotTaken.USED, mia),
        lambda: receive.receive(ref, all_of(ref), mia),
        lambda: pay.pay(ref, 1, mia),
        lambda: call_off.by_staff(ref, mia),
    ):
        with pytest.raises(gate.Refused):
            act()
    assert state(ref) == Returning.ASKED


# -- deciding, and what the buyer is told


def test_agreeing_sends_the_way_back(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.agree(ref, olga)
    assert state(ref) == Returning.AGREED
    assert mails()[-1] == "return_agreed"


def test_refusing_says_why(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.refuse(ref, NotTaken.MADE_TO_ORDER, olga)
    (told,) = shown.of_order(order)
    assert (told.state, told.why_not) == (Returning.REFUSED, "It was made to order")
    assert mails()[-1] == "return_refused"


def test_the_buyer_calls_it_off_until_it_arrives(olga: gate.Actor) -> None:
    order = delivered(olga)
    access.let_in(order.pk, BROWSER, proven=True)
    ref = asked(order, olga)
    assert not call_off.by_buyer(order.number, ref, browser="somebody-else")
    assert call_off.by_buyer(order.number, ref, browser=BROWSER)
    assert state(ref) == Returning.WITHDRAWN
    late = here(order, olga)
    with pytest.raises(NotPossible):
        call_off.by_buyer(order.number, late, browser=BROWSER)


# -- unpacking


def test_goods_go_back_to_the_shelf_where_somebody_says_so(olga: gate.Actor) -> None:
    flask = tube(title="Flask", stock=10)
    order = delivered(olga, (flask, 3))
    here(order, olga, 2, restock=1)
    assert Variant.objects.get(pk=flask.pk).stock == 8


def test_broken_glass_does_not_go_back_to_the_shelf(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.agree(ref, olga)
    with pytest.raises(NotPossible):
        receive.receive(ref, all_of(ref, 1, Condition.DAMAGED), olga)
    assert state(ref) == Returning.AGREED


def test_one_thing_goes_back_to_the_shelf_once_whichever_way(olga: gate.Actor) -> None:
    flask = tube(title="Flask", stock=10)
    order = delivered(olga, (flask, 1))
    here(order, olga, 1, restock=1)
    with pytest.raises(NotPossible):
        refunds.give(order.number, 100, Why.GOODWILL, actor=olga, restock={line(order): 1})
    assert Variant.objects.get(pk=flask.pk).stock == 10


def test_every_line_must_be_looked_at(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.agree(ref, olga)
    with pytest.raises(NotPossible):
        receive.receive(ref, {}, olga)
    assert state(ref) == Returning.AGREED


def test_a_return_that_never_comes_lapses_and_may_come_after_all(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga, 3)
    decide.agree(ref, olga)
    assert lapse.lapse(timezone.now() + timedelta(days=34)) == 0
    assert lapse.lapse(timezone.now() + timedelta(days=36)) == 1
    assert lapse.lapse(timezone.now() + timedelta(days=36)) == 0
    assert state(ref) == Returning.LAPSED
    receive.receive(ref, all_of(ref), olga)
    assert state(ref) == Returning.RECEIVED


def test_what_lapsed_and_was_sent_back_otherwise_is_not_received_twice(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga, 3)
    decide.agree(ref, olga)
    lapse.lapse(timezone.now() + timedelta(days=36))
    asked(order, olga, 1)
    with pytest.raises(NothingToReturn):
        receive.receive(ref, all_of(ref), olga)


# -- the money


def test_the_money_goes_back_through_the_one_verb_and_once(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = here(order, olga)
    given = pay.pay(ref, 1000, olga)
    with pytest.raises(NotPossible):
        pay.pay(ref, 1000, olga)
    back = ReturnRequest.objects.get(public_id=ref)
    assert (back.state, back.refund_id) == (Returning.PAID, given.id)
    assert [(each.amount, each.why) for each in Refund.objects.all()] == [(1000, "returned")]


def test_a_refund_that_is_too_much_leaves_the_return_as_it_was(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = here(order, olga)
    with pytest.raises(refunds.TooMuch):
        pay.pay(ref, order.total + 1, olga)
    assert state(ref) == Returning.RECEIVED


def suggested(order: Order) -> int:
    told = [each.suggested for each in shown.of_order(order, for_desk=True) if each.suggested is not None]
    return sum(each.amount for each in told)


def test_what_is_proposed_is_what_was_paid_and_sending_with_the_last_of_it(olga: gate.Actor) -> None:
    order = delivered(olga, (tube(title="Flask", price=1000), 3))
    first = here(order, olga, 2)
    assert suggested(order) == 2000
    pay.pay(first, 2000, olga)
    last = here(order, olga, 1)
    assert suggested(order) == order.total - 2000
    pay.pay(last, suggested(order), olga)
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total


@pytest.mark.parametrize(("rule", "sending"), [("share", True), ("never", False)])
def test_the_shop_decides_what_of_sending_goes_back(
    rule: str, sending: bool, olga: gate.Actor, settings: object
) -> None:
    from dataclasses import replace

    from django.conf import settings as told

    settings.TROTH = replace(told.TROTH, return_shipping=rule)  # type: ignore[attr-defined]
    order = delivered(olga, (tube(title="Flask", price=1000), 2))
    here(order, olga, 1)
    assert suggested(order) == 1000 + (order.shipping // 2 if sending else 0)


def test_what_was_not_in_the_parcel_is_not_paid_for(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref, 0, Condition.MISSING), olga)
    assert suggested(order) == 0


def test_shares_of_what_does_not_divide_add_up_to_what_was_paid(olga: gate.Actor) -> None:
    order = delivered(olga, (tube(title="Flask", price=1000), 3))
    order.lines.update(discount=1)  # 2999 for three
    parts = []
    for _ in range(3):
        ref = here(order, olga)
        parts.append(suggested(order) - (order.shipping if len(parts) == 2 else 0))
        pay.pay(ref, parts[-1], olga)
    assert sum(parts) == 2999


# -- the states


def test_the_states_lead_nowhere_they_should_not() -> None:
    assert {state for state in Returning if not returning.FOLLOWS[state]} == set(Returning) - returning.OPEN - {
        Returning.LAPSED
    }
    assert Returning.PAID not in returning.FOLLOWS[Returning.ASKED] | returning.FOLLOWS[Returning.AGREED]
    assert returning.before(Returning.PAID) == [Returning.RECEIVED]
    assert states.MORE_TO_SEND.isdisjoint({states.Status.REFUNDED, states.Status.CANCELLED})


def test_there_is_no_field_for_words() -> None:
    texts = [
        field.name
        for model in (ReturnRequest, ReturnLine)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField") and not field.choices
    ]
    assert texts == ["label_by", "label_ref", "label_number"]  # a carrier, and numbers of ours and of theirs
