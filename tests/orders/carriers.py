"""The three carriers on loopback, and the shop's accounts with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from django.conf import settings
from pydantic import SecretStr

from tests.doubles import carrier_fedex, carrier_ups, carrier_usps
from tests.doubles.carrier_line import Line, listening
from troth.orders import quotes
from troth.settings.carriers import CarrierAccount

ANSWERS = {"usps": carrier_usps.answer, "ups": carrier_ups.answer, "fedex": carrier_fedex.answer}
METHODS = {"usps": "usps_standard", "ups": "ups_tracked", "fedex": "fedex_express"}


@contextmanager
def on_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    """USPS, UPS and FedEx listen, and the shop has an account with each."""
    with ExitStack() as open_lines:
        lines = {name: open_lines.enter_context(listening(answer)) for name, answer in ANSWERS.items()}
        accounts = {
            name: CarrierAccount(f"{name}-id", SecretStr(f"{name}-secret-{line.url[-5:]}"), f"{name}-12345", line.url)
            for name, line in lines.items()
        }
        monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="karrio", carriers=accounts))
        monkeypatch.setattr(quotes, "PATIENCE", 0)  # nobody in the background asks for prices
        yield lines
