import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube, webhook
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import expire, payments, repay, settle
from troth.orders.errors import NotPayable, TillClosed
from troth.orders.models import Order, OrderEvent, Payment, ProviderEvent, Refund
from troth.orders.states import Status
from troth.recipients import signature, till_counter
from troth.recipients.models import TillSession
from troth.recipients.payment import NotTheirWord

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

BACK, AWAY = "http://localhost/orders/back/", "http://localhost/orders/away/"


def begin(order: Order) -> TillSession:
    payments.begin(order.number, BACK, AWAY)
    return TillSession.objects.latest("pk")


def hear(session: TillSession, word: str) -> bool:
    return settle.settle("practice", *webhook(session, word))


def status(order: Order) -> str:
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def mails() -> list[str]:
    return [*Message.objects.order_by("queued_at").values_list("template", flat=True)]


def story(order: Order) -> list[str]:
    return [*OrderEvent.objects.filter(order=order).values_list("what", flat=True)]


def run_out(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(minutes=1))
    assert expire.expire() == 1


def give_back() -> None:
    """What the worker does with a refund that is owed."""
    for refund in Refund.objects.filter(state="due"):
        repay.give_back.call(refund.pk)


def test_beginning_twice_leads_to_the_same_page() -> None:
    order = bought()
    assert payments.begin(order.number, BACK, AWAY) == payments.begin(order.number, BACK, AWAY)
    assert (Payment.objects.count(), TillSession.objects.count()) == (1, 1)


