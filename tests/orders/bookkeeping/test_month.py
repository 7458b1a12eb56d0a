"""A month before it is laid aside: what is not settled, the mark that it is closed, and what touches it afterwards."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.invoices.test_papers import paid, refund
from troth import gate
from troth.orders.bookkeeping import month
from troth.orders.errors import NotPossible
from troth.orders.invoices import issue
from troth.orders.models import ClosedMonth, Invoice, Order, Payment, Refund
from troth.orders.models.refund import Giving, Why
from troth.orders.reconcile.report import Finding, Kind, Report, kept

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def bilal() -> gate.Actor:
    return works_at_the_desk(671, "bookkeeping")


def this() -> date:
    return timezone.localdate().replace(day=1)


def before() -> date:
    return (this() - timedelta(days=1)).replace(day=1)


def a_month_ago(order: Order) -> Invoice:
    """Paid and invoiced in the month before this one."""
    at = month.span_of(before()).begins + timedelta(days=3)
    row = issue.invoice(order.pk)
    Invoice.objects.filter(pk=row.pk).update(issued_at=at)
    Payment.objects.filter(order=order).update(settled_at=at)
    return row


def test_all_is_settled_where_paper_and_money_meet(bilal: gate.Actor) -> None:
    issue.invoice(paid((tube(), 1)).pk)
    assert month.seen(this(), bilal).settled


def test_money_without_a_paper_is_named(bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    seen = month.seen(this(), bilal)
    assert [(each.order, each.amount.amount) for each in seen.no_paper] == [(order.number, order.total)]
    assert not seen.settled
    assert month.seen(before(), bilal).settled


def test_what_was_paid_for_no_order_wants_no_paper(bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    refund(order, order.total, Why.LATE)
    assert month.seen(this(), bilal).no_paper == ()


def test_a_refund_done_without_a_credit_note_is_named(bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    issue.invoice(order.pk)
    given = refund(order, 100)
    assert [each.amount.amount for each in month.seen(this(), bilal).no_paper] == [-100]
    issue.credit(given.pk)
    assert month.seen(this(), bilal).settled


def test_papers_without_money_are_named(bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    row = issue.invoice(order.pk)
    Payment.objects.filter(order=order).update(state="failed")
    assert [each.number for each in month.seen(this(), bilal).no_money] == [row.number]


@pytest.mark.parametrize("state", [Giving.DUE, Giving.ASKED, Giving.FAILED])
def test_a_refund_whose_money_has_not_gone_is_named(state: Giving, bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    issue.invoice(order.pk)
    given = refund(order, 100)
    issue.credit(given.pk)
    Refund.objects.update(state=state)
    assert [(each.order, each.amount.amount) for each in month.seen(this(), bilal).no_money] == [(order.number, -100)]


def test_where_the_providers_books_differ_it_is_said(bilal: gate.Actor) -> None:
    now = timezone.now()
    finding = Finding(Kind.AMOUNT, "T-1", "theirs", 100, "USD", healed=False)
    kept(Report("practice_till", now, now, 1, 0, 0, 0, (finding,)))
    seen = month.seen(this(), bilal)
    assert seen.differ == (finding,)
    assert not seen.settled


def test_a_closed_month_says_when_and_as_what_and_forbids_nothing(bilal: gate.Actor) -> None:
    order = paid((tube(), 1))
    row = a_month_ago(order)
    month.close(before(), bilal)
    month.close(before(), works_at_the_desk(672, "bookkeeping"))
    seen = month.seen(before(), bilal)
    assert seen.closing is not None
    assert (seen.closing.by, ClosedMonth.objects.count()) == ("Bookkeeping", 1)
    assert seen.later == ()
    note = issue.credit(refund(order, 100).pk)
    assert note is not None
    assert [(each.number, each.amount.amount) for each in month.seen(before(), bilal).later] == [(note.number, -100)]
    assert row.number not in [each.number for each in month.seen(before(), bilal).later]


def test_a_month_that_is_not_over_cannot_be_closed(bilal: gate.Actor) -> None:
    with pytest.raises(NotPossible):
        month.close(this(), bilal)
    assert not ClosedMonth.objects.exists()


def test_it_can_be_opened_again(bilal: gate.Actor) -> None:
    month.close(before(), bilal)
    assert [*month.closings([before() + timedelta(days=5), this()])] == [before()]
    month.reopen(before(), bilal)
    assert month.seen(before(), bilal).closing is None


def test_whose_job_it_is_not_sees_and_closes_nothing() -> None:
    olga = works_at_the_desk(673, "order_desk")
    for act in (month.seen, month.close, month.reopen):
        with pytest.raises(gate.Refused):
            act(before(), olga)
    assert not ClosedMonth.objects.exists()


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_two_who_close_it_at_once_make_one_mark() -> None:
    bilal, came = works_at_the_desk(674, "bookkeeping"), list[BaseException]()

    def closes() -> None:
        try:
            month.close(before(), bilal)
        except BaseException as trouble:  # whatever it is, the test wants to know
            came.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=closes) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == []
    assert ClosedMonth.objects.count() == 1
