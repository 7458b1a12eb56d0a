"""What the shop may rely on with every payment provider. The practice till and Stripe keep the same contract."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube
from tests.payments.counters import Counter, begin
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import card, expire, payments, repay, settle
from troth.orders.errors import NotPayable, TillClosed
from troth.orders.models import Dispute, Order, OrderEvent, Payment, ProviderEvent, Refund
from troth.orders.states import Status
from troth.recipients import signature
from troth.recipients.payment import (
    Asked,
    Back,
    NotTheirWord,
    ProviderRefused,
    RefundAsked,
    Standing,
    Word,
)

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

AN_HOUR = timedelta(hours=1)


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
    """What the worker does with refunds that are owed."""
    for refund in Refund.objects.filter(state="due"):
        repay.give_back.call(refund.pk)


def asked(amount: int = 4200, **changes: Any) -> Asked:
    told = {"ref": "r" * 43, "order": "T-1", "amount": amount, "currency": "USD", "back": "http://localhost/b/"}
    until = timezone.now() + AN_HOUR
    return Asked(**{**told, "away": "http://localhost/a/", "until": until, **changes})


def test_the_same_reference_opens_one_session(counter: Counter) -> None:
    first = asked()
    assert counter.adapter.open(first, None) == counter.adapter.open(first, None)


def test_what_cannot_be_paid_is_refused(counter: Counter) -> None:
    with pytest.raises(ProviderRefused):
        counter.adapter.open(asked(0), None)


def test_beginning_twice_leads_to_the_same_page(counter: Counter) -> None:
    order = bought()
    assert begin(order) == begin(order)
    assert Payment.objects.count() == 1


def test_the_word_of_a_payment_makes_the_order_paid(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    counter.deliver()
    paid = Payment.objects.get()
    assert (status(order), paid.state) == (Status.PAID, "succeeded")
    assert mails() == ["order_placed", "order_paid"]
    with pytest.raises(NotPayable):
        payments.begin(order.number, "http://localhost/b/", "http://localhost/a/")


def test_all_that_is_kept_of_a_card_is_its_brand_and_four_digits(counter: Counter) -> None:
    counter.pay(begin(bought()))
    counter.deliver()
    card.look_up.call(Payment.objects.get().pk)
    paid = Payment.objects.get()
    assert paid.last_four == "4242"
    assert paid.brand in ("Visa", "Practice card")
    assert paid.charge
    kept = json.dumps([*Payment.objects.values()], default=str)
    assert "4242424242424242" not in kept


def test_duplicated_words_change_nothing(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    for _again in range(3):
        for body, headers in counter.letters():
            settle.settle(counter.name, body, headers)
    assert mails() == ["order_placed", "order_paid"]
    assert story(order).count("paid") == 1


def test_words_in_any_order_end_the_same(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    counter.decline(session)
    counter.pay(session)
    for body, headers in reversed(counter.letters()):
        settle.settle(counter.name, body, headers)
    assert (status(order), Payment.objects.get().state) == (Status.PAID, "succeeded")


def test_a_declined_card_leaves_the_order_payable(counter: Counter) -> None:
    order = bought()
    counter.decline(begin(order))
    counter.deliver()
    assert status(order) == Status.PAYMENT_FAILED
    assert mails() == ["order_placed", "payment_failed"]
    assert begin(order)
    assert status(order) == Status.PLACED


def test_another_try_closes_the_earlier_page(counter: Counter) -> None:
    order = bought()
    first = begin(order)
    counter.decline(first)
    counter.deliver()
    second = begin(order)
    expire.close_page.call(Payment.objects.get(session=first).pk)
    assert (counter.is_open(first), counter.is_open(second)) == (False, True)


def test_forged_and_aged_words_are_refused(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    body, headers = counter.letters()[-1]
    mark = headers[counter.header]
    harm = [
        (body + b" ", mark),
        (body.replace(b'"id"', b'"iD"', 1), mark),
        (body, ""),
        (body, mark.replace("v1=", "v0=")),
        (body, mark.replace("t=", "t=1")),
        (body, signature.sign(body, b"another secret")),
        (body + b" " * 70_000, mark),
        (body, mark + ",v1=" + "0" * 2000),
    ]
    for changed, shown in harm:
        with pytest.raises(NotTheirWord):
            settle.settle(counter.name, changed, {counter.header: shown})
    assert status(order) == Status.PLACED
    assert not ProviderEvent.objects.exists()


def test_a_signed_word_is_only_good_for_five_minutes(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    order = bought()
    counter.pay(begin(order))
    letter = counter.letters()[-1]
    now = time.time()
    for shift in (-301, 301):
        with monkeypatch.context() as patch:
            patch.setattr(signature.time, "time", lambda shift=shift: now + shift)
            with pytest.raises(NotTheirWord):
                settle.settle(counter.name, *letter)
    assert settle.settle(counter.name, *letter)


def test_goods_nobody_paid_for_close_the_page(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    run_out(order)
    assert not counter.is_open(session)


def test_paid_too_late_with_no_goods_left_means_refund_and_apology(counter: Counter) -> None:
    glass = tube(stock=2)
    order = bought(ADA, (glass, 2))
    session = begin(order)
    counter.pay(session)  # at the last moment; their word comes when the goods are gone
    run_out(order)
    Variant.objects.filter(pk=glass.pk).update(stock=1)
    counter.deliver()
    assert mails()[-1] == "refund_apology"
    give_back()
    counter.deliver()
    assert counter.given_back(session) == order.total
    assert (Payment.objects.get().state, status(order)) == ("refunded", Status.REFUNDED)
    assert story(order)[-3:] == ["paid_late", "refund_due", "refunded"]
    assert Variant.objects.get(pk=glass.pk).stock == 1


def test_one_refund_reference_gives_back_once(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    paid = Payment.objects.get()
    part = RefundAsked("refund-1", session, paid.intent, 500, "USD")
    first, again = counter.adapter.refund(part), counter.adapter.refund(part)
    assert first.id == again.id
    assert first.state is Back.DONE
    assert counter.given_back(session) == 500


def test_more_than_was_paid_is_refused(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    paid = Payment.objects.get()
    with pytest.raises(ProviderRefused):
        counter.adapter.refund(RefundAsked("refund-1", session, paid.intent, order.total + 1, "USD"))


def test_money_given_back_at_the_counter_is_written_down(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    counter.refund_at_the_counter(session, 300)
    counter.deliver()
    assert Refund.objects.values_list("amount", "why", "state").get() == (300, "elsewhere", "done")
    assert Payment.objects.get().given_back == 300
    assert status(order) == Status.PAID


def test_a_dispute_is_heard_of_with_its_deadline_and_its_end(counter: Counter) -> None:
    order = bought()
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    dispute = counter.dispute(session)
    counter.deliver()
    row = Dispute.objects.get()
    assert (row.state, row.amount, row.reason) == ("open", order.total, "product_not_received")
    assert row.answer_by is not None
    assert timedelta(days=13) < row.answer_by - timezone.now() < timedelta(days=15)
    counter.judge(dispute, "answered")
    counter.judge(dispute, "won")
    for letter in reversed(counter.letters()):
        settle.settle(counter.name, *letter)
    assert Dispute.objects.get().state == "won"
    assert story(order)[-2:] == ["disputed", "dispute_won"]


def test_their_statement_tells_what_became_of_each_payment(counter: Counter) -> None:
    since = timezone.now() - AN_HOUR
    still_open, paid = begin(bought()), begin(bought(ADA, (tube(title="Flask"), 1)))
    counter.pay(paid)
    counter.deliver()
    counter.refund_at_the_counter(paid, 200)
    counter.dispute(paid)
    told = counter.adapter.statement(since, since)
    stands = {each.session: each.stands for each in told.payments}
    assert stands == {still_open: Standing.OPEN, paid: Standing.PAID}
    refs = {each.session: each.ref for each in told.payments}
    assert refs == dict(Payment.objects.values_list("session", "ref"))
    assert [each.amount for each in told.refunds] == [200]
    assert len(told.disputes) == 1
    later = timezone.now() + AN_HOUR
    assert counter.adapter.statement(later, later).payments == ()


def test_a_provider_that_says_no_gets_another_reference_the_next_time(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, asked: object, told: object) -> None:
        raise ProviderRefused("no")

    order = bought()
    with monkeypatch.context() as patch:
        patch.setattr(type(counter.adapter), "open", refuse)
        with pytest.raises(TillClosed):
            begin(order)
    assert begin(order)
    assert len(set(Payment.objects.values_list("ref", flat=True))) == 2


def test_the_payer_is_told_to_nobody_unless_the_policy_grants_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    told = type(counter.adapter).open

    def listen(self: Any, asked: Asked, payload: gate.Payload | None) -> Any:
        heard.append(payload)
        return told(self, asked, payload)

    monkeypatch.setattr(type(counter.adapter), "open", listen)
    begin(bought())
    assert {kind: set(fields) for kind, fields in heard[0].fields.items()} == {"order_contact": {"email"}}


def test_words_nobody_acts_on_are_taken_and_change_nothing(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    read = [counter.adapter.read(body, headers) for body, headers in counter.letters()]
    assert [event.word for event in read if event.word is not Word.OTHER] == [Word.SUCCEEDED]
