"""A provider's word, truly theirs and truly signed, taken from the wire by somebody else and sent by them: both providers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import BEN
from tests.orders.buying import bought, tube
from tests.payments.conftest import by_stripe, counter, double, nobody_listens  # noqa: F401  (fixtures, found by their names)
from tests.payments.counters import Counter, Letter, begin
from troth.channels.models import Message
from troth.orders.models import Order, Payment, ProviderEvent

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def knocks(letter: Letter, door: str, network: str = "198.51.100.7") -> int:
    """A stranger somewhere else, without a cookie."""
    body, headers = letter
    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True, REMOTE_ADDR=network)
    path = f"/checkout/webhook/{door}/"
    return browser.post(path, body, content_type="application/json", headers=headers).status_code


def state() -> tuple[Any, ...]:
    """All that a word about a payment can change."""
    return (
        [*Order.objects.order_by("pk").values_list("status", flat=True)],
        [*Payment.objects.order_by("pk").values_list("state", "charge", "last_four", "given_back", "settled_at")],
        ProviderEvent.objects.count(),
        Message.objects.count(),
    )


def captured(counter: Counter) -> Letter:  # noqa: F811  (the fixture)
    """Of an order that was just paid for, and of which the shop has not heard."""
    counter.pay(begin(bought()))
    return counter.letters()[-1]


def test_it_is_good_once_whoever_brings_it(counter: Counter) -> None:  # noqa: F811  (the fixture)
    letter = captured(counter)
    assert knocks(letter, counter.name) == 200
    before = state()
    assert before[0] == ["paid"]
    assert [knocks(letter, counter.name, f"203.0.113.{place}") for place in range(5)] == [200] * 5
    assert state() == before


def test_it_brings_back_nothing_that_went_back(counter: Counter) -> None:  # noqa: F811  (the fixture)
    letter = captured(counter)
    knocks(letter, counter.name)
    Payment.objects.update(state="refunded", given_back=Payment.objects.get().amount)
    Order.objects.update(status="refunded")
    before = state()
    assert knocks(letter, counter.name) == 200
    assert state() == before
    ProviderEvent.objects.all().delete()  # even where its id was forgotten
    assert knocks(letter, counter.name) == 200
    assert state()[:2] == before[:2]


@pytest.mark.parametrize(
    ("minutes", "answer", "order"), [(6, 400, "placed"), (60 * 24 * 30, 400, "placed"), (4, 200, "paid")]
)
def test_kept_for_later_it_is_worth_nothing(
    counter: Counter,  # noqa: F811  (the fixture)
    minutes: int,
    answer: int,
    order: str,
) -> None:
    """The last line is the control: within five minutes the very same words count."""
    letter = captured(counter)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
        assert knocks(letter, counter.name) == answer
    assert Order.objects.get().status == order


def test_it_opens_no_other_providers_door(counter: Counter) -> None:  # noqa: F811  (the fixture)
    letter = captured(counter)
    other = {"practice": "stripe", "stripe": "practice"}[counter.name]
    assert knocks(letter, other) in (400, 404)
    assert state()[0] == ["placed"]
    assert knocks(letter, counter.name) == 200  # the control


def test_its_signature_is_good_for_nothing_else(counter: Counter) -> None:  # noqa: F811  (the fixture)
    body, headers = captured(counter)
    other, _signed = captured_again(counter)
    for changed in (other, body.replace(b"paid", b"Paid", 1), body + b"\n", body[:-1]):
        if changed != body:
            assert knocks((changed, headers), counter.name) == 400
    assert set(state()[0]) == {"placed"}
    assert knocks((body, headers), counter.name) == 200  # the control


def captured_again(counter: Counter) -> Letter:  # noqa: F811  (the fixture)
    counter.pay(begin(bought(BEN, (tube(title="Dear", price=90_000), 1))))
    return counter.letters()[-1]
