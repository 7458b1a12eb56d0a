"""Something is taken out of a paid order before it is packed: stock, money, tax, papers and pages tell one story."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.invoices.test_goods_that_came_back import adds_up, book, germany, note
from tests.orders.invoices.test_papers import massachusetts, paid
from tests.orders.returns.sent_back import all_of, line, some
from troth import gate
from troth.catalog.models import Variant
from troth.channels import Leaving
from troth.channels.models import Message
from troth.orders import cancel, desk, left, mails, moving, pack, refunds, restocked, ship, shipping, shown, slips
from troth.orders.errors import NotPossible, TooMuch
from troth.orders.invoices import content, issue
from troth.orders.models import Order, OrderLine, Refund, RefundLine, ReturnRequest, TaxRule
from troth.orders.models.order import What
from troth.orders.models.refund import Why
from troth.orders.problems import Problem
from troth.orders.returns import amounts, ask, available, decide, pay, receive
from troth.orders.states import Status
from troth.orders.taking_out import LESS, AllOfIt, ChangedMeanwhile, NoLonger, NothingTakenOut, TooMuchOfSending
from troth.support import cases, mending, offers, reportable, shelf
from troth.support.models import Case, Report

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def mark(order: Order) -> str:
    return desk.seen({each.pk: each.wanted for each in OrderLine.objects.filter(order=order)})


def out(order: Order, olga: gate.Actor, key: str = "", seen: str = "", **many: int) -> Any:
    """By title: out(order, olga, Flask=1)."""
    wanted = {line(order, title): quantity for title, quantity in many.items()}
    return desk.take_out(order.number, wanted, seen or mark(order), actor=olga, key=key or f"form {many}")


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def stock(title: str) -> int:
    return Variant.objects.get(product__title=title).stock


def test_it_goes_back_to_the_shelf_and_exactly_its_money_to_the_buyer(olga: gate.Actor) -> None:
    massachusetts()
    order = paid((tube(title="Flask", price=2400), 2), (tube(title="Lid", price=300), 1))
    issue.invoice(order.pk)
    before, grams = stock("Flask"), order.grams
    assert out(order, olga, Flask=1).back.amount == 2400 + 150
    assert stock("Flask") == before + 1
    assert (now(order).status, now(order).total, now(order).grams) == (Status.PAID, order.total, grams - 300)
    [flask, lid] = shown.of(now(order)).lines
    assert (flask.quantity, flask.out, flask.wanted, flask.left, lid.left) == (2, 1, 1, 1, 1)
    told = note(Refund.objects.get(why=Why.TAKEN_OUT).pk)
    assert [(each.title, each.quantity, each.amount) for each in told.lines] == [("Flask", 1, 2400)]
    assert [(tax.rate, tax.amount) for tax in told.taxes] == [(6250, 150)]
    assert adds_up(told)
    assert order.events.filter(what=What.TAKEN_OUT).count() == 1


def test_of_two_rates_only_that_of_the_things_is_taken_back(olga: gate.Actor) -> None:
    germany()
    order = paid((book(), 2), (tube(title="Flask", price=1190), 2))
    issue.invoice(order.pk)
    out(order, olga, Book=1, Flask=1)
    told = note(Refund.objects.get().pk)
    assert {tax.rate: tax.amount for tax in told.taxes} == {7_000: 70, 19_000: 190}


def test_an_invoice_that_is_made_later_says_what_was_bought(olga: gate.Actor) -> None:
    """And the credit note what of it was taken out, whichever comes first."""
    order = paid((tube(title="Flask", price=2400), 2))
    out(order, olga, Flask=1)
    assert issue.invoice(order.pk).amount == order.total
    assert note(Refund.objects.get().pk).total == 2400


def test_the_mail_says_what_is_sent_now_and_what_goes_back(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 2), (tube(title="Lid"), 1))
    out(order, olga, Lid=1)
    [mail] = Message.objects.filter(template="order_changed")
    assert not Message.objects.filter(template="refund_given").exists(), "one mail tells it"
    facts = mails.order_changed(Leaving(mail.id, mail.template, order.whose, mail.ids))
    assert facts["inside"] == [{"name": "Flask", "quantity": 2}]
    assert facts["refunded"] == "$10.00"


def test_what_was_taken_out_is_not_packed_nor_sent(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 2), (tube(title="Lid"), 1))
    out(order, olga, Flask=1, Lid=1)
    assert desk.pick_list([order.number], olga).pieces == 1
    pack.pack(order.number, olga)
    [slip] = slips.slips([order.number], olga).slips
    assert [(each.title, each.quantity) for each in slip.lines] == [("Flask", 1)]
    ship.ship(order.number, olga)
    assert (now(order).status, order.parcels.get().grams) == (Status.SHIPPED, 300)
    assert [(each.line_id, each.quantity) for each in order.parcels.get().lines.all()] == [(line(order), 1)]
    assert not any(left.left(now(order)).values())
    again = slips.slip(order.number, olga)
    assert again is not None
    assert [(each.title, each.quantity) for each in again.lines] == [("Flask", 1)], "an old slip, too"


def test_nor_does_it_come_back_or_arrive_damaged(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3))
    out(order, olga, Flask=1)
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    assert available.available(now(order)) == {line(order): 2}
    assert reportable.lines(now(order)) == {line(order): 2}


def test_cancelled_afterwards_the_rest_goes_back_and_no_more(olga: gate.Actor) -> None:
    flask = tube(title="Flask", stock=10)
    order = paid((flask, 3))
    out(order, olga, Flask=2)
    assert stock("Flask") == 9
    cancel.cancel(order.number, olga)
    assert stock("Flask") == 10
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total


def test_it_holds_so_many_less(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3), (tube(title="Lid"), 1))
    out(order, olga, Flask=2, Lid=1)
    assert [*moving.reserved(now(order)).values()] == [1]


def test_what_is_returned_later_and_what_was_taken_out_are_together_what_was_paid(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=1000), 3))
    OrderLine.objects.filter(order=order).update(discount=1)  # 2999 for three
    back = out(order, olga, Flask=1).back.amount
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    Order.objects.filter(pk=order.pk).update(status=Status.DELIVERED)
    ref = ask.by_staff(order.number, some(order, 2), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref, restock=2), olga)
    rest = amounts.suggested(ReturnRequest.objects.get(public_id=ref)).amount
    assert back + rest == 2999 + order.shipping, "with the last of it what sending cost"
    pay.pay(ref, rest, olga)
    assert restocked.so_far(line(order)) == 3
    with pytest.raises((NotPossible, TooMuch)):
        refunds.give(order.number, 1, Why.RETURNED, actor=olga, restock={line(order): 1})


def test_taken_out_lost_and_returned_are_together_what_was_paid(olga: gate.Actor) -> None:
    """One of three each, whose price can't be parted by three."""
    order = paid((tube(title="Flask", price=1000), 3))
    OrderLine.objects.filter(order=order).update(discount=1)  # 2999 for three
    back = out(order, olga, Flask=1).back.amount
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    first, long_ago = order.parcels.get(), timezone.now() - timedelta(days=30)
    first.lines.update(quantity=1)
    order.parcels.update(way="delivered", delivered_at=timezone.now())
    second = order.parcels.create(ref=f"{order.pk}-2", carrier="ups", service="s", tracking="LOST", booking="booked")
    second.lines.create(line_id=line(order), quantity=1)
    order.parcels.filter(pk=second.pk).update(way="moving", expected_on=long_ago.date(), shipped_at=long_ago)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    case = cases.open(order.number, Problem.LOST, olga)
    lost = offers.of(shelf.open_ones()[0]).suggested
    assert lost is not None
    mending.give_back(case, lost.amount, olga)
    ref = ask.by_staff(order.number, some(order, 1), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    rest = amounts.suggested(ReturnRequest.objects.get(public_id=ref)).amount
    assert back + lost.amount + rest == 2999 + order.shipping, "with the last of it what sending cost"
    pay.pay(ref, rest, olga)
    assert sum(each.amount for each in order.payments.all()) == sum(Refund.objects.values_list("amount", flat=True)) + 1


def test_money_for_a_lost_parcel_names_no_more_than_was_sent(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=1000), 3))
    out(order, olga, Flask=1)
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    case = cases.open(order.number, Problem.MISSING, olga)
    report = Report.objects.create(case=Case.objects.get(ref=case), key_digest="told")
    report.lines.create(line_id=line(order), quantity=3)
    mending.give_back(case, 2000, olga)
    assert [*RefundLine.objects.exclude(refund__why=Why.TAKEN_OUT).values_list("quantity", flat=True)] == [2]


