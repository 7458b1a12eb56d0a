"""The book-keeper writes down what came to the shop's bank account: a part, all of it, too much, once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.orders.account.buying_on_account import buys, came, happened, mails, owed, papers, transfers, tube
from tests.orders.buying import bought
from tests.orders.test_races import together
from troth import gate, tasks
from troth.orders import cancel, desk, refunds
from troth.orders.account import deciding, paid_back, sending
from troth.orders.account.errors import WrongDay
from troth.orders.errors import NotPossible, TooMuch
from troth.orders.lists.money import MoneyState, is_so
from troth.orders.models import AccountTerms, Invoice, OnAccount, Order, Payment, Refund
from troth.orders.models.account import Standing
from troth.orders.models.refund import Giving, Why
from troth.orders.problems import Problem
from troth.orders.reconcile import compare
from troth.orders.reports import sales
from troth.orders.reports.span import Span, Step
from troth.orders.states import Status
from troth.orders.wrong import found

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId) -> Order:
    return buys(ada)


def again(order: Order) -> Order:
    order.refresh_from_db()
    return order


def test_paid_whole_it_is_packed_next_and_the_buyer_is_told(order: Order, bilal: gate.Actor) -> None:
    told = came(order, order.total, bilal)
    assert (told.left.amount, told.over.amount) == (0, 0)
    assert again(order).status == Status.PAID
    assert (owed(order).state, owed(order).received) == (Standing.PAID, order.total)
    assert happened(order)[-1] == "paid"
    assert len(mails("order_paid")) == 1


def test_paid_in_parts_it_is_paid_with_the_last_of_them(order: Order, bilal: gate.Actor) -> None:
    told = came(order, 500, bilal)
    assert told.left.amount == order.total - 500
    assert again(order).status == Status.AWAITS_TRANSFER
    assert not mails("order_paid")
    came(order, order.total - 500, bilal, "second")
    assert again(order).status == Status.PAID
    assert transfers(order) == [(500, "succeeded"), (order.total - 500, "succeeded")]
    assert not found(Problem.PAID_TWICE, timezone.now()).exists()


def test_the_same_press_twice_is_one_payment(order: Order, bilal: gate.Actor) -> None:
    came(order, 500, bilal)
    assert came(order, 500, bilal).again
    assert transfers(order) == [(500, "succeeded")]
    assert owed(order).received == 500


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_pressed_four_times_at_once_it_is_one_payment(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor
) -> None:
    order = buys(ada)
    together(4, lambda place: came(order, 500, bilal))
    assert transfers(order) == [(500, "succeeded")]
    assert owed(order).received == 500


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_sums_at_once_are_both_counted(terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor) -> None:
    order = buys(ada)
    together(2, lambda place: came(order, 500, bilal, f"sum {place}"))
    assert owed(order).received == 1000


def test_one_line_of_the_bank_is_not_booked_for_two_orders(order: Order, ada: gate.PersonId, bilal: gate.Actor) -> None:
    other = buys(ada, (tube(title="Flask"), 1))
    came(order, 500, bilal)
    with pytest.raises(NotPossible):
        came(other, 500, bilal)
    assert owed(other).received == 0


def test_what_is_too_much_is_owed_back_at_once_and_is_no_part_of_the_invoice(order: Order, bilal: gate.Actor) -> None:
    told = came(order, order.total + 250, bilal)
    assert told.over.amount == 250
    assert transfers(order) == [(order.total, "succeeded"), (250, "refund_due")]
    (refund,) = Refund.objects.all()
    assert (refund.amount, refund.why, refund.state) == (250, Why.TWICE, Giving.DUE)
    assert "overpaid" in happened(order)
    paid_back.confirm(refund.pk, bilal)
    assert papers(order) == [("invoice", order.total)]
    assert again(order).status == Status.PAID


def test_what_comes_for_a_cancelled_order_goes_back(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    cancel.cancel(order.number, olga)
    told = came(order, order.total, bilal)
    assert (told.part.amount, told.over.amount) == (0, order.total)
    assert Refund.objects.get().amount == order.total
    assert again(order).status == Status.CANCELLED


@pytest.mark.parametrize("days", [-400, 1], ids=["before the order", "tomorrow"])
def test_money_comes_between_the_order_and_today(order: Order, bilal: gate.Actor, days: int) -> None:
    with pytest.raises(WrongDay):
        came(order, 500, bilal, on=timezone.localdate() + timedelta(days=days))
    assert not transfers(order)


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_is_no_payment(order: Order, bilal: gate.Actor, amount: int) -> None:
    with pytest.raises(NotPossible):
        came(order, amount, bilal)


def test_an_order_paid_by_card_takes_no_transfer(bilal: gate.Actor) -> None:
    with pytest.raises(OnAccount.DoesNotExist):
        came(bought(), 500, bilal)


def test_money_for_what_was_sent_already_leaves_it_on_its_way(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    came(order, order.total, bilal)
    assert again(order).status == Status.SHIPPED
    assert happened(order)[-1] == "paid"


# -- and back again


def refund_of(order: Order, amount: int, olga: gate.Actor) -> Refund:
    refunds.give(order.number, amount, Why.GOODWILL, actor=olga)
    return Refund.objects.latest("pk")


def test_a_refund_waits_until_somebody_says_that_it_was_transferred(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, order.total, bilal)
    papers(order)
    refund = refund_of(order, 300, olga)
    tasks.worker.run_due()
    compare.due()
    refund.refresh_from_db()
    assert refund.state == Giving.DUE
    assert [each.refund.id for each in paid_back.waiting(bilal)] == [refund.pk]
    paid_back.confirm(refund.pk, bilal)
    assert papers(order) == [("invoice", order.total), ("credit", 300)]
    assert paid_back.waiting(bilal) == ()
    with pytest.raises(NotPossible):
        paid_back.confirm(refund.pk, bilal)
    assert happened(order)[-2:] == ["part_refunded", "credited"]


def test_a_refund_of_a_card_can_not_be_confirmed_by_hand(bilal: gate.Actor) -> None:
    payment = Payment.objects.create(
        order=bought(), ref="x", provider="practice", amount=500, currency="USD", state="succeeded"
    )
    refund = Refund.objects.create(payment=payment, ref="y", amount=100, why=Why.GOODWILL, by="staff")
    with pytest.raises(Refund.DoesNotExist):
        paid_back.confirm(refund.pk, bilal)


def test_each_part_that_came_goes_back_by_itself_with_its_share_of_the_invoice(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 500, bilal)
    came(order, order.total - 500, bilal, "second")
    papers(order)
    cancel.cancel(order.number, olga)
    for refund in Refund.objects.all():
        paid_back.confirm(refund.pk, bilal)
    assert papers(order) == [("invoice", order.total), ("credit", 500), ("credit", order.total - 500)]
    assert again(order).status == Status.REFUNDED


def test_called_off_after_a_part_came_all_of_the_invoice_is_taken_back(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 500, bilal)
    papers(order)
    cancel.cancel(order.number, olga)
    assert papers(order) == [("invoice", order.total), ("credit", order.total - 500)]
    paid_back.confirm(Refund.objects.get().pk, bilal)
    assert sum(amount for kind, amount in papers(order) if kind == "credit") == order.total


def test_no_more_goes_back_than_came(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, order.total, bilal)
    with pytest.raises(TooMuch):
        refunds.give(order.number, order.total + 1, Why.GOODWILL, actor=olga)


# -- figures


def test_the_figures_tell_it_on_the_day_it_was_ordered_whether_it_is_paid_or_not(
    order: Order, bilal: gate.Actor
) -> None:
    today = timezone.localdate()
    before = sales.sales(Span(today, today, Step.DAY), "USD")
    came(order, order.total, bilal)
    after = sales.sales(Span(today, today, Step.DAY), "USD")
    assert before == after
    assert before[0].total == order.total


def test_the_list_of_orders_says_what_is_not_paid_yet(order: Order, bilal: gate.Actor) -> None:
    def are(state: MoneyState) -> list[Order]:
        return [*Order.objects.filter(is_so(state))]

    came(order, 500, bilal)
    assert (are(MoneyState.AWAITED), are(MoneyState.PAID)) == ([order], [])
    came(order, order.total - 500, bilal, "second")
    assert (are(MoneyState.AWAITED), are(MoneyState.PAID)) == ([], [order])


def test_let_go_after_it_was_sent_it_keeps_its_invoice(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    with pytest.raises(NotPossible):
        deciding.let_go(order.number, bilal)
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    deciding.let_go(order.number, bilal)
    assert owed(order).state == Standing.LET_GO
    assert papers(order) == [("invoice", order.total)]
    assert Invoice.objects.count() == 1
