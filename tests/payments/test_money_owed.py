"""Money owed with either provider: paid on its page, heard of in whatever order, known to the comparison of the books."""

from __future__ import annotations

import pytest

from tests.orders.buying import bought, works_at_the_desk
from tests.payments.counters import AWAY, BACK, Counter, begin
from troth import gate
from troth.orders import access, desk, numbers, owed, settle
from troth.orders.models import Debt, Dispute, Order, Payment, Refund
from troth.orders.models.owed import LetGoFor, Owing
from troth.orders.owed import pay
from troth.orders.reconcile import compare
from troth.tasks import worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WHY = "The parcel was delivered, and nothing came back."


@pytest.fixture
def sam(db: None) -> gate.Actor:
    return works_at_the_desk(502, "customer_service")


@pytest.fixture
def order(counter: Counter, sam: gate.Actor) -> Order:
    """Paid, sent, taken back, asked for; and its customer stands on the payment page."""
    olga, order = works_at_the_desk(), bought()
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    dispute = counter.dispute(session)
    counter.deliver()
    counter.judge(dispute, "lost")
    counter.deliver()
    owed.claim(Dispute.objects.get().pk, sam, WHY)
    goes(order)
    return order


def goes(order: Order) -> str:
    """The provider's session."""
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    assert pay.begin(order.number, Debt.objects.get().public_id, BACK, AWAY, browser=browser)
    return Payment.objects.exclude(debt=None).latest("pk").session


def theirs() -> Payment:
    return Payment.objects.exclude(debt=None).latest("pk")


def test_paid_there_it_is_paid_here_once(counter: Counter, order: Order) -> None:
    counter.pay(theirs().session)
    letters = counter.letters()
    for body, headers in (*letters, *reversed(letters)):
        settle.settle(counter.name, body, headers)
    assert Debt.objects.get().state == Owing.PAID
    assert not Refund.objects.exists()
    assert compare.reconcile(provider=counter.name).open == ()


def test_declined_it_waits_and_is_paid_after(counter: Counter, order: Order) -> None:
    counter.decline(theirs().session)
    counter.deliver()
    assert Debt.objects.get().state == Owing.OPEN
    counter.pay(goes(order))
    counter.deliver()
    assert Debt.objects.get().state == Owing.PAID


def test_a_word_that_was_dropped_is_found_by_the_comparison(counter: Counter, order: Order) -> None:
    counter.pay(theirs().session)
    (found,) = [each for each in compare.reconcile(provider=counter.name).findings if each.kind == "paid-there"]
    assert found.healed
    assert Debt.objects.get().state == Owing.PAID
    counter.deliver()
    assert not Refund.objects.exists()


def test_let_go_its_page_is_closed(counter: Counter, order: Order, sam: gate.Actor) -> None:
    session = theirs().session
    assert counter.is_open(session)
    owed.let_go(Debt.objects.get().public_id, LetGoFor.GOODWILL, sam)
    assert not counter.is_open(session)


def test_paid_in_the_moment_it_was_let_go_it_goes_back(counter: Counter, order: Order, sam: gate.Actor) -> None:
    session = theirs().session
    counter.pay(session)
    owed.let_go(Debt.objects.get().public_id, LetGoFor.GOODWILL, sam)
    counter.deliver()
    worker.run_due()
    assert (Debt.objects.get().state, counter.given_back(session)) == (Owing.LET_GO, order.total)


def test_what_the_bank_takes_back_a_second_time_can_be_asked_for_again(
    counter: Counter, order: Order, sam: gate.Actor
) -> None:
    session = theirs().session
    counter.pay(session)
    counter.deliver()
    dispute = counter.dispute(session)
    counter.deliver()
    counter.judge(dispute, "lost")
    counter.deliver()
    assert owed.claim(Dispute.objects.latest("pk").pk, sam, WHY)
    assert sorted(Debt.objects.values_list("state", flat=True)) == ["open", "paid"]