def test_what_had_cost_nothing_is_taken_out_without_money(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 1), (tube(title="Sample", price=0), 2))
    assert out(order, olga, Sample=2).back is None
    assert (Refund.objects.count(), stock("Sample")) == (0, 10)
    [mail] = Message.objects.filter(template="order_changed")
    assert "refunded" not in mails.order_changed(Leaving(mail.id, mail.template, order.whose, mail.ids))


# -- what is not done


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.PAID])
def test_only_before_it_is_packed(olga: gate.Actor, status: Status) -> None:
    order = paid((tube(title="Flask"), 2))
    Order.objects.filter(pk=order.pk).update(status=status)
    with pytest.raises(NoLonger):
        out(order, olga, Flask=1)
    assert (Refund.objects.count(), stock("Flask"), OrderLine.objects.get(order=order).out) == (0, 8, 0)


@pytest.mark.parametrize("many", [0, 4, 10**8])
def test_not_nothing_and_not_more_than_there_is(olga: gate.Actor, many: int) -> None:
    order = paid((tube(title="Flask"), 3))
    with pytest.raises(NothingTakenOut):
        out(order, olga, Flask=many)


def test_all_of_it_is_a_cancellation(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3))
    with pytest.raises(AllOfIt):
        out(order, olga, Flask=3)
    assert Refund.objects.count() == 0


