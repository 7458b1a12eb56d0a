from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.doubles.stripe import StripeDouble
from tests.payments.counters import Counter, PracticeCounter, StripeCounter
from troth.recipients import till_counter


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The till finds the shop's door closed: webhooks wait in the queue until a test brings them."""

    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)


@pytest.fixture
def double() -> Iterator[StripeDouble]:
    """Stripe on loopback; its words leave when a test delivers them."""
    started = StripeDouble().start()
    yield started
    started.stop()


@pytest.fixture
def by_stripe(double: StripeDouble, settings: Any) -> StripeCounter:
    """The shop takes payments by Stripe."""
    settings.TROTH = replace(
        settings.TROTH,
        payment="stripe",
        stripe_api=double.address,
        stripe_key=SecretStr(double.key),
        stripe_webhook_secrets=(double.secret,),
    )
    return StripeCounter(double)


@pytest.fixture(params=["practice", "stripe"])
def counter(request: pytest.FixtureRequest) -> Counter:
    """Each provider in turn."""
    return PracticeCounter() if request.param == "practice" else request.getfixturevalue("by_stripe")