def test_the_provider_is_told_exactly_what_the_policy_grants(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    receive = till_counter.receive
    monkeypatch.setattr(till_counter, "receive", lambda body: sent.append(body) or receive(body))
    begin(bought())

    assert json.loads(sent[0])["payer"] == {"email": ADA.email}
    assert gate.policy().recipients["stripe"].grants == {"billing": {"order_contact": frozenset({"email"})}}
    for mark in (ADA.name, ADA.telephone, ADA.street_address):
        assert mark.encode() not in sent[0]


def test_the_disclosure_and_its_outcome_are_on_record_before_the_money() -> None:
    order = bought()
    begin(order)
    person = gate.person_of_party(order.whose)
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    told = [line for line in lines if line.recipient == "stripe"]
    assert {line.fields for line in told if line.verb == "disclose"} >= {("order_contact.email",)}
    assert any(line.decision == "delivered" for line in told if line.refers)


def test_paid() -> None:
    order = bought()
    assert hear(begin(order), "payment.succeeded")
    payment = Payment.objects.get()
    assert status(order) == Status.PAID
    assert (payment.state, payment.brand, payment.last_four) == ("succeeded", "Practice card", "4242")
    assert mails() == ["order_placed", "order_paid"]
    with pytest.raises(NotPayable):
        payments.begin(order.number, BACK, AWAY)


def test_the_same_webhook_twice_changes_nothing() -> None:
    order = bought()
    body, headers = webhook(begin(order), "payment.succeeded")
    assert settle.settle("practice", body, headers)
    assert not settle.settle("practice", body, headers)
    assert mails() == ["order_placed", "order_paid"]
    assert story(order).count("paid") == 1


def test_a_failure_that_arrives_after_the_success_changes_nothing() -> None:
    order = bought()
    session = begin(order)
    hear(session, "payment.succeeded")
    assert not hear(session, "payment.failed")
    assert not hear(session, "payment.left")
    assert status(order) == Status.PAID


def test_a_success_that_arrives_after_the_failure_counts() -> None:
    order = bought()
    session = begin(order)
    hear(session, "payment.failed")
    assert status(order) == Status.PAYMENT_FAILED
    assert hear(session, "payment.succeeded")
    assert status(order) == Status.PAID


def test_after_a_failure_another_try_is_a_new_session() -> None:
    order = bought()
    first = begin(order)
    hear(first, "payment.failed")
    second = begin(order)
    assert second.ref != first.ref
    assert status(order) == Status.PLACED
    assert mails() == ["order_placed", "payment_failed"]


def test_leaving_keeps_the_order_payable() -> None:
    order = bought()
    hear(begin(order), "payment.left")
    assert status(order) == Status.PLACED
    assert begin(order)


@pytest.mark.parametrize(
    "harm",
    [
        lambda body, mark: (body.replace(b"payment.succeeded", b"payment.succeedeD"), mark),
        lambda body, mark: (body, mark[:-1] + ("0" if mark[-1] != "0" else "1")),
        lambda body, mark: (body, ""),
        lambda body, mark: (body, "t=1,v1=" + "0" * 64),
        lambda body, mark: (body, signature.sign(body, till_counter.secret(), int(time.time()) - 301)),
        lambda body, mark: (body, signature.sign(body, till_counter.secret(), int(time.time()) + 301)),
        lambda body, mark: (body, signature.sign(body, b"another secret")),
        lambda body, mark: (b"[]", signature.sign(b"[]", till_counter.secret())),
        lambda body, mark: (b"\xff", signature.sign(b"\xff", till_counter.secret())),
        lambda body, mark: (body + b" " * 70_000, signature.sign(body + b" " * 70_000, till_counter.secret())),
    ],
)
def test_a_forged_old_or_senseless_webhook_is_refused(harm) -> None:  # type: ignore[no-untyped-def]
    order = bought()
    body, headers = webhook(begin(order), "payment.succeeded")
    body, mark = harm(body, headers[till_counter.HEADER])
    with pytest.raises(NotTheirWord):
        settle.settle("practice", body, {till_counter.HEADER: mark})
    assert status(order) == Status.PLACED
    assert not ProviderEvent.objects.exists()


def test_a_word_about_another_amount_is_not_believed() -> None:
    order = bought()
    session = begin(order)
    TillSession.objects.filter(pk=session.pk).update(amount=1)
    session.refresh_from_db()
    with pytest.raises(NotTheirWord):
        hear(session, "payment.succeeded")
    assert status(order) == Status.PLACED


def test_a_word_that_overtakes_its_session_is_said_again() -> None:
    order = bought()
    session = begin(order)
    Payment.objects.update(session="", ref="another")
    body, headers = webhook(session, "payment.succeeded")
    with pytest.raises(settle.NotYetKnown):
        settle.settle("practice", body, headers)
    Payment.objects.update(session=session.ref)
    assert settle.settle("practice", body, headers)
    assert status(order) == Status.PAID


def test_a_word_about_a_session_we_never_heard_the_name_of_is_known_by_our_own_reference() -> None:
    order = bought()
    body, headers = webhook(begin(order), "payment.succeeded")
    Payment.objects.update(session="", address="")  # the answer to our question was lost on the way
    assert settle.settle("practice", body, headers)
    assert status(order) == Status.PAID
    assert Payment.objects.get().session


def test_goods_nobody_paid_for_go_back_to_the_shelf_once() -> None:
    glass = tube(stock=3)
    order = bought(ADA, (glass, 2))
    session = begin(order)
    run_out(order)
    assert expire.expire() == 0
    assert status(order) == Status.ABANDONED
    assert Variant.objects.get(pk=glass.pk).stock == 3
    assert TillSession.objects.get(pk=session.pk).state == "closed"
    with pytest.raises(NotPayable):
        payments.begin(order.number, BACK, AWAY)


def test_paid_too_late_but_the_goods_are_still_there() -> None:
    glass = tube(stock=2)
    order = bought(ADA, (glass, 2))
    session = begin(order)
    run_out(order)
    hear(session, "payment.succeeded")
    assert status(order) == Status.PAID
    assert Variant.objects.get(pk=glass.pk).stock == 0
    assert mails()[-1] == "order_paid"


def test_paid_too_late_and_the_goods_are_gone_means_refund_and_apology() -> None:
    glass = tube(stock=2)
    order = bought(ADA, (glass, 2))
    session = begin(order)
    run_out(order)
    Variant.objects.filter(pk=glass.pk).update(stock=1)
    TillSession.objects.filter(pk=session.pk).update(state="paid")
    hear(session, "payment.succeeded")

    assert Payment.objects.get().state == "refund_due"
    assert mails()[-1] == "refund_apology"
    give_back()
    give_back()
    assert TillSession.objects.get(pk=session.pk).state == "refunded"
    assert (Payment.objects.get().state, status(order)) == ("refunded", Status.REFUNDED)
    assert story(order)[-3:] == ["paid_late", "refund_due", "refunded"]
    assert Variant.objects.get(pk=glass.pk).stock == 1


def test_paid_twice_gives_the_second_payment_back_and_sends_the_order() -> None:
    order = bought()
    first = begin(order)
    hear(first, "payment.failed")
    second = begin(order)
    hear(first, "payment.succeeded")
    hear(second, "payment.succeeded")

    assert status(order) == Status.PAID
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["refund_due", "succeeded"]
    hear(second, "payment.refunded")
    assert status(order) == Status.PAID


def test_a_provider_out_of_reach_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.recipients.payment import ProviderUnreachable
    from troth.recipients.practice_till import PracticeTill

    order = bought()

    def down(self: object, asked: object, told: object) -> None:
        raise ProviderUnreachable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(PracticeTill, "open", down)
        with pytest.raises(TillClosed):
            payments.begin(order.number, BACK, AWAY)
    assert status(order) == Status.PLACED
    ref = Payment.objects.get().ref
    assert payments.begin(order.number, BACK, AWAY)
    assert Payment.objects.get().ref == ref


def test_the_gate_refusing_the_disclosure_tells_the_provider_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    receive = till_counter.receive
    monkeypatch.setattr(till_counter, "receive", lambda body: sent.append(body) or receive(body))

    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("3c.ii", "recipient_not_granted", "They may not be told this.")

    monkeypatch.setattr(gate, "disclose", refuse)
    begin(bought())
    assert json.loads(sent[0])["payer"] == {}