def test_nor_the_last_of_its_money(olga: gate.Actor) -> None:
    """Which would cancel what stays."""
    order = paid((tube(title="Flask"), 2))
    refunds.give(order.number, order.total - 1000, Why.GOODWILL, actor=olga)
    with pytest.raises(AllOfIt):
        out(order, olga, Flask=1)
    assert now(order).status == Status.PAID


def test_money_that_went_back_already_does_not_go_twice(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 2))
    refunds.give(order.number, order.total - 500, Why.GOODWILL, actor=olga)
    with pytest.raises(TooMuch):
        out(order, olga, Flask=1)
    assert (stock("Flask"), OrderLine.objects.get(order=order).out) == (8, 0)


def test_of_two_desks_the_second_is_told(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3))
    seen = mark(order)
    out(order, olga, "first", seen, Flask=1)
    with pytest.raises(ChangedMeanwhile):
        out(order, olga, "second", seen, Flask=1)
    assert OrderLine.objects.get(order=order).out == 1


def test_a_form_sent_twice_takes_out_once(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3))
    seen = mark(order)
    assert out(order, olga, "one form", seen, Flask=1) == out(order, olga, "one form", seen, Flask=1)
    assert (Refund.objects.count(), OrderLine.objects.get(order=order).out) == (1, 1)


def test_another_orders_line_is_none_of_this(olga: gate.Actor) -> None:
    order, other = paid((tube(title="Flask"), 3)), paid((tube(title="Lid"), 3))
    with pytest.raises(NothingTakenOut):
        desk.take_out(order.number, {line(other, "Lid"): 1}, mark(order), actor=olga, key="k")


def test_only_whoever_puts_orders_right(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask"), 3))
    with pytest.raises(gate.Refused):
        out(order, works_at_the_desk(77, "marketing"), Flask=1)


@pytest.mark.parametrize("seed", range(8))
def test_however_it_is_taken_out_the_notes_are_the_invoice_to_the_cent(seed: int) -> None:
    """In as many steps as anybody likes, then cancelled: money, tax and stock are as if it had never been bought."""
    olga, dice = works_at_the_desk(631), random.Random(seed)
    germany()
    flask = tube(title="Flask", price=dice.randint(1, 9999))
    order = paid((book(), dice.randint(1, 4)), (flask, dice.randint(1, 4)))
    whole = content.read(issue.invoice(order.pk).content)
    for step in range(4):
        wanted = {each.title: dice.randint(0, each.wanted) for each in order.lines.all()}
        with suppress(NothingTakenOut, AllOfIt):
            out(order, olga, f"step {step}", **wanted)
    cancel.cancel(order.number, olga)
    notes = [note(pk) for pk in Refund.objects.order_by("pk").values_list("pk", flat=True)]
    assert sum(each.total for each in notes) == whole.total
    assert all(adds_up(each) for each in notes)
    for tax in whole.taxes:
        same = [each for one in notes for each in one.taxes if each.rate == tax.rate]
        assert (sum(each.base for each in same), sum(each.amount for each in same)) == (tax.base, tax.amount)
    assert (stock("Flask"), stock("Book")) == (10, 10)


# -- what sending cost


def test_what_sending_cost_stays_unless_somebody_says_otherwise(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 2))
    assert out(order, olga, Flask=1).sending is None
    assert not Refund.objects.filter(why=Why.SENDING).exists()


def test_an_amount_of_it_goes_back_with_the_tax_on_sending(olga: gate.Actor) -> None:
    TaxRule.objects.create(country="US", region="MA", rate=10_000, name="Tax", shipping=True)
    order = paid((tube(title="Flask", price=2400), 2))
    issue.invoice(order.pk)
    [rate] = amounts.sending_by_rate(order)
    done = out_with(order, olga, 110, Flask=1)
    assert (done.back.amount, done.sending.amount) == (2640, 110)
    told = note(Refund.objects.get(why=Why.SENDING).pk)
    assert [(tax.rate, tax.base, tax.amount) for tax in told.taxes] == [(rate, 100, 10)]
    assert adds_up(told)
    [mail] = Message.objects.filter(template="order_changed")
    assert mails.order_changed(Leaving(mail.id, mail.template, order.whose, mail.ids))["refunded"] == "$27.50"


