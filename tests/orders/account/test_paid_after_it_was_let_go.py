"""Money that comes after its debt was let go: a state of its own, and the book-keeper says whether it is kept or goes back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.orders.account.buying_on_account import buys, came, happened, mails, owed, papers, transfers
from tests.orders.account.files_of_banks import camt, entry, plain
from tests.orders.test_races import together
from troth import gate
from troth.channels import Leaving
from troth.orders import desk, refunds
from troth.orders import mails as told_by_mail
from troth.orders.account import came_late, deciding, paid_back, sending
from troth.orders.account.matching import Fit, propose
from troth.orders.account.statement import read
from troth.orders.errors import NotPossible
from troth.orders.lists.money import MoneyState, is_so
from troth.orders.models import AccountTerms, Order, Payment, Refund
from troth.orders.models.account import Standing
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Giving, Why
from troth.orders.reports import sales
from troth.orders.reports.span import Span, Step
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor) -> Order:
    """Sent, not paid, and let go."""
    return let_go(buys(ada), bilal, olga)


def let_go(order: Order, bilal: gate.Actor, olga: gate.Actor) -> Order:
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    papers(order)
    deciding.let_go(order.number, bilal)
    return Order.objects.get(pk=order.pk)


def waits(bilal: gate.Actor) -> int:
    (late,) = came_late.waiting(bilal)
    return late.id


def test_it_waits_for_a_decision_and_nothing_goes_back_by_itself(order: Order, bilal: gate.Actor) -> None:
    told = came(order, order.total, bilal)
    assert told.late is not None
    assert (told.late.amount, told.part.amount, told.over.amount) == (order.total, 0, 0)
    assert transfers(order) == [(order.total, Paying.UNDECIDED)]
    assert happened(order)[-1] == "account_paid_late"
    assert not Refund.objects.exists()
    assert not mails("refund_given")
    assert [each.order for each in came_late.waiting(bilal)] == [order.number]
    assert [*Order.objects.filter(is_so(MoneyState.PAID))] == [order]


def test_kept_it_pays_what_had_been_let_go(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total, bilal)
    came_late.keep(waits(bilal), bilal)
    row = owed(order)
    assert (row.state, row.received, row.left) == (Standing.PAID, order.total, 0)
    assert happened(order)[-2:] == ["account_kept", "paid"]
    assert len(mails("order_paid")) == 1
    assert papers(order) == [("invoice", order.total)]
    assert came_late.waiting(bilal) == ()


def test_a_part_that_is_kept_leaves_the_rest_let_go(order: Order, bilal: gate.Actor) -> None:
    came(order, 500, bilal)
    came_late.keep(waits(bilal), bilal)
    row = owed(order)
    assert (row.state, row.received, row.left) == (Standing.LET_GO, 500, order.total - 500)
    assert not mails("order_paid")


def test_given_back_it_reads_neither_as_paid_twice_nor_as_a_refunded_order(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total, bilal)
    came_late.give_back(waits(bilal), bilal)
    (back,) = Refund.objects.all()
    assert (back.why, back.state, back.amount) == (Why.LET_GO, Giving.DUE, order.total)
    (mail,) = mails("refund_given")
    told = told_by_mail.refund_given(Leaving(mail.pk, mail.template, order.whose, mail.ids))
    assert told["because"] == "It was not asked for any more"
    paid_back.confirm(back.pk, bilal)
    order.refresh_from_db()
    assert (order.status, owed(order).state) == (Status.SHIPPED, Standing.LET_GO)
    assert happened(order)[-1] == "account_late_back"
    assert papers(order) == [("invoice", order.total)]
    today = timezone.localdate()
    assert sales.sales(Span(today, today, Step.DAY), "USD")[0].refunds == 0


def test_what_is_more_than_had_been_let_go_is_too_much_and_goes_back_at_once(order: Order, bilal: gate.Actor) -> None:
    told = came(order, order.total + 300, bilal)
    assert told.late is not None
    assert (told.late.amount, told.over.amount) == (order.total, 300)
    came(order, 200, bilal, "again")
    assert sorted(Refund.objects.values_list("amount", "why")) == [(200, Why.TWICE), (300, Why.TWICE)]


def test_the_same_line_again_is_known(order: Order, bilal: gate.Actor) -> None:
    came(order, 500, bilal)
    assert came(order, 500, bilal).again
    assert len(came_late.waiting(bilal)) == 1


def test_what_was_decided_is_decided(order: Order, bilal: gate.Actor) -> None:
    came(order, 500, bilal)
    payment = waits(bilal)
    came_late.keep(payment, bilal)
    for act in (came_late.keep, came_late.give_back):
        with pytest.raises(NotPossible):
            act(payment, bilal)
    assert not Refund.objects.exists()


def test_only_who_keeps_the_books_decides(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, 500, bilal)
    payment = waits(bilal)
    for act in (came_late.keep, came_late.give_back):
        with pytest.raises(gate.Refused):
            act(payment, olga)
    with pytest.raises(gate.Refused):
        came_late.waiting(olga)
    assert transfers(order) == [(500, Paying.UNDECIDED)]


def test_meanwhile_credited_it_can_only_go_back(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, 500, bilal)
    refunds.give(order.number, order.total, Why.GOODWILL, actor=olga)
    with pytest.raises(NotPossible):
        came_late.keep(waits(bilal), bilal)
    came_late.give_back(waits(bilal), bilal)
    assert Refund.objects.filter(why=Why.LET_GO, amount=500).exists()


def test_the_banks_file_says_that_it_was_let_go(order: Order, bilal: gate.Actor) -> None:
    (found,) = propose(read(camt(entry(plain(order.total), order.number)), "USD"), bilal).proposals
    assert found.fit is Fit.LATE
    assert not found.ticked


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_kept_and_given_back_at_once_one_of_them_is_done(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    order = let_go(buys(ada), bilal, olga)
    came(order, 500, bilal)
    payment, acts = waits(bilal), (came_late.keep, came_late.give_back)

    def try_it(place: int) -> bool:
        try:
            acts[place](payment, bilal)
        except NotPossible:
            return False
        return True

    assert sum(together(2, try_it)) == 1
    kept = Payment.objects.get(pk=payment).state == Paying.SUCCEEDED
    assert (owed(order).received, Refund.objects.count()) == ((500, 0) if kept else (0, 1))
