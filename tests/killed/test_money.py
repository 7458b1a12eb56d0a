"""The process dies over money: what is owed is paid once, what was cancelled goes back once, papers have no gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths, in_pieces
from tests.killed.till import delivered, kept, open_pages, paid, pays, proven, status, till
from tests.orders.buying import bought, works_at_the_desk
from tests.payments.counters import AWAY, BACK
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import cancel, moving, numbers, owed, payments, refunds, settle
from troth.orders.errors import OrderTrouble
from troth.orders.invoices import due, issue
from troth.orders.models import Debt, Dispute, Invoice, Order, Payment, Refund
from troth.orders.models.order import What
from troth.orders.models.owed import Owing
from troth.orders.models.refund import Why
from troth.orders.owed import pay, remind
from troth.orders.reconcile import compare
from troth.orders.states import Status
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
SHELF = 5


# -- money owed


def taken_back_by_the_bank(olga: gate.Actor) -> Order:
    order = delivered(olga)
    session = Payment.objects.get(order=order).session
    dispute = till.dispute(session)
    till.deliver()
    till.judge(dispute, "lost")
    till.deliver()
    return order


def claims(order: Order, sam: gate.Actor) -> None:
    dispute = Dispute.objects.get(payment__order=order)
    owed.claim(dispute.pk, sam, "The parcel was delivered, and nothing came back.", sure=True)


@dataclass
class Owes:
    order: Order

    @property
    def debt(self) -> Debt:
        return Debt.objects.get(dispute__payment__order=self.order)

    def goes_to_pay(self) -> None:
        pay.begin(self.order.number, self.debt.public_id, BACK, AWAY, browser=proven(self.order))

    def hears(self) -> None:
        for letter in till.letters():
            settle.settle("practice", *letter)

    def has_paid_once(self) -> None:
        assert self.debt.state == Owing.PAID
        assert [each.state for each in self.debt.payments.all()].count("succeeded") == 1
        assert Message.objects.filter(template="owed_paid", ids__order=self.order.pk).count() == 1


def owes(olga: gate.Actor, sam: gate.Actor) -> Owes:
    order = taken_back_by_the_bank(olga)
    claims(order, sam)
    return Owes(order)


def test_money_is_asked_for_once(olga: gate.Actor, sam: gate.Actor) -> None:
    for order in deaths(lambda: taken_back_by_the_bank(olga), lambda order: claims(order, sam), least=2):
        if not Debt.objects.filter(dispute__payment__order=order).exists():
            claims(order, sam)
        with pytest.raises(OrderTrouble):
            claims(order, sam)
        assert Message.objects.filter(template="money_owed", ids__debt=Owes(order).debt.pk).count() == 1


def test_money_owed_is_paid_on_one_page_and_taken_once(olga: gate.Actor, sam: gate.Actor) -> None:
    for told in deaths(lambda: owes(olga, sam), Owes.goes_to_pay, least=3):
        told.goes_to_pay()
        pays(told.order)
        told.has_paid_once()
        assert told.debt.payments.count() == 1


def test_control_a_page_under_another_name_each_time_takes_it_twice(
    olga: gate.Actor, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds it together is our own reference, written before the till is asked."""
    told = owes(olga, sam)
    monkeypatch.setattr(payments, "Asked", _nameless(payments.Asked))
    for _ in range(2):
        told.goes_to_pay()
        Payment.objects.filter(debt=told.debt).update(address="", session="")
    assert TillSession.objects.filter(order=told.order.number, state="open").count() == 2


def _nameless(asked: type) -> object:
    return lambda ref, *rest: asked(numbers.secret(), *rest)


def test_the_word_that_it_was_paid_counts_once(olga: gate.Actor, sam: gate.Actor) -> None:
    def waits() -> Owes:
        told = owes(olga, sam)
        told.goes_to_pay()
        till.pay(told.debt.payments.get().session)
        return told

    for told in deaths(waits, Owes.hears):
        told.hears()
        till.deliver()
        told.has_paid_once()
    afterwards.hours_go_by()
    afterwards.numbers_of_invoices_have_no_gap()


def test_a_reminder_is_written_once(olga: gate.Actor, sam: gate.Actor) -> None:
    def late() -> Owes:
        told = owes(olga, sam)
        Debt.objects.exclude(pk=told.debt.pk).update(state=Owing.LET_GO)
        Debt.objects.filter(pk=told.debt.pk).update(due_on=timezone.localdate() - timedelta(days=15))
        return told

    for told in deaths(late, lambda told: remind.remind()):
        remind.remind()
        assert Message.objects.filter(template="money_owed", ids__debt=told.debt.pk).count() == 2


# -- cancelled, given back


@dataclass
class Sold:
    glass: Variant
    order: Order


def sold() -> Sold:
    glass = glasses(SHELF)
    return Sold(glass, paid(glass))


