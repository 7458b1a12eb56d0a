"""Money that goes back: never more than was paid, never twice, never in silence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.payments.counters import Counter, PracticeCounter, begin
from troth import gate
from troth.catalog.models import Category, Product, Variant
from troth.channels.models import Message
from troth.orders import refunded, refunds, repay
from troth.orders.cancel import cancel
from troth.orders.errors import InDispute, NotPossible, OrderTrouble, TooMuch
from troth.orders.models import Order, OrderEvent, Payment, Refund
from troth.orders.models.refund import Giving, Why
from troth.orders.states import Status
from troth.recipients.payment import Back, ProviderRefused, ProviderUnreachable, RefundSeen

both = pytest.mark.django_db(databases=["default", "vault"])
committed = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def paid(counter: Counter, *goods: tuple[Variant, int]) -> Order:
    order = bought(ADA, *goods)
    counter.pay(begin(order))
    counter.deliver()
    order.refresh_from_db()
    return order


def sent(order: Order) -> Order:
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    order.refresh_from_db()
    return order


def carry_out() -> None:
    for refund in Refund.objects.filter(state=Giving.DUE):
        repay.give_back.call(refund.pk)


def status(order: Order) -> str:
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def story(order: Order) -> list[str]:
    return [*OrderEvent.objects.filter(order=order).values_list("what", flat=True)]


@both
def test_a_part_goes_back_and_the_order_goes_on(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    told = refunds.give(order.number, 300, Why.DAMAGED, actor=olga)
    assert (told.amount.amount, told.state) == (300, Giving.DUE)
    carry_out()
    counter.deliver()
    payment = Payment.objects.get()
    assert counter.given_back(payment.session) == 300
    assert (payment.state, payment.given_back, status(order)) == ("succeeded", 300, Status.SHIPPED)
    assert Refund.objects.get().state == Giving.DONE
    assert story(order)[-2:] == ["refund_due", "part_refunded"]
    assert Message.objects.latest("queued_at").template == "refund_given"


@both
def test_when_all_is_back_the_order_is_refunded(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, 300, Why.DAMAGED, actor=olga)
    refunds.give(order.number, order.total - 300, Why.GOODWILL, actor=olga)
    carry_out()
    counter.deliver()
    assert counter.given_back(Payment.objects.get().session) == order.total
    assert (Payment.objects.get().state, status(order)) == ("refunded", Status.REFUNDED)
    assert story(order)[-2:] == ["part_refunded", "refunded"]


@both
def test_never_more_than_was_paid(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, order.total - 100, Why.RETURNED, actor=olga)
    with pytest.raises(TooMuch, match=r"\$1\.00"):
        refunds.give(order.number, 101, Why.RETURNED, actor=olga)
    for amount in (0, -1):
        with pytest.raises(NotPossible):
            refunds.give(order.number, amount, Why.RETURNED, actor=olga)
    assert Payment.objects.get().given_back == order.total - 100


@both
def test_one_press_is_one_refund(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    first = refunds.give(order.number, 100, Why.PRICE, actor=olga, key="form")
    again = refunds.give(order.number, 100, Why.PRICE, actor=olga, key="form")
    assert first == again
    assert refunds.give(order.number, 100, Why.PRICE, actor=olga, key="another form") != first
    assert Message.objects.filter(template="refund_given").count() == 2


@both
def test_whose_job_it_is_not_gives_nothing_back(counter: Counter) -> None:
    order = sent(paid(counter))
    with pytest.raises(gate.Refused):
        refunds.give(order.number, 100, Why.PRICE, actor=works_at_the_desk(502, "marketing"))
    assert not Refund.objects.exists()


@both
def test_goods_that_come_back_stand_on_the_shelf_once() -> None:
    glass = tube(stock=5)
    order, olga = sent(paid(PracticeCounter(), (glass, 3))), works_at_the_desk()
    line = order.lines.get().pk
    refunds.give(order.number, 1000, Why.RETURNED, actor=olga, restock={line: 2})
    assert Variant.objects.get(pk=glass.pk).stock == 4
    with pytest.raises(NotPossible):
        refunds.give(order.number, 1000, Why.RETURNED, actor=olga, restock={line: 2})
    assert Variant.objects.get(pk=glass.pk).stock == 4
    assert Payment.objects.get().given_back == 1000


@both
def test_all_the_money_of_an_unsent_order_cancels_it_and_frees_the_goods() -> None:
    glass = tube(stock=5)
    order, olga = paid(PracticeCounter(), (glass, 3)), works_at_the_desk()
    with pytest.raises(NotPossible):
        refunds.give(order.number, order.total, Why.GOODWILL, actor=olga, restock={order.lines.get().pk: 1})
    refunds.give(order.number, order.total, Why.GOODWILL, actor=olga)
    assert (status(order), Variant.objects.get(pk=glass.pk).stock) == (Status.CANCELLED, 5)
    carry_out()
    assert status(order) == Status.REFUNDED


@both
def test_cancelling_after_a_part_went_back_gives_only_the_rest(counter: Counter) -> None:
    order, olga = paid(counter), works_at_the_desk()
    refunds.give(order.number, 400, Why.PRICE, actor=olga)
    cancel(order.number, olga)
    carry_out()
    counter.deliver()
    assert counter.given_back(Payment.objects.get().session) == order.total
    assert [*Refund.objects.values_list("amount", flat=True)] == [400, order.total - 400]
    assert status(order) == Status.REFUNDED


@both
def test_money_in_dispute_is_not_given_back_as_well(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    dispute = counter.dispute(Payment.objects.get().session)
    counter.deliver()
    with pytest.raises(InDispute):
        refunds.give(order.number, 100, Why.GOODWILL, actor=olga)
    counter.judge(dispute, "lost")
    counter.deliver()
    with pytest.raises(TooMuch):
        refunds.give(order.number, 100, Why.GOODWILL, actor=olga)
    assert Payment.objects.get().given_back == order.total


@both
def test_after_a_dispute_was_won_money_may_go_back(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    dispute = counter.dispute(Payment.objects.get().session)
    counter.judge(dispute, "won")
    counter.deliver()
    assert refunds.give(order.number, 100, Why.GOODWILL, actor=olga)


@both
def test_a_provider_that_is_silent_is_asked_again_and_gives_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did what it was asked, and its answer was lost."""
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, 300, Why.DAMAGED, actor=olga)
    truly = type(counter.adapter).refund

    def lost(self: Any, asked: Any) -> RefundSeen:
        truly(self, asked)
        raise ProviderUnreachable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(type(counter.adapter), "refund", lost)
        with pytest.raises(ProviderUnreachable):
            carry_out()
    assert Refund.objects.get().state == Giving.DUE
    carry_out()
    counter.deliver()
    assert counter.given_back(Payment.objects.get().session) == 300
    assert Refund.objects.get().state == Giving.DONE


