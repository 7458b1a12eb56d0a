"""What goes wrong becomes a case, once; the customer is reached by what they and the policy leave open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered
from troth import gate
from troth.channels import queue
from troth.channels.models import Message
from troth.orders import hold
from troth.orders.errors import NotPossible
from troth.orders.models import Dispute, Order, OrderEvent, Parcel, Payment, Refund
from troth.orders.models.order import By, What
from troth.orders.models.parcel import Booking
from troth.orders.models.payment import Paying
from troth.orders.problems import TELLS, Problem
from troth.recipients.practice_mail import PracticeMail
from troth.support import cases, contact, finding, shelf
from troth.support.models import Case, Outcome, Tried

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def paid(status: str = "paid", days_ago: int = 0) -> Order:
    order = bought(ADA, (tube(title=f"Tube {Order.objects.count()}"), 1))
    Order.objects.filter(pk=order.pk).update(status=status)
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    event = OrderEvent.objects.create(order=order, by=By.PROVIDER, what=What.PAID)
    OrderEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days_ago))
    return Order.objects.get(pk=order.pk)


def _refused_by_the_carrier() -> Order:
    order = paid("packed")
    Parcel.objects.create(order=order, ref="r", carrier="ups", service="s", booking=Booking.FAILED)
    return order


def _payment_failed() -> Order:
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status="payment_failed")
    return order


def _undeliverable() -> Order:
    order = paid("shipped")
    Parcel.objects.create(order=order, ref="r", carrier="ups", service="s", booking=Booking.BOOKED, way="problem")
    return order


def _paid_twice() -> Order:
    order = paid()
    Payment.objects.create(
        order=order, ref="again", provider="practice", amount=1, currency="USD", state=Paying.SUCCEEDED
    )
    return order


def _disputed() -> Order:
    order = paid()
    Dispute.objects.create(
        payment=order.payments.get(), theirs="d", amount=1, currency="USD", reason="general", heard_at=timezone.now()
    )
    return order


def _refund_refused() -> Order:
    order = paid("shipped")
    Refund.objects.create(payment=order.payments.get(), ref="f", amount=1, why="goodwill", by="staff", state="failed")
    return order


WRONG: dict[Problem, Callable[[], Order]] = {
    Problem.CARRIER_REFUSED: _refused_by_the_carrier,
    Problem.PAYMENT_FAILED: _payment_failed,
    Problem.UNDELIVERABLE: _undeliverable,
    Problem.STUCK: lambda: paid(days_ago=5),
    Problem.PAID_TWICE: _paid_twice,
    Problem.DISPUTED: _disputed,
    Problem.REFUND_REFUSED: _refund_refused,
}


def test_every_problem_has_an_example_and_a_sentence_for_the_customer() -> None:
    assert set(WRONG) == set(TELLS) == set(Problem)


@pytest.mark.parametrize("problem", Problem)
def test_what_is_wrong_becomes_one_case(problem: Problem) -> None:
    order = WRONG[problem]()
    assert finding.look() == 1
    assert finding.look() == 0
    assert [(case.order, case.problem) for case in shelf.open_ones()] == [(order.number, problem)]
    assert list(order.events.values_list("what", flat=True))[-1] == What.PROBLEM_OPENED


def test_an_order_as_it_should_be_becomes_no_case(olga: gate.Actor) -> None:
    paid(days_ago=3)
    delivered(olga)
    bought(ADA)
    assert finding.look() == 0


def test_what_is_held_back_on_purpose_is_not_stuck(olga: gate.Actor) -> None:
    order = paid(days_ago=5)
    hold.hold(order.number, olga)
    assert finding.look() == 0


def test_what_settled_itself_is_closed_and_may_come_back() -> None:
    order = _payment_failed()
    finding.look()
    Order.objects.filter(pk=order.pk).update(status="placed")
    finding.look()
    assert [case.outcome for case in Case.objects.all()] == [Outcome.BY_ITSELF]
    Order.objects.filter(pk=order.pk).update(status="payment_failed")
    assert finding.look() == 1


def test_what_the_desk_closed_stays_closed(olga: gate.Actor) -> None:
    _payment_failed()
    finding.look()
    case = Case.objects.get()
    cases.close(case.ref, Outcome.NOT_REACHED, olga)
    assert finding.look() == 0
    with pytest.raises(NotPossible):
        cases.close(case.ref, Outcome.PAID, olga)
    assert Case.objects.get().outcome == Outcome.NOT_REACHED


def test_the_desk_opens_one_case_a_problem(olga: gate.Actor) -> None:
    order = paid()
    first = cases.open(order.number, Problem.UNDELIVERABLE, olga)
    assert cases.open(order.number, Problem.UNDELIVERABLE, olga) == first
    finding.look()
    assert shelf.count_open() == 1, "what the desk opened, the desk closes"


def test_other_jobs_open_close_and_reach_nobody(olga: gate.Actor) -> None:
    mia, order = works_at_the_desk(502, "marketing"), paid()
    ref = cases.open(order.number, Problem.STUCK, olga)
    acts: list[Callable[[], object]] = [
        lambda: cases.open(order.number, Problem.DISPUTED, mia),
        lambda: cases.close(ref, Outcome.SENT, mia),
        lambda: contact.write(ref, mia),
        lambda: contact.ring(ref, mia),
        lambda: contact.rang(ref, Tried.REACHED, mia),
    ]
    for act in acts:
        with pytest.raises(gate.Refused):
            act()
    assert not Message.objects.filter(template="order_problem").exists()


# -- reaching the customer


def test_a_mail_says_what_is_wrong_and_names_nobody(olga: gate.Actor) -> None:
    order = paid(days_ago=5)
    ref = cases.open(order.number, Problem.STUCK, olga)
    Message.objects.all().delete()
    contact.write(ref, olga)
    with pytest.raises(contact.WrittenAlready):
        contact.write(ref, olga)
    queue.send_due()
    box = PracticeMail(settings.TROTH.home / "outbox")
    letter = box.letter(box.letters(1)[0].name)
    assert letter is not None
    text = f"{letter.subject} {letter.text}"
    assert order.number in letter.subject
    assert "longer to send it than it should" in text
    assert not any(mark in text for mark in (ADA.name, ADA.telephone, ADA.street_address))


def test_a_call_opens_name_and_number_and_is_entered(olga: gate.Actor) -> None:
    order = paid()
    ref = cases.open(order.number, Problem.STUCK, olga)
    ringing = contact.ring(ref, olga)
    assert isinstance(ringing.telephone, gate.Personal)
    assert ringing.telephone.reveal() == ADA.telephone
    contact.rang(ref, Tried.NO_ANSWER, olga)
    (case,) = shelf.of_order(order.number)
    assert [(each.channel, each.tried) for each in case.tries] == [
        ("telephone", Tried.LOOKED),
        ("telephone", Tried.NO_ANSWER),
    ]
    person = gate.person_of_party(order.whose)
    assert person is not None
    newest = gate.timeline(person, actor=gate.the_person(person), limit=1)[0]
    assert (newest.purpose, newest.channel) == ("resolve_order_problem", "telephone")
    assert set(newest.fields) == {"order_contact.name", "order_contact.telephone"}


def test_the_ways_are_those_of_the_policy_and_somebody_erased_is_not_reached(olga: gate.Actor) -> None:
    order = paid("delivered")
    open_ = {way.channel: way.open for way in contact.ways(order)}
    assert open_ == {"email": True, "telephone": True, "text": False, "post": False}
    ref = cases.open(order.number, Problem.STUCK, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    assert not any(way.open for way in contact.ways(order))
    with pytest.raises(NotPossible):
        contact.write(ref, olga)


def test_a_channel_the_policy_closes_is_shown_with_its_clause(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth.policy import Refused

    order = paid()
    ref = cases.open(order.number, Problem.STUCK, olga)
    monkeypatch.setattr(gate, "may_reach", lambda *asked: Refused("O.c", "restricted", "They asked us to stop."))
    assert {(way.allowed, way.clause, way.reason) for way in contact.ways(order)} == {
        (False, "O.c", "They asked us to stop.")
    }
    with pytest.raises(gate.Refused):
        contact.write(ref, olga)
    assert not Message.objects.filter(template="order_problem").exists()


def test_a_closed_case_reaches_nobody(olga: gate.Actor) -> None:
    ref = cases.open(paid().number, Problem.STUCK, olga)
    cases.close(ref, Outcome.SENT, olga)
    for act in (lambda: contact.write(ref, olga), lambda: contact.ring(ref, olga)):
        with pytest.raises(NotPossible):
            act()


def test_the_desk_sees_what_is_overdue(olga: gate.Actor) -> None:
    order = paid()
    ref = cases.open(order.number, Problem.STUCK, olga)
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert [case.overdue for case in shelf.open_ones()] == [True]
    contact.rang(ref, Tried.REACHED, olga)
    assert [case.overdue for case in shelf.open_ones()] == [False]
