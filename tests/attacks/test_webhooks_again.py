"""A payment provider's word, taken from the wire and sent again, changed, aged, or signed by somebody else."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.cast import BEN
from tests.orders.buying import bought, tube, webhook
from troth.channels.models import Message
from troth.orders import payments
from troth.orders.models import Order, Payment, ProviderEvent
from troth.recipients import signature, till_counter
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

DOOR, PAID = "/checkout/webhook/practice/", "payment.succeeded"


@pytest.fixture
def session() -> TillSession:
    """Of an order that waits for its payment."""
    payments.begin(bought().number, "http://localhost/b/", "http://localhost/a/")
    return TillSession.objects.get()


def knock(body: bytes, mark: str) -> int:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer = client.post(DOOR, body, content_type="application/json", headers={till_counter.HEADER: mark})
    return answer.status_code


def sent(body: bytes, headers: dict[str, str]) -> int:
    return knock(body, headers[till_counter.HEADER])


def state() -> tuple[Any, ...]:
    """All that a word about a payment can change."""
    return (
        list(Order.objects.order_by("pk").values_list("status", flat=True)),
        list(Payment.objects.order_by("pk").values_list("state", "charge", "last_four", "settled_at")),
        ProviderEvent.objects.count(),
        Message.objects.count(),
    )


def changed(body: bytes, **what: Any) -> bytes:
    return json.dumps({**json.loads(body), **what}).encode()


def signed(body: bytes, at: int | None = None, secret: bytes = b"") -> str:
    return signature.sign(body, secret or till_counter.secret(), at)


def test_the_very_same_word_again_changes_nothing(session: TillSession) -> None:
    body, headers = webhook(session, PAID)
    assert sent(body, headers) == 200
    before = state()
    assert before[0] == ["paid"]
    assert [sent(body, headers) for _ in range(3)] == [200] * 3
    assert state() == before


def test_a_yes_replayed_after_the_money_went_back_pays_nothing(session: TillSession) -> None:
    said_yes = webhook(session, PAID)
    sent(*said_yes)
    Payment.objects.update(state="refund_due")
    Order.objects.update(status="cancelled")
    assert sent(*webhook(session, "payment.refunded")) == 200
    before = state()
    assert before[1][0][0] == "refunded"
    assert sent(*said_yes) == 200
    again = changed(said_yes[0], id="another-event")
    assert knock(again, signed(again)) == 200  # even if the provider itself says it anew
    assert state()[:2] == before[:2]


@pytest.mark.parametrize("other", [{"word": "payment.refunded"}, {"word": "payment.failed"}, {"charge": "ch_other"}])
def test_a_known_event_with_another_body_is_not_acted_on(session: TillSession, other: dict[str, Any]) -> None:
    body, headers = webhook(session, PAID)
    sent(body, headers)
    before = state()
    forged = changed(body, **other)
    assert knock(forged, headers[till_counter.HEADER]) == 400  # the signature was for other words
    assert knock(forged, signed(forged)) == 200  # theirs, and known by its id
    assert state() == before


@pytest.mark.parametrize("other", [{"amount": 1}, {"amount": 0}, {"amount": -1890}, {"currency": "JPY"}])
def test_a_payment_of_another_amount_is_none(session: TillSession, other: dict[str, Any]) -> None:
    body, _headers = webhook(session, PAID)
    less = changed(body, **other)
    before = state()
    assert knock(less, signed(less)) == 400
    assert state() == before
    assert sent(*webhook(session, PAID)) == 200  # and the true word still counts
    assert state()[0] == ["paid"]


@pytest.mark.parametrize("minutes", [-60 * 24, -6, 6, 60 * 24])
def test_a_word_kept_for_later_or_dated_ahead_is_refused(session: TillSession, minutes: int) -> None:
    body, _headers = webhook(session, PAID)
    before = state()
    assert knock(body, signed(body, at=int(time.time()) + minutes * 60)) == 400
    assert state() == before


def test_a_fresh_date_on_an_old_signature_is_refused(session: TillSession) -> None:
    body, _headers = webhook(session, PAID)
    old = signed(body, at=int(time.time()) - 3600)
    assert knock(body, f"t={int(time.time())},{old.partition(',')[2]}") == 400
    assert state()[0] == ["placed"]


def test_who_has_another_secret_or_none_is_refused(session: TillSession, settings: Any) -> None:
    body, _headers = webhook(session, PAID)
    for secret in (b"whsec_guess", b"\x00" * 32, settings.SECRET_KEY.encode()):
        assert knock(body, signed(body, secret=secret)) == 400
    assert state()[0] == ["placed"]


def test_a_word_about_one_order_does_not_pay_another(session: TillSession) -> None:
    payments.begin(
        bought(BEN, (tube(title="Dear", price=90_000), 1)).number, "http://localhost/b/", "http://localhost/a/"
    )
    dear = TillSession.objects.exclude(pk=session.pk).get()
    body, headers = webhook(session, PAID)
    turned = changed(body, session=dear.ref)
    assert knock(turned, headers[till_counter.HEADER]) == 400
    assert knock(turned, signed(turned)) == 400  # the amount of the one is not that of the other
    assert set(state()[0]) == {"placed"}


def test_the_same_word_many_times_at_once_is_acted_on_once(session: TillSession) -> None:
    body, headers = webhook(session, PAID)
    before, start, answers = state(), threading.Barrier(4), []

    def knocks() -> None:
        start.wait()
        try:
            answers.append(sent(body, headers))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=knocks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = state()
    assert answers == [200] * 4
    assert after[0] == ["paid"]
    assert (after[2], after[3]) == (before[2] + 1, before[3] + 1)  # one event, one mail