def test_where_no_tax_fell_on_sending_none_is_taken_back(olga: gate.Actor) -> None:
    massachusetts()
    order = paid((tube(title="Flask", price=2400), 2))
    issue.invoice(order.pk)
    out_with(order, olga, 110, Flask=1)
    told = note(Refund.objects.get(why=Why.SENDING).pk)
    assert (told.total, sum(tax.amount for tax in told.taxes)) == (110, 0)
    assert adds_up(told)


def test_never_more_than_was_paid_for_it(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 3))
    with pytest.raises(TooMuchOfSending):
        out_with(order, olga, order.shipping + 1, Flask=1)
    assert (Refund.objects.count(), stock("Flask")) == (0, 7)
    out_with(order, olga, order.shipping - 1, Flask=1)
    with pytest.raises(TooMuchOfSending):
        out_with(order, olga, 2, Flask=1)
    assert sum(Refund.objects.filter(why=Why.SENDING).values_list("amount", flat=True)) == order.shipping - 1


def test_by_as_much_as_sending_the_rest_costs_less(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share of what was paid, whatever sending costs by now."""
    order = paid((tube(title="Flask", price=2400), 2), (tube(title="Lid", price=300), 1))
    way = shipping.methods("US", order.grams)[0]
    prices = {order.grams: 2000, order.grams - 300: 1500}
    monkeypatch.setattr(
        shipping, "methods", lambda country, grams, worth: (replace(way, code=order.method, price=prices[grams]),)
    )
    assert out_with(order, olga, LESS, Flask=1).sending.amount == order.shipping // 4


def test_and_nothing_where_the_rest_costs_as_much(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 2), (tube(title="Feather", price=300), 1))
    Variant.objects.filter(product__title="Feather").update(weight_grams=0)
    assert out_with(order, olga, LESS, Feather=1).sending is None


def test_what_went_back_for_sending_goes_back_once(olga: gate.Actor) -> None:
    """Also when all of the rest comes back later, and sending with it."""
    order = paid((tube(title="Flask", price=1000), 2))
    out_with(order, olga, 200, Flask=1)
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    Order.objects.filter(pk=order.pk).update(status=Status.DELIVERED)
    ref = ask.by_staff(order.number, some(order, 1), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    rest = amounts.suggested(ReturnRequest.objects.get(public_id=ref)).amount
    assert rest == 1000 + order.shipping - 200
    pay.pay(ref, rest, olga)
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total


def test_shared_by_worth_what_was_taken_out_takes_its_share_once(olga: gate.Actor, settings: Any) -> None:
    """What went back for sending then, and what goes back with the two that come back one by one, is what was paid."""
    settings.TROTH = replace(settings.TROTH, return_shipping="share")
    order = paid((tube(title="Flask", price=1000), 3))
    out_with(order, olga, order.shipping // 2, Flask=1)
    pack.pack(order.number, olga)
    ship.ship(order.number, olga)
    Order.objects.filter(pk=order.pk).update(status=Status.DELIVERED)
    for _each in range(2):
        ref = ask.by_staff(order.number, some(order, 1), olga)
        decide.agree(ref, olga)
        receive.receive(ref, all_of(ref), olga)
        pay.pay(ref, amounts.suggested(ReturnRequest.objects.get(public_id=ref)).amount, olga)
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total


def test_sent_twice_it_is_given_once(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 3))
    seen = mark(order)
    first, again = (out_with(order, olga, 100, "one form", seen, Flask=1) for _press in range(2))
    assert first == again
    assert Refund.objects.count() == 2


def test_reckoning_it_opens_the_country_and_nothing_else(olga: gate.Actor) -> None:
    order = paid((tube(title="Flask", price=2400), 2))
    out_with(order, olga, LESS, Flask=1)
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    [look] = [each for each in lines if each.actor == "employee" and each.verb == "use"]
    assert [*look.fields] == ["order_delivery.country"]


def out_with(order: Order, olga: gate.Actor, sending: int, key: str = "", seen: str = "", **many: int) -> Any:
    wanted = {line(order, title): quantity for title, quantity in many.items()}
    told = {"actor": olga, "key": key or f"form {many} {mark(order)}", "sending": sending}
    return desk.take_out(order.number, wanted, seen or mark(order), **told)
