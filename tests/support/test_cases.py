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
from troth.orders.models import Debt, DeliveryWord, Dispute, Order, OrderEvent, Parcel, Payment, Refund
from troth.orders.models.dispute import Contesting
from troth.orders.models.order import By, What
from troth.orders.models.owed import Pause
from troth.orders.models.parcel import Booking
from troth.orders.models.payment import Paying
from troth.orders.problems import TELLS, Problem
from troth.orders.wrong import BEGINS, found
from troth.people.models import User
from troth.recipients.practice_mail import PracticeMail
from troth.support import cases, contact, finding, owners, shelf
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


def _unheard_of() -> Order:
    order = paid("packed")
    Parcel.objects.create(order=order, ref="r", carrier="ups", service="s", booking=Booking.UNHEARD)
    return order


def _label_unheard_of() -> Order:
    order = paid("delivered")
    order.returns.create(by="customer", state="agreed", label_by="ups", label_unheard_at=timezone.now())
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


def _comes_back() -> Order:
    order = paid("shipped")
    Parcel.objects.create(order=order, ref="r", carrier="ups", service="s", booking=Booking.BOOKED, way="returned")
    return order


def _no_news() -> Order:
    order, long_ago = paid("shipped"), timezone.now() - timedelta(days=9)
    told = {"carrier": "ups", "service": "s", "tracking": "1Z", "booking": Booking.BOOKED, "way": "moving"}
    Parcel.objects.create(order=order, ref="r", shipped_at=long_ago, expected_on=long_ago.date(), **told)
    return order


def _money_owed() -> Order:
    order = _disputed()
    Dispute.objects.update(state=Contesting.LOST)
    today = timezone.localdate()
    Debt.objects.create(dispute=Dispute.objects.get(), amount=1, currency="USD", due_on=today, pause=Pause.OBJECTED)
    return order


def _answered(word: str) -> Order:
    order = paid("delivered")
    parcel = Parcel.objects.create(order=order, ref="r", carrier="ups", service="s", booking=Booking.BOOKED)
    DeliveryWord.objects.create(parcel=parcel, arrived=word)
    return order


WRONG: dict[Problem, Callable[[], Order]] = {
    Problem.CARRIER_REFUSED: _refused_by_the_carrier,
    Problem.CARRIER_UNHEARD: _unheard_of,
    Problem.LABEL_UNHEARD: _label_unheard_of,
    Problem.PAYMENT_FAILED: _payment_failed,
    Problem.UNDELIVERABLE: _undeliverable,
    Problem.STUCK: lambda: paid(days_ago=5),
    Problem.PAID_TWICE: _paid_twice,
    Problem.DISPUTED: _disputed,
    Problem.REFUND_REFUSED: _refund_refused,
    Problem.RETURNED: _comes_back,
    Problem.LOST: _no_news,
    Problem.OWED: _money_owed,
    Problem.DAMAGED: lambda: _answered("damaged"),
    Problem.NOT_ARRIVED: lambda: _answered("missing"),
}
ONLY_PEOPLE_SEE = {Problem.WRONG_THING, Problem.MISSING, Problem.OTHER}


def test_every_problem_has_an_example_and_a_sentence_for_the_customer() -> None:
    assert set(WRONG) | ONLY_PEOPLE_SEE == set(TELLS) == set(Problem)


@pytest.mark.parametrize("problem", WRONG)
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


SETTLES: dict[Problem, Callable[[Order], object]] = {
    Problem.CARRIER_REFUSED: lambda order: order.parcels.update(booking=Booking.BOOKED),
    Problem.CARRIER_UNHEARD: lambda order: order.parcels.update(booking=Booking.BOOKED),
    Problem.LABEL_UNHEARD: lambda order: order.returns.update(label_unheard_at=None),
    Problem.PAYMENT_FAILED: lambda order: Order.objects.filter(pk=order.pk).update(status="abandoned"),
    Problem.UNDELIVERABLE: lambda order: order.parcels.update(way="delivered"),
    Problem.LOST: lambda order: order.parcels.update(way="delivered"),
    Problem.STUCK: lambda order: Order.objects.filter(pk=order.pk).update(status="shipped"),
    Problem.PAID_TWICE: lambda order: Payment.objects.filter(ref="again").update(state=Paying.REFUND_DUE),
    Problem.DISPUTED: lambda order: Dispute.objects.update(state=Contesting.WON),
    Problem.OWED: lambda order: Debt.objects.update(pause=""),
    Problem.REFUND_REFUSED: lambda order: Refund.objects.create(
        payment=order.payments.get(), ref="g", amount=1, why="goodwill", by="staff", state="due"
    ),
}


@pytest.mark.parametrize("problem", SETTLES)
def test_each_road_ends_by_itself_when_its_cause_is_gone(problem: Problem) -> None:
    order = WRONG[problem]()
    finding.look()
    SETTLES[problem](order)
    finding.look()
    assert [(each.problem, each.outcome) for each in Case.objects.all()] == [(problem, Outcome.BY_ITSELF)]
    assert not Message.objects.filter(template="problem_settled").exists(), "nobody had heard of it"


@pytest.mark.parametrize("problem", [each for each in WRONG if each not in SETTLES])
def test_what_came_back_or_was_told_only_people_settle(olga: gate.Actor, problem: Problem) -> None:
    WRONG[problem]()
    finding.look()
    DeliveryWord.objects.update(arrived="well")
    finding.look(timezone.now() + timedelta(days=30))
    assert shelf.count_open() == 1