@both
def test_a_refusal_lets_the_money_go_and_is_somebodys_task(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, 300, Why.DAMAGED, actor=olga)

    def no(self: Any, asked: Any) -> RefundSeen:
        raise ProviderRefused("no")

    with monkeypatch.context() as patch:
        patch.setattr(type(counter.adapter), "refund", no)
        carry_out()
    assert (Refund.objects.get().state, Payment.objects.get().given_back) == (Giving.FAILED, 0)
    assert story(order)[-1] == "refund_failed"
    assert [each.order for each in refunded.refused()] == [order.number]
    refunds.give(order.number, 300, Why.DAMAGED, actor=olga)
    assert refunded.refused() == ()


@both
def test_a_refund_that_bounces_weeks_later_is_ours_again(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, order.total, Why.GOODWILL, actor=olga)
    carry_out()
    row = Refund.objects.get()
    payment = Payment.objects.get()
    bounced = RefundSeen(row.theirs, row.ref, payment.intent, row.amount, "USD", Back.FAILED)
    assert repay.hear(payment, bounced)
    assert not repay.hear(payment, bounced)
    late = RefundSeen(row.theirs, row.ref, payment.intent, row.amount, "USD", Back.DONE)
    assert not repay.hear(payment, late)
    assert (Refund.objects.get().state, Payment.objects.get().given_back) == (Giving.FAILED, 0)


@both
def test_what_was_given_at_the_counter_leaves_less_to_give(counter: Counter) -> None:
    order, olga = sent(paid(counter)), works_at_the_desk()
    refunds.give(order.number, order.total, Why.GOODWILL, actor=olga)  # decided, not asked for yet
    counter.refund_at_the_counter(Payment.objects.get().session, order.total)
    counter.deliver()
    carry_out()
    assert counter.given_back(Payment.objects.get().session) == order.total
    assert sorted(Refund.objects.values_list("state", "why")) == [("done", "elsewhere"), ("failed", "goodwill")]
    assert (Payment.objects.get().given_back, status(order)) == (order.total, Status.REFUNDED)
    assert refunded.refused() == ()


def at_once(many: int, order: Order, amount: int, actor: gate.Actor) -> list[Any]:
    start = Barrier(many)

    def one(_place: int) -> Any:
        try:
            start.wait(timeout=30)
            return refunds.give(order.number, amount, Why.GOODWILL, actor=actor)
        except OrderTrouble as trouble:
            return trouble
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as crowd:
        return [*crowd.map(one, range(many))]


@pytest.fixture
def _swept() -> Any:
    yield
    for model in (Product, Category):
        model.objects.all().delete()


@committed
@pytest.mark.usefixtures("_swept")
def test_of_several_who_give_back_the_same_money_one_does() -> None:
    order, olga = sent(paid(PracticeCounter())), works_at_the_desk()
    got = at_once(5, order, order.total - 10, olga)
    assert sum(isinstance(each, TooMuch) for each in got) == 4
    assert Refund.objects.count() == 1
    assert Payment.objects.get().given_back == order.total - 10


@committed
@pytest.mark.usefixtures("_swept")
def test_control_without_the_conditional_update_they_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    order, olga = sent(paid(PracticeCounter())), works_at_the_desk()
    monkeypatch.setattr(refunds, "claim", lambda payment, amount: True)
    got = at_once(3, order, order.total - 10, olga)
    assert not any(isinstance(each, TooMuch) for each in got)
    assert Refund.objects.count() == 3


@both
def test_the_database_itself_knows_the_limit() -> None:
    """Whatever a program does wrong, what was given back cannot be more than was paid."""
    from django.db import IntegrityError, transaction

    paid(PracticeCounter())
    for wrong in (-1, Payment.objects.get().amount + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.update(given_back=wrong)
