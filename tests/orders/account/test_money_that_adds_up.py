"""What is charged, given back, credited, written down and reported of orders on account comes to the same, in whatever order
things happen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.orders.account.buying_on_account import buys, came, happened, late_by, mails, owed, papers
from tests.orders.account.files_of_banks import camt, entry
from troth import gate
from troth.channels import Leaving
from troth.orders import cancel, desk, refunds
from troth.orders import mails as told_by_mail
from troth.orders.account import paid_back, remind, sending
from troth.orders.account.matching import Fit, book, propose
from troth.orders.account.statement import read
from troth.orders.bookkeeping import accounts, month
from troth.orders.bookkeeping.journal import Kind, journal
from troth.orders.invoices import content, issue
from troth.orders.models import AccountTerms, Order, Payment, Refund
from troth.orders.models.account import Standing
from troth.orders.models.payment import EARLIER_SHOP
from troth.orders.models.refund import Why
from troth.orders.reports import sales
from troth.orders.reports.sales import Sales
from troth.orders.reports.span import Span, Step
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId) -> Order:
    return buys(ada)


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def today() -> Span:
    return Span(timezone.localdate(), timezone.localdate(), Step.DAY)


def told() -> Sales:
    [day] = sales.sales(today(), "USD")
    return day


def sent(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)


def back(bilal: gate.Actor) -> None:
    """All that waits is transferred."""
    for each in paid_back.waiting(bilal):
        paid_back.confirm(each.refund.id, bilal)


# -- papers and states


def test_with_all_that_came_given_back_by_cancelling_nobody_is_asked_for_the_rest(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 500, bilal)
    papers(order)
    cancel.cancel(order.number, olga)
    assert (now(order).status, owed(order).state) == (Status.CANCELLED, Standing.CALLED_OFF)
    late_by(order, 60)
    assert remind.remind() == 0
    back(bilal)
    assert sum(amount for kind, amount in papers(order) if kind == "credit") == order.total


def test_with_a_part_given_back_and_the_rest_still_owed_it_is_not_refunded(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    sent(order, bilal, olga)
    came(order, 500, bilal)
    refunds.give(order.number, 500, Why.DAMAGED, actor=olga)
    back(bilal)
    assert (now(order).status, owed(order).state) == (Status.SHIPPED, Standing.OPEN)
    assert owed(order).left == order.total - 1000
    assert happened(order)[-1] == "account_lowered"


def test_an_invoice_made_out_anew_after_it_was_paid_asks_for_nothing(order: Order, bilal: gate.Actor) -> None:
    papers(order)
    came(order, order.total, bilal)
    again = content.read(issue.reissue(order.number, issue.invoice(order.pk).number, bilal).content)
    assert again.paid_on == timezone.localdate().isoformat()


def test_made_out_anew_while_it_is_open_it_still_asks(order: Order, bilal: gate.Actor) -> None:
    papers(order)
    came(order, 500, bilal)
    again = content.read(issue.reissue(order.number, issue.invoice(order.pk).number, bilal).content)
    assert (again.paid_on, again.due_on) == ("", owed(order).due_on.isoformat())


# -- figures


def test_what_was_called_off_before_it_was_paid_was_not_sold(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, 500, bilal)
    cancel.cancel(order.number, olga)
    assert (told().orders, told().total, told().refunds, told().net) == (0, 0, 0, 0)


def test_nor_by_money_that_comes_afterwards(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    cancel.cancel(order.number, olga)
    came(order, order.total, bilal)
    assert (told().orders, told().net) == (0, 0)


def test_what_was_paid_whole_and_cancelled_was_sold_and_given_back(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, order.total, bilal)
    cancel.cancel(order.number, olga)
    assert (told().total, told().refunds, told().net) == (order.total, order.total, 0)


def test_what_is_too_much_makes_no_sale_smaller(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total + 250, bilal)
    assert (told().total, told().net) == (order.total, order.total)


def test_the_journal_tells_the_same_money_in_and_out(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total + 250, bilal)
    moved = [each for each in journal(today(), "USD") if not each.kind.is_paper]
    assert sorted(each.gross for each in moved) == [-250, 250, order.total]
    chart = accounts.chart()
    assert {chart.of(each) for each in moved} == {chart["bank"]} != {chart["money"]}


def test_what_an_earlier_shop_gave_back_is_in_that_shops_books(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, order.total, bilal)
    papers(order)
    refunds.give(order.number, 300, Why.GOODWILL, actor=olga)
    assert [each.amount.amount for each in month.seen(timezone.localdate().replace(day=1), bilal).no_money] == [-300]
    Payment.objects.update(provider=EARLIER_SHOP)
    assert not [each for each in journal(today(), "USD") if each.kind is Kind.REFUND]
    assert month.seen(timezone.localdate().replace(day=1), bilal).settled


def test_a_paper_that_was_taken_back_waits_for_no_money(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    first = timezone.localdate().replace(day=1)
    papers(order)
    assert [each.order for each in month.seen(first, bilal).no_money] == [order.number]
    cancel.cancel(order.number, olga)
    assert papers(order) == [("invoice", order.total), ("credit", order.total)]
    assert month.seen(first, bilal).settled


# -- the bank's file


def test_read_once_more_what_was_written_down_takes_nothing_of_the_rest(order: Order, bilal: gate.Actor) -> None:
    part, rest = 500, order.total - 500
    first = entry("5.00", order.number, theirs="A1")
    found = propose(read(camt(first), "USD"), bilal)
    book([each.word for each in found.proposals], bilal)
    second = entry(f"{rest / 100:.2f}", order.number, theirs="A2")
    found = propose(read(camt(first + second), "USD"), bilal)
    assert [(each.amount.amount, each.fit) for each in found.proposals] == [(part, Fit.KNOWN), (rest, Fit.EXACT)]


# -- mails


def facts(template: str, order: Order) -> dict[str, object]:
    [mail] = mails(template)
    return getattr(told_by_mail, template)(Leaving(mail.id, mail.template, order.whose, mail.ids))


def test_cancelled_the_mail_names_all_the_money_that_goes_back(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 500, bilal)
    came(order, order.total - 500, bilal, "second")
    cancel.cancel(order.number, olga)
    assert facts("order_cancelled", order)["refunded"] == f"${order.total / 100:.2f}"


def test_whoever_transferred_too_much_hears_that_it_goes_back(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total + 250, bilal)
    assert facts("refund_given", order)["refunded"] == "$2.50"


def test_whoever_transferred_for_a_cancelled_order_hears_it_too(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    cancel.cancel(order.number, olga)
    came(order, 500, bilal)
    assert Refund.objects.get().why == Why.LATE
    assert facts("refund_given", order)["refunded"] == "$5.00"


def test_a_transfer_saw_no_card_and_what_was_sent_is_not_packed_next(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    sent(order, bilal, olga)
    came(order, order.total, bilal)
    found = facts("order_paid", order)
    assert (found["by_transfer"], found["packed"]) == (True, True)


def test_paid_before_it_is_packed_it_is_packed_next(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total, bilal)
    found = facts("order_paid", order)
    assert found["by_transfer"]
    assert "packed" not in found
