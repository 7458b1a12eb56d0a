"""A dispute is a case with a deadline, and it is told in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, works_at_the_desk
from tests.payments.counters import Counter, PracticeCounter, begin
from troth import gate
from troth.channels.models import Message
from troth.orders import disputes
from troth.orders.errors import NotPossible
from troth.orders.models import Dispute, Order, Payment
from troth.orders.models.order import OrderEvent
from troth.recipients import till_practice
from troth.recipients.payment import Contest, DisputeSeen

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def disputed(counter: Counter) -> Order:
    order = bought(ADA)
    counter.pay(begin(order))
    counter.deliver()
    counter.dispute(Payment.objects.get().session)
    counter.deliver()
    return order


def test_what_waits_stands_on_a_shelf_with_its_deadline(disputed: Order) -> None:
    (shown,) = disputes.open_ones()
    assert (shown.order, shown.amount.amount, shown.wants_answer) == (disputed.number, disputed.total, True)
    assert shown.reason_words == "The goods are said not to have arrived"
    assert not shown.overdue
    assert not shown.soon
    assert disputes.count_open() == 1
    Dispute.objects.update(answer_by=timezone.now() + timedelta(days=2))
    assert disputes.open_ones()[0].soon
    Dispute.objects.update(answer_by=timezone.now() - timedelta(days=2))
    assert disputes.open_ones()[0].overdue


def test_the_nearest_deadline_comes_first_and_the_decided_ones_leave(disputed: Order) -> None:
    payment, now = Payment.objects.get(), timezone.now()
    for days, state in ((3, "open"), (1, "answered"), (9, "open"), (1, "lost")):
        Dispute.objects.create(
            payment=payment, theirs=f"dp_{days}{state}", amount=1, currency="USD", reason="general", state=state,
            answer_by=now + timedelta(days=days), heard_at=now,
        )  # fmt: skip
    listed = [(each.state.value, each.theirs) for each in disputes.open_ones()]
    assert [theirs for _state, theirs in listed if theirs.startswith("dp_") and theirs[3:4] in "139"][:2] == [
        "dp_3open",
        "dp_9open",
    ]
    assert listed[-1] == ("answered", "dp_1answered")
    assert [each.theirs for each in disputes.ended()] == ["dp_1lost"]


def test_who_may_settle_it_sees_the_customer_and_the_look_is_entered(disputed: Order) -> None:
    (shown,) = disputes.open_ones()
    opened = disputes.opened(shown.id, works_at_the_desk(502, "customer_service"))
    assert opened is not None
    assert [value.reveal() for value in opened.contact.lines] == [ADA.name, ADA.email, ADA.telephone]
    assert any(ADA.street_address in value.reveal() for value in opened.billing.lines)
    person = gate.person_of_party(disputed.whose)
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    assert any(line.verb == "use" and line.purpose == "handle_dispute" for line in lines)


def test_whose_job_it_is_not_sees_a_seal(disputed: Order) -> None:
    (shown,) = disputes.open_ones()
    mia = works_at_the_desk(503, "marketing")
    opened = disputes.opened(shown.id, mia)
    assert opened is not None
    assert all(isinstance(value, gate.Withheld) for value in (*opened.contact.lines, *opened.billing.lines))
    assert not opened.can_write
    with pytest.raises(gate.Refused):
        disputes.write(shown.id, mia)


def test_the_customer_is_written_to_once_in_a_while(disputed: Order) -> None:
    (shown,) = disputes.open_ones()
    olga = works_at_the_desk()
    disputes.write(shown.id, olga)
    assert Message.objects.latest("queued_at").template == "dispute_question"
    assert OrderEvent.objects.latest("pk").what == "dispute_written"
    with pytest.raises(disputes.WrittenAlready):
        disputes.write(shown.id, olga)
    opened = disputes.opened(shown.id, olga)
    assert opened is not None
    assert opened.written_at is not None


def test_what_is_decided_is_not_written_about(disputed: Order) -> None:
    Dispute.objects.update(state="won")
    with pytest.raises(NotPossible):
        disputes.write(Dispute.objects.get().pk, works_at_the_desk())


@pytest.mark.parametrize("end", [Contest.WON, Contest.LOST, Contest.DROPPED])
def test_what_has_ended_stays_ended_whatever_comes_after(disputed: Order, end: Contest) -> None:
    from troth.orders.disputes import hearing

    row, payment, now = Dispute.objects.get(), Payment.objects.get(), timezone.now()

    def seen(state: Contest) -> DisputeSeen:
        return DisputeSeen(row.theirs, payment.intent, row.amount, "USD", row.reason, state)

    assert hearing.hear(disputed, payment, seen(end), now)
    for later in Contest:
        assert not hearing.hear(disputed, payment, seen(later), now + timedelta(hours=1))
    assert Dispute.objects.get().state == end.value


def test_staff_can_practise_at_the_till() -> None:
    counter, order = PracticeCounter(), bought(ADA)
    with pytest.raises(LookupError, match="Nothing was paid"):
        till_practice.dispute(order.number)
    counter.pay(begin(order))
    counter.deliver()
    till_practice.dispute(order.number)
    till_practice.dispute(order.number, "answered")
    till_practice.dispute(order.number, "won")
    counter.deliver()
    assert Dispute.objects.get().state == "won"
    with pytest.raises(LookupError, match="No practice dispute"):
        till_practice.dispute(order.number, "lost")
