"""Money owed is paid by the road of an order: once, whatever words follow, and the books say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.orders.owed.owing import (
    claimed,
    debt,
    goes_to_pay,
    happened,
    letters,
    pays,
    proven,
    taken_back,
    the_dispute,
    their_payments,
)
from troth import channels, gate
from troth.channels.models import Message
from troth.channels.templates import told as facts
from troth.orders import access, numbers, owed, payments, refunds, story, wrong
from troth.orders import shown as orders
from troth.orders.errors import NotPayable
from troth.orders.invoices import content, due
from troth.orders.models import Debt, Dispute, Invoice, Order, OrderEvent, Payment, Refund
from troth.orders.models.invoice import InvoiceKind
from troth.orders.models.owed import LetGoFor, Owing, Pause
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Why
from troth.orders.owed import objection
from troth.orders.problems import Problem
from troth.orders.reconcile import compare
from troth.orders.reports import sales
from troth.recipients.models import TillSession
from troth.tasks import worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_paid_it_is_over_and_the_customer_is_thanked(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    before = fresh(order).status
    assert goes_to_pay(order)
    (payment,) = their_payments()
    assert (payment.amount, payment.currency) == (order.total, "USD")
    assert pays()
    assert (debt().state, fresh(order).status) == (Owing.PAID, before)
    assert happened(order) == ["debt_asked", "debt_paid"]
    (thanks,) = letters("owed_paid")
    said = facts(channels.Leaving(thanks.pk, thanks.template, order.whose, thanks.ids))
    assert said["amount"] == "$28.90"
    assert not Refund.objects.exists()
    with pytest.raises(NotPayable):
        goes_to_pay(order)


def test_the_road_is_the_same_however_often_it_is_taken(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    browser = proven(order)
    assert goes_to_pay(order, browser) == goes_to_pay(order, browser)
    assert len(their_payments()) == 1


def test_nobody_else_pays_or_sees_it(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    only_placed = numbers.secret()
    access.let_in(order.pk, only_placed)
    assert goes_to_pay(order, only_placed) is None
    assert goes_to_pay(order, numbers.secret()) is None
    assert not their_payments()


def test_the_same_word_twice_changes_nothing(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    assert pays()
    assert not pays()
    assert len(letters("owed_paid")) == 1
    assert not Refund.objects.exists()


def test_a_failed_and_a_left_attempt_leave_it_open_and_it_is_paid_anew(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    before = fresh(order).status
    for word in ("payment.failed", "payment.left"):
        goes_to_pay(order)
        pays(word=word)
        assert (debt().state, fresh(order).status) == (Owing.OPEN, before)
    goes_to_pay(order)
    assert pays()
    assert debt().state == Owing.PAID
    assert not letters("payment_failed")


def test_paid_before_the_word_that_it_failed_it_stays_paid(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    assert pays()
    assert not pays(word="payment.failed")
    assert debt().state == Owing.PAID


def test_paid_twice_one_payment_goes_back(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    Payment.objects.exclude(debt=None).update(state=Paying.LEFT)
    goes_to_pay(order)
    first, second = their_payments()
    pays(second)
    pays(first)
    assert list(Refund.objects.values_list("payment", "amount", "why")) == [(first.pk, order.total, Why.TWICE)]
    assert debt().state == Owing.PAID


def test_paid_after_it_was_let_go_it_goes_back(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    goes_to_pay(order)
    owed.let_go(ref, LetGoFor.NOT_OWED, sam)
    session = TillSession.objects.get(ref=their_payments()[0].session)
    assert session.state != "open"
    assert pays()
    assert debt().state == Owing.LET_GO
    assert list(Refund.objects.values_list("amount", "why")) == [(order.total, Why.LATE)]
    apology = Message.objects.get(template="refund_apology")
    said = facts(channels.Leaving(apology.pk, apology.template, order.whose, apology.ids))
    assert said["because"] == "We had stopped asking for this money, and we keep to that."
    assert OrderEvent.objects.filter(order=order, what="debt_paid_late").exists()


def test_who_objected_and_pays_all_the_same_has_paid(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    objection.by_buyer(order.number, ref, browser=proven(order))
    goes_to_pay(order)
    assert pays()
    assert (debt().state, debt().pause, owed.waiting()) == (Owing.PAID, "", 0)


def test_it_never_pays_for_the_order_itself(sam: gate.Actor, olga: gate.Actor) -> None:
    """An attempt at money owed is not taken for one at the order."""
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    Order.objects.filter(pk=order.pk).update(status="placed", reserved_until=timezone.now() + timedelta(hours=1))
    assert payments._under_way(order.number) is None


# -- the books


def test_the_papers_tell_the_story_sold_taken_back_paid_after_all(sam: gate.Actor, olga: gate.Actor) -> None:
    order = taken_back(olga)
    due.make()
    owed.claim(the_dispute(), sam, "The parcel was delivered.")
    assert due.make() == 0
    goes_to_pay(order)
    pays()
    assert due.make() == 1
    assert due.make() == 0
    papers = [*Invoice.objects.order_by("place")]
    assert [(each.kind, each.amount) for each in papers] == [
        (InvoiceKind.INVOICE, order.total),
        (InvoiceKind.CREDIT, order.total),
        (InvoiceKind.AFTER_ALL, order.total),
    ]
    first, _credit, again = (content.read(each.content) for each in papers)
    assert (again.taxes, again.total) == (first.taxes, first.total)
    assert again.because == "Paid after the bank had taken it back"


def test_what_goes_back_of_it_is_credited_on_its_own_paper(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    pays()
    due.make()
    refunds.give(order.number, 500, Why.GOODWILL, actor=olga, key="once")
    worker.run_due()
    Refund.objects.update(state="done", ended_at=timezone.now())
    due.make()
    note = Invoice.objects.get(refund__isnull=False)
    assert (note.amount, note.credits) == (500, Invoice.objects.get(kind=InvoiceKind.AFTER_ALL))


def test_where_no_credit_note_took_anything_there_is_no_paper(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    pays()
    Invoice.objects.all().delete()
    Dispute.objects.update(currency="EUR")
    due.make()
    assert not Invoice.objects.filter(kind=InvoiceKind.AFTER_ALL).exists()


def test_the_figures_take_it_back_and_count_it_again(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    today = sales.since(timezone.now(), "USD")
    assert (today.charged_back, today.recovered, today.net) == (order.total, 0, 0)
    goes_to_pay(order)
    pays()
    today = sales.since(timezone.now(), "USD")
    assert (today.charged_back, today.recovered, today.net) == (order.total, order.total, order.total)


def test_a_part_that_was_taken_back_and_paid_is_not_an_order_paid_twice(sam: gate.Actor, olga: gate.Actor) -> None:
    order = taken_back(olga)
    Dispute.objects.update(amount=500)
    Payment.objects.update(state=Paying.SUCCEEDED, given_back=500)
    owed.claim(the_dispute(), sam, "The parcel was delivered.")
    goes_to_pay(order)
    pays()
    assert Payment.objects.filter(state=Paying.SUCCEEDED).count() == 2
    assert not wrong.found(Problem.PAID_TWICE, timezone.now()).exists()


def test_the_provider_s_books_agree_while_it_waits_and_after(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    assert compare.reconcile().findings == ()
    assert TillSession.objects.get(ref=their_payments()[0].session).state == "open"
    TillSession.objects.filter(ref=their_payments()[0].session).update(state="paid")
    findings = compare.reconcile().findings
    assert [(each.kind, each.healed) for each in findings] == [("paid-there", True)]
    assert debt().state == Owing.PAID


def test_a_page_for_what_was_let_go_is_closed_by_the_comparison(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    goes_to_pay(order)
    Debt.objects.update(state=Owing.LET_GO)
    findings = compare.reconcile().findings
    assert [(each.kind, each.healed) for each in findings] == [("open-for-nothing", True)]


def test_the_story_of_the_order_tells_it(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    objection.by_buyer(order.number, ref, browser=proven(order))
    assert debt().pause == Pause.OBJECTED
    goes_to_pay(order)
    pays()
    told = [each.words for each in story.of(orders.of(fresh(order)))]
    for words in (
        "We asked for the money that the bank took back",
        "The buyer says that the money is not owed",
        "The money owed was paid",
    ):
        assert words in told
