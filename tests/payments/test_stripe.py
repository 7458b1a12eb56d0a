"""Stripe in particular: what goes over the wire, what is kept away from it, and whether our double is like them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pydantic import SecretStr

from tests.cast import ADA
from tests.doubles.stripe import StripeDouble
from tests.orders.buying import bought
from tests.payments.counters import StripeCounter, begin
from tests.payments.test_contract import asked, status
from troth.orders import settle
from troth.orders.errors import TillClosed
from troth.orders.models import Order, Payment
from troth.orders.states import Status
from troth.recipients import chosen
from troth.recipients.payment import NotTheirWord, ProviderRefused, ProviderUnreachable, RefundAsked, Word
from troth.recipients.stripe import Stripe, amounts, client

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SESSIONS = "/v1/checkout/sessions"


def sent(double: StripeDouble, path: str = SESSIONS) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields and headers of the newest request to a path."""
    return next((told, headers) for method, where, told, headers in reversed(double.requests) if where == path)


# What goes over the wire


def test_opening_tells_the_payment_and_of_the_payer_the_address_alone(
    by_stripe: StripeCounter, double: StripeDouble
) -> None:
    order = bought()
    begin(order)
    told, headers = sent(double)
    payment = Payment.objects.get()
    assert told["line_items"] == [
        {
            "quantity": "1",
            "price_data": {
                "currency": "usd",
                "unit_amount": str(order.total),
                "product_data": {"name": f"Order {order.number}"},
            },
        }
    ]
    assert told["customer_email"] == ADA.email
    assert told["client_reference_id"] == headers["idempotency-key"] == payment.ref
    assert payment.until is not None
    assert int(told["expires_at"]) == int(payment.until.timestamp())
    everything = json.dumps([told, headers])
    for mark in (ADA.name, ADA.telephone, ADA.street_address, "Tube"):
        assert mark not in everything


def test_nothing_is_said_that_was_not_asked_for(by_stripe: StripeCounter, double: StripeDouble) -> None:
    begin(bought())
    double.pay(Payment.objects.get().session)
    by_stripe.deliver()
    by_stripe.adapter.card(Payment.objects.get().intent)
    for _method, _path, _told, headers in double.requests:
        assert headers["stripe-version"] == client.VERSION
        assert "x-stripe-client-telemetry" not in headers
        assert not {"platform", "telemetry_id"} & set(json.loads(headers["x-stripe-client-user-agent"]))