def all_comes_back(told: Sold) -> None:
    afterwards.hours_go_by()
    till.deliver()
    afterwards.hours_go_by()
    assert kept(told.order) == 0
    assert status(told.order) == Status.REFUNDED
    assert afterwards.on_the_shelf(told.glass) == SHELF


def test_what_is_cancelled_goes_back_once(olga: gate.Actor) -> None:
    for told in deaths(sold, lambda told: cancel.cancel(told.order.number, olga)):
        if status(told.order) == Status.PAID:
            cancel.cancel(told.order.number, olga)
        all_comes_back(told)
        assert Message.objects.filter(template="order_cancelled", ids__order=told.order.pk).count() == 1
    afterwards.all_is_right()


def test_control_without_one_transaction_goods_come_back_and_the_money_does_not(olga: gate.Actor) -> None:
    def cancels(told: Sold) -> None:
        with in_pieces():
            cancel.cancel(told.order.number, olga)

    lost = 0
    for told in deaths(sold, cancels):
        if status(told.order) == Status.CANCELLED:
            afterwards.hours_go_by()
            till.deliver()
            lost += kept(told.order) > 0
    assert lost


def test_all_of_the_money_given_back_before_it_was_sent_is_a_cancellation(olga: gate.Actor) -> None:
    def give(told: Sold) -> None:
        refunds.give(told.order.number, told.order.total, Why.CANCELLED, actor=olga, key="once")

    for told in deaths(sold, give):
        give(told)
        all_comes_back(told)
        assert Refund.objects.filter(payment__order=told.order).count() == 1


def test_a_page_that_was_left_open_by_a_dead_process_takes_no_money_for_good(olga: gate.Actor) -> None:
    """The order is cancelled and the provider was not told. Whoever pays there has it back."""

    def begun() -> Sold:
        glass = glasses(SHELF)
        order = bought(ADA, (glass, 2))
        payments.begin(order.number, BACK, AWAY)
        return Sold(glass, order)

    open_still = 0
    for told in deaths(begun, lambda told: cancel.cancel(told.order.number, olga)):
        if status(told.order) != Status.CANCELLED:
            cancel.cancel(told.order.number, olga)
        open_still += bool(open_pages(told.order))
        pays(told.order)
        afterwards.hours_go_by()
        till.deliver()
        assert kept(told.order) == 0
        assert afterwards.on_the_shelf(told.glass) == SHELF
    assert open_still


# -- papers


def test_every_paid_order_has_one_invoice_and_the_numbers_have_no_gap() -> None:
    for told in deaths(sold, lambda told: due.make()):
        due.make()
        due.make()
        assert Invoice.objects.filter(order=told.order).count() == 1
        afterwards.numbers_of_invoices_have_no_gap()


def test_a_new_invoice_takes_the_old_one_back_or_nothing_has_happened(olga: gate.Actor) -> None:
    bea = works_at_the_desk(503, "bookkeeping")

    def invoiced() -> Invoice:
        return issue.invoice(sold().order.pk)

    for paper in deaths(invoiced, lambda paper: issue.reissue(paper.order.number, paper.number, bea)):
        issue.reissue(paper.order.number, paper.number, bea)
        assert Invoice.objects.filter(order=paper.order_id).count() == 3, "the old, the one that takes it back, the new"
        afterwards.numbers_of_invoices_have_no_gap()


def test_control_a_number_taken_in_a_transaction_of_its_own_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(pk: int) -> None:
        with in_pieces(), monkeypatch.context() as patch:
            patch.setattr(
                issue.numbering.transaction, "get_connection", lambda: type("In", (), {"in_atomic_block": True})
            )
            patch.setattr(moving, "note", lambda order, by, what: None)
            issue.invoice(pk)

    gaps = 0
    for _told in deaths(sold, lambda told: at_once(told.order.pk)):
        due.make()
        try:
            afterwards.numbers_of_invoices_have_no_gap()
        except AssertionError:
            gaps += 1
    assert gaps


# -- the provider's books


def test_comparing_the_books_finds_what_no_word_has_told() -> None:
    def silent() -> Sold:
        glass = glasses(SHELF)
        order = bought(ADA, (glass, 2))
        payments.begin(order.number, BACK, AWAY)
        for session in open_pages(order):
            till.pay(session)
        return Sold(glass, order)

    for told in deaths(silent, lambda told: compare.reconcile()):
        compare.reconcile()
        till.deliver()  # and then the word comes after all
        assert status(told.order) == Status.PAID
        assert kept(told.order) == told.order.total
        assert afterwards.on_the_shelf(told.glass) == SHELF - 2
        assert Message.objects.filter(template="order_paid", ids__order=told.order.pk).count() == 1
        assert told.order.events.filter(what=What.PAID).count() == 1
