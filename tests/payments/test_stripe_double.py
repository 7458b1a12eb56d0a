"""Is our double like Stripe? Their own SDK reads what it says and signs."""

from __future__ import annotations

import time
from typing import Any

import pytest
import stripe

from tests.doubles.stripe import StripeDouble
from tests.orders.buying import bought
from tests.payments.counters import StripeCounter, begin
from troth.recipients.payment import Word

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def sdk(double: StripeDouble) -> stripe.StripeClient:
    return stripe.StripeClient(double.key, base_addresses={"api": double.address}, max_network_retries=0)


def test_their_sdk_believes_our_doubles_signature(double: StripeDouble, sdk: stripe.StripeClient) -> None:
    line = {"quantity": "1", "price_data": {"currency": "usd", "unit_amount": "900", "product_data": {"name": "x"}}}
    double.pay(double.books.open_session({"mode": "payment", "success_url": "http://x/", "line_items": [line]})["id"])
    body, headers = double.post.webhook(double.post.waiting()[-1])
    event = sdk.construct_event(body, headers["Stripe-Signature"], double.secret)
    assert event.type == "checkout.session.completed"
    assert event.data.object.payment_status == "paid"
    with pytest.raises(stripe.SignatureVerificationError):
        sdk.construct_event(body + b" ", headers["Stripe-Signature"], double.secret)


def test_what_their_sdk_signs_our_adapter_believes(by_stripe: StripeCounter, double: StripeDouble) -> None:
    double.pay(begin(bought()))
    body, _headers = double.post.webhook(double.post.waiting()[-1])
    mark = stripe.WebhookSignature.generate_signature_header(body.decode(), double.secret)
    assert by_stripe.adapter.read(body, {"stripe-signature": mark}).word is Word.SUCCEEDED


def test_their_sdk_raises_its_own_errors_at_our_double(double: StripeDouble, sdk: stripe.StripeClient) -> None:
    params: Any = {
        "mode": "payment",
        "success_url": "http://localhost/",
        "line_items": [
            {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 900, "product_data": {"name": "x"}}}
        ],
    }
    sessions = sdk.v1.checkout.sessions
    first = sessions.create(params, {"idempotency_key": "k"})
    assert sessions.create(params, {"idempotency_key": "k"}).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        sessions.create({**params, "success_url": "http://localhost/2"}, {"idempotency_key": "k"})
    with pytest.raises(stripe.InvalidRequestError, match="expires_at"):
        sessions.create({**params, "expires_at": int(time.time()) + 60})
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter"):
        sessions.create({**params, "payment_methods": ["card"]})
    with pytest.raises(stripe.InvalidRequestError):
        sessions.retrieve("cs_test_none")
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("sk_test_x", base_addresses={"api": double.address}).v1.refunds.list()
    assert sessions.expire(first.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        sessions.expire(first.id)


def test_their_sdk_walks_through_our_doubles_lists(double: StripeDouble, sdk: stripe.StripeClient) -> None:
    line = {"quantity": "1", "price_data": {"currency": "usd", "unit_amount": "900", "product_data": {"name": "x"}}}
    for _number in range(5):
        double.pay(
            double.books.open_session({"mode": "payment", "success_url": "http://x/", "line_items": [line]})["id"]
        )
    paid = sdk.v1.checkout.sessions.list({"limit": 2, "expand": ["data.payment_intent.latest_charge"]})
    assert paid.has_more
    seen = [*paid.auto_paging_iter()]
    assert len({each.id for each in seen}) == 5
    assert all(each.payment_intent.latest_charge.payment_method_details.card.last4 == "4242" for each in seen)
    intent = seen[0].payment_intent.id
    sdk.v1.refunds.create({"payment_intent": intent, "amount": 300})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        sdk.v1.refunds.create({"payment_intent": intent, "amount": 601})
    sdk.v1.refunds.create({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as raised:
        sdk.v1.refunds.create({"payment_intent": intent})
    assert raised.value.code == "charge_already_refunded"
    assert [each.amount for each in sdk.v1.refunds.list({"payment_intent": intent})] == [600, 300]
    assert sdk.v1.events.list({"limit": 1}).data[0].type == "refund.updated"
