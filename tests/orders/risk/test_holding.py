"""An order that may not be genuine waits for a person; what was seen is the buyer's to read; nobody else decides."""

from __future__ import annotations

import pytest

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.test_paying import begin, hear
from troth import gate
from troth.orders import hold, pack
from troth.orders.errors import HeldBack, HeldForSignals, NotPossible
from troth.orders.models import Order, OrderCheck, Payment
from troth.orders.risk import deciding, queue, weighing
from troth.orders.states import Status
from troth.tasks import worker
from troth.vault.models import Reason, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WHY = "Rang the lab; they ordered it."


def paid(risk: str = "", weigh: bool = True) -> Order:
    order = bought(ADA, (tube(stock=5), 2))
    hear(begin(order), "payment.succeeded")
    Payment.objects.filter(order=order).update(risk=risk)
    if weigh:
        weighing.weigh.func(order.pk)
    return fresh(order)


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def story(order: Order) -> list[str]:
    return [*order.events.values_list("what", flat=True)]


def test_a_usual_order_goes_on_and_nothing_is_kept_of_the_look() -> None:
    order = paid()
    assert (order.held_since, order.check_of.score) == (None, 0)
    assert not Record.objects.filter(kind="order_check").exists()
    pack.pack(order.number, works_at_the_desk())
    assert fresh(order).status == Status.PACKED


def test_the_payment_itself_queues_the_look() -> None:
    order = paid(weigh=False)
    worker.run_due()
    assert OrderCheck.objects.filter(order=order).exists()


def test_an_order_that_is_warned_of_is_held_and_cannot_be_packed() -> None:
    order = paid("highest")
    assert order.held_since is not None
    assert story(order)[-1] == "held"
    with pytest.raises(HeldBack):
        pack.pack(order.number, works_at_the_desk())
    assert fresh(order).status == Status.PAID


def test_packing_does_not_overtake_the_look() -> None:
    """The queue is slow; the desk is quick."""
    order = paid("highest", weigh=False)
    with pytest.raises(HeldBack):
        pack.pack(order.number, works_at_the_desk())


def test_the_queue_shows_the_signals_to_the_desk_and_enters_the_look() -> None:
    order, olga = paid("highest"), works_at_the_desk()
    (waits,) = queue.waiting(olga)
    assert (waits.number, waits.score) == (order.number, 70)
    assert isinstance(waits.signals, gate.Personal)
    assert waits.signals.reveal() == "The payment provider warns of this payment."
    assert entries(order, "employee", "order_check.signals") == 1


@pytest.mark.parametrize("role", ["customer_service", "marketing", "bookkeeping", "privacy_officer"])
def test_other_jobs_neither_see_nor_decide(role: str) -> None:
    order, other = paid("highest"), works_at_the_desk(601, role)
    for act in (
        lambda: queue.waiting(other),
        lambda: deciding.release(order.number, other, WHY),
        lambda: deciding.cancel(order.number, other, WHY),
    ):
        with pytest.raises(gate.Refused):
            act()
    assert fresh(order).held_since is not None


def test_released_it_goes_on_and_the_reason_is_the_buyers_to_read() -> None:
    order, olga = paid("highest"), works_at_the_desk()
    deciding.release(order.number, olga, WHY)
    assert fresh(order).held_since is None
    assert story(order)[-1] == "let_go_on"
    assert Reason.objects.count() == 1
    pack.pack(order.number, olga)
    assert fresh(order).status == Status.PACKED


def test_what_somebody_let_go_on_is_not_held_again() -> None:
    order = paid("highest")
    deciding.release(order.number, works_at_the_desk(), WHY)
    weighing.weigh.func(order.pk)
    assert fresh(order).held_since is None


def test_cancelled_the_money_goes_back_and_the_goods_to_the_shelf() -> None:
    order = paid("highest")
    deciding.cancel(order.number, works_at_the_desk(), "The cardholder knows nothing of it.")
    assert fresh(order).status in (Status.CANCELLED, Status.REFUNDED)
    assert order.lines.get().variant.stock == 5
    assert Payment.objects.get(order=order).given_back == order.total
    assert queue.count() == 0


def test_nobody_decides_without_a_reason_or_twice() -> None:
    order, olga = paid("highest"), works_at_the_desk()
    with pytest.raises(deciding.NoReason):
        deciding.release(order.number, olga, "  ok ")
    deciding.release(order.number, olga, WHY)
    with pytest.raises(NotPossible):
        deciding.cancel(order.number, olga, WHY)
    assert fresh(order).status == Status.PAID


def test_the_other_way_out_does_not_go_round_the_reason() -> None:
    order, olga = paid("highest"), works_at_the_desk()
    with pytest.raises(HeldForSignals):
        hold.let_go_on(order.number, olga)
    assert fresh(order).held_since is not None


def test_the_buyer_reads_what_made_us_look_and_takes_it_along() -> None:
    order = paid("highest")
    person = gate.person_of_party(order.whose)
    assert person is not None
    exported = gate.export(person, actor=gate.the_person(person))
    told = [each["signals"] for each in exported.records if each.kind == "order_check"]
    assert [value.reveal() for value in told if isinstance(value, gate.Personal)] == [
        "The payment provider warns of this payment."
    ]


def test_who_stopped_processing_is_not_weighed_and_the_order_goes_on() -> None:
    order = paid("highest", weigh=False)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.restrict(person, actor=gate.the_person(person))
    weighing.weigh.func(order.pk)
    assert fresh(order).held_since is None
    assert not Record.objects.filter(kind="order_check").exists()


def test_looked_at_twice_it_is_held_once_and_told_once() -> None:
    order = paid("highest")
    weighing.weigh.func(order.pk)
    assert story(order).count("held") == 1
    assert Record.objects.filter(kind="order_check").count() == 1


def entries(order: Order, actor: str, field: str) -> int:
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=200)
    return sum(line.actor == actor and field in line.fields for line in lines)