def test_a_guest_whom_the_policy_keeps_from_them_is_not_named(
    by_stripe: StripeCounter, double: StripeDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth import gate

    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("3c.ii", "recipient_not_granted", "They may not be told this.")

    monkeypatch.setattr(gate, "disclose", refuse)
    begin(bought())
    assert "customer_email" not in sent(double)[0]


def test_their_page_lives_as_long_as_the_goods_are_kept(by_stripe: StripeCounter, double: StripeDouble) -> None:
    order = bought()
    until = timezone.now() + timedelta(hours=2)
    Order.objects.filter(pk=order.pk).update(reserved_until=until)
    order.payments.all().delete()  # the end of the first attempt was written with the order
    begin(order)
    assert abs(int(sent(double)[0]["expires_at"]) - until.timestamp()) < 5
    assert int(sent(double)[0]["expires_at"]) <= time.time() + 24 * 3600


def test_asked_again_after_silence_it_is_the_same_page(by_stripe: StripeCounter, double: StripeDouble) -> None:
    order = bought()
    double.break_next(SESSIONS, "after")
    with pytest.raises(TillClosed):
        begin(order)
    session = begin(order)
    assert [each["id"] for each in double.books.all("checkout.session")] == [session]


def test_a_page_that_can_no_longer_be_asked_for_gets_another_reference(
    by_stripe: StripeCounter, double: StripeDouble
) -> None:
    order = bought()
    double.break_next(SESSIONS, "before")
    with pytest.raises(TillClosed):
        begin(order)
    Payment.objects.update(until=timezone.now() + timedelta(minutes=29))  # too short for them by now
    assert begin(order)
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["left", "started"]


def test_a_page_whose_time_is_over_is_followed_by_another(by_stripe: StripeCounter) -> None:
    order = bought()
    first = begin(order)
    Payment.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert begin(order) != first


@pytest.mark.parametrize(
    ("fault", "error"), [("before", ProviderUnreachable), ("after", ProviderUnreachable), ("refused", ProviderRefused)]
)
def test_errors_say_what_is_known_and_quote_nobody(
    by_stripe: StripeCounter, double: StripeDouble, fault: str, error: type[Exception]
) -> None:
    double.break_next(SESSIONS, fault)
    with pytest.raises(error) as raised:
        by_stripe.adapter.open(asked(), None)
    assert raised.value.__cause__ is None
    assert "Something" not in str(raised.value)


def test_nobody_there_is_unreachable(by_stripe: StripeCounter, double: StripeDouble) -> None:
    double.stop()
    with pytest.raises(ProviderUnreachable):
        by_stripe.adapter.open(asked(), None)


def test_a_key_they_do_not_know_is_no_refusal_of_the_payment(by_stripe: StripeCounter, settings: Any) -> None:
    """A refund must not be given up because a key was rolled on one side only."""
    settings.TROTH = replace(settings.TROTH, stripe_key=SecretStr("sk_test_another"))
    with pytest.raises(ProviderUnreachable):
        by_stripe.adapter.refund(RefundAsked("r", "cs", "pi_1", 100, "USD"))


def test_a_key_is_carried_to_no_other_place(by_stripe: StripeCounter, double: StripeDouble, settings: Any) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    class Away(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", f"{double.address}{SESSIONS}")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Away)
    Thread(target=server.handle_request, daemon=True).start()
    settings.TROTH = replace(settings.TROTH, stripe_api=f"http://127.0.0.1:{server.server_address[1]}")
    with pytest.raises(ProviderUnreachable):
        by_stripe.adapter.open(asked(), None)
    assert double.requests == []
    server.server_close()


def test_the_same_request_under_way_elsewhere_is_waited_for(by_stripe: StripeCounter, double: StripeDouble) -> None:
    from threading import Timer

    double._busy.add("r" * 43)
    Timer(0.6, double._busy.clear).start()
    assert by_stripe.adapter.open(asked(), None).address


# Their words


def test_two_secrets_are_known_while_one_is_rolled(
    by_stripe: StripeCounter, double: StripeDouble, settings: Any
) -> None:
    order = bought()
    double.pay(begin(order))
    (letter,) = [double.post.webhook(each) for each in double.post.waiting() if each["type"].startswith("checkout")]
    old, new = "whsec_old_old_old_old", "whsec_new_new_new_new"
    double.post.secrets = [old, new]
    event = next(each for each in double.post.waiting() if each["type"].startswith("checkout"))
    for known, taken in (
        ((old,), True),
        ((new,), True),
        ((new, old), True),
        (("whsec_other_other_other",), False),
        ((), False),
    ):
        settings.TROTH = replace(settings.TROTH, stripe_webhook_secrets=known)
        if taken:
            assert by_stripe.adapter.read(*double.post.webhook(event)).word is Word.SUCCEEDED
        else:
            with pytest.raises(NotTheirWord):
                by_stripe.adapter.read(*double.post.webhook(event))
    settings.TROTH = replace(settings.TROTH, stripe_webhook_secrets=(old,))
    with pytest.raises(NotTheirWord):
        by_stripe.adapter.read(*letter)  # signed under the first secret of all


@pytest.mark.parametrize("change", [{"livemode": True}, {"created": "soon"}, {"type": 7}, {"data": {}}, {"id": None}])
def test_words_of_the_other_mode_or_without_sense_are_refused(
    by_stripe: StripeCounter, double: StripeDouble, change: dict[str, Any]
) -> None:
    double.pay(begin(bought()))
    event = next(each for each in double.post.waiting() if each["type"].startswith("checkout"))
    with pytest.raises(NotTheirWord):
        by_stripe.adapter.read(*double.post.webhook({**event, **change}))


def test_words_about_others_money_of_the_same_account_are_taken_and_nothing_happens(
    by_stripe: StripeCounter, double: StripeDouble
) -> None:
    line = {"quantity": "1", "price_data": {"currency": "usd", "unit_amount": "900", "product_data": {"name": "x"}}}
    other = double.books.open_session({"mode": "payment", "success_url": "http://x/", "line_items": [line]})
    double.pay(other["id"], "4000000000000002")
    double.pay(other["id"])
    double.books.dispute(other["payment_intent"])
    double.books.ahead = 0
    for event in double.post.waiting():
        old = {**event, "created": event["created"] - 2 * 24 * 3600}
        assert settle.settle("stripe", *double.post.webhook(old)) is False
    fresh = next(each for each in double.post.waiting() if "dispute" in each["type"])
    with pytest.raises(settle.NotYetKnown):
        settle.settle("stripe", *double.post.webhook(fresh))  # it might have overtaken another


def test_a_payment_that_takes_days_is_paid_when_they_say_so(by_stripe: StripeCounter, double: StripeDouble) -> None:
    order = bought()
    session = begin(order)
    double.pay(session)
    done = next(each for each in double.post.waiting() if each["type"] == "checkout.session.completed")
    waits = {**done, "id": "evt_1", "data": {"object": {**done["data"]["object"], "payment_status": "unpaid"}}}
    assert settle.settle("stripe", *double.post.webhook(waits)) is False
    assert status(order) == Status.PLACED
    at_last = {**done, "id": "evt_2", "type": "checkout.session.async_payment_succeeded"}
    assert settle.settle("stripe", *double.post.webhook(at_last))
    assert status(order) == Status.PAID


def test_refunds_that_take_time_are_done_when_they_say_so(by_stripe: StripeCounter, double: StripeDouble) -> None:
    from tests.orders.buying import works_at_the_desk
    from tests.payments.test_refunds import carry_out, paid, sent
    from troth.orders import refunds
    from troth.orders.models import Refund
    from troth.orders.models.refund import Why

    double.books.refunds_take_time = True
    order = sent(paid(by_stripe))
    refunds.give(order.number, 300, Why.DAMAGED, actor=works_at_the_desk())
    carry_out()
    by_stripe.deliver()
    assert Refund.objects.get().state == "asked"
    double.books.finish_refund(Refund.objects.get().theirs)
    by_stripe.deliver()
    assert Refund.objects.get().state == "done"
    double.books.finish_refund(Refund.objects.get().theirs, "failed")
    by_stripe.deliver()
    assert (Refund.objects.get().state, Payment.objects.get().given_back) == ("failed", 0)


@pytest.mark.parametrize(
    ("amount", "currency", "theirs"),
    [(1999, "USD", 1999), (500, "JPY", 500), (500, "ISK", 50_000), (1230, "KWD", 1230)],
)
def test_amounts_are_counted_as_they_count_them(amount: int, currency: str, theirs: int) -> None:
    assert amounts.to_stripe(amount, currency) == theirs
    assert amounts.from_stripe(theirs, currency) == amount


def test_amounts_they_cannot_take_are_refused() -> None:
    with pytest.raises(ProviderRefused):
        amounts.to_stripe(1234, "KWD")
    with pytest.raises(NotTheirWord):
        amounts.from_stripe(1234, "ISK")


# Which provider


def test_who_has_no_key_has_no_stripe_and_who_changed_providers_still_gives_back(
    by_stripe: StripeCounter, settings: Any
) -> None:
    settings.TROTH = replace(settings.TROTH, payment="practice")
    assert isinstance(chosen.payment_provider("stripe"), Stripe)
    settings.TROTH = replace(settings.TROTH, stripe_key=SecretStr(""))
    with pytest.raises(LookupError):
        chosen.payment_provider("stripe")


def test_the_sdk_is_loaded_when_the_first_payment_is_opened_and_not_before() -> None:
    code = (
        "import django, sys; django.setup(); import troth.orders.settle, troth.orders.payments, troth.urls; "
        "sys.exit('stripe' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