def begins_anew(order: Order, what: What) -> None:
    OrderEvent.objects.create(order=order, by=By.SHOP, what=what, at=timezone.now() + timedelta(seconds=5))


@pytest.mark.parametrize("problem", [each for each in WRONG if each in BEGINS])
def test_what_begins_anew_is_a_case_anew(olga: gate.Actor, problem: Problem) -> None:
    order = WRONG[problem]()
    finding.look()
    cases.close(Case.objects.get().ref, Outcome.CORRECTED, olga)
    assert finding.look() == 0
    begins_anew(order, BEGINS[problem])
    assert finding.look() == 1
    assert finding.look() == 0


@pytest.mark.parametrize("problem", [Problem.STUCK, Problem.LOST])
def test_what_nobody_says_anew_comes_up_again_if_it_is_still_so(olga: gate.Actor, problem: Problem) -> None:
    WRONG[problem]()
    finding.look()
    cases.close(Case.objects.get().ref, Outcome.NO_PROBLEM, olga)
    assert finding.look(timezone.now() + timedelta(days=6)) == 0
    assert finding.look(timezone.now() + timedelta(days=8)) == 1


def test_a_parcel_that_comes_back_after_it_was_held_up_is_a_case_of_its_own(olga: gate.Actor) -> None:
    order = _undeliverable()
    finding.look()
    cases.close(Case.objects.get().ref, Outcome.CORRECTED, olga)
    Parcel.objects.filter(order=order).update(way="returned")
    assert finding.look() == 1
    assert [each.problem for each in shelf.open_ones()] == [Problem.RETURNED]


def test_a_replacement_that_was_promised_and_not_sent_is_stuck() -> None:
    order = paid("part_shipped")
    old = OrderEvent.objects.create(order=order, by=By.STAFF, what=What.EXCHANGED)
    OrderEvent.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=5))
    assert found(Problem.STUCK, timezone.now()).count() == 1
    OrderEvent.objects.create(order=order, by=By.STAFF, what=What.SHIPPED)
    assert found(Problem.STUCK, timezone.now()).count() == 0


def test_a_bank_is_answered_before_its_own_day() -> None:
    order, day = _disputed(), timezone.now() + timedelta(days=1, hours=12)
    Dispute.objects.filter(payment__order=order).update(answer_by=day)
    finding.look()
    assert Case.objects.get().due_at == day - timedelta(days=1)


@pytest.mark.parametrize("problem", Problem)
def test_each_case_falls_to_some_job_and_has_its_day(olga: gate.Actor, problem: Problem) -> None:
    cases.open(paid().number, problem, olga)
    (case,) = shelf.open_ones()
    assert case.jobs
    assert timezone.now() < case.due_at <= timezone.now() + timedelta(days=2)


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


@pytest.mark.parametrize("tried", [Tried.REACHED, Tried.MESSAGE_LEFT, Tried.NO_ANSWER])
def test_a_case_that_was_tried_comes_up_again(olga: gate.Actor, tried: Tried) -> None:
    ref = cases.open(paid().number, Problem.STUCK, olga)
    contact.rang(ref, tried, olga)
    assert timezone.now() < Case.objects.get().due_at <= timezone.now() + timedelta(days=3)
    Case.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert [case.overdue for case in shelf.open_ones()] == [True], "however often somebody tried"


# -- whose it is


def employee(name: str) -> User:
    return User.objects.create_user(f"{name}@sealed.invalid", is_staff=True)


def test_a_case_is_nobodys_until_somebody_takes_it(olga: gate.Actor) -> None:
    ref, one, other = cases.open(paid().number, Problem.STUCK, olga), employee("one"), employee("other")
    assert [(case.owner, case.jobs) for case in shelf.open_ones()] == [(None, ("Order desk",))]
    owners.acted(ref, one.pk)
    owners.acted(ref, other.pk)
    assert [case.owner for case in shelf.open_ones(owner=one.pk)] == [one.pk], "the first who did something"
    owners.take(ref, other.pk, olga)
    with pytest.raises(NotPossible):
        owners.leave(ref, one.pk, olga)
    assert [case.owner for case in shelf.open_ones()] == [other.pk]
    owners.leave(ref, other.pk, olga)
    assert shelf.count_open(owner=other.pk) == 0


def test_what_somebody_had_who_left_is_nobodys(olga: gate.Actor) -> None:
    ref, one, other = cases.open(paid().number, Problem.STUCK, olga), employee("one"), employee("other")
    owners.take(ref, one.pk, olga)
    User.objects.filter(pk=one.pk).update(is_active=False, is_staff=False)
    assert [(case.owner, bool(case.jobs)) for case in shelf.open_ones()] == [(None, True)]
    assert [kind.nobodys for kind in shelf.by_kind()] == [1]
    owners.acted(ref, other.pk)
    assert [case.owner for case in shelf.open_ones()] == [other.pk]


def test_other_jobs_take_no_case(olga: gate.Actor) -> None:
    ref, mia = cases.open(paid().number, Problem.STUCK, olga), works_at_the_desk(502, "marketing")
    for act in (owners.take, owners.leave):
        with pytest.raises(gate.Refused):
            act(ref, employee(act.__name__).pk, mia)
