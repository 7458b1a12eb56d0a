from __future__ import annotations

import pytest
from django.test import Client

from tests.orders.buying import tube as _tube
from tests.storefront.checkout.pages import HOST, Shopper
from troth.catalog.models import Variant
from troth.recipients import till_counter


@pytest.fixture
def tube(db: None) -> Variant:
    return _tube()


@pytest.fixture
def shopper() -> Shopper:
    return Shopper()


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The till's webhooks come in by the shop's own door; what was answered."""
    answered: list[int] = []

    def post(body: bytes, headers: dict[str, str]) -> int:
        mark = {till_counter.HEADER: headers[till_counter.HEADER]}
        answer = Client(HTTP_HOST=HOST).post(
            "/checkout/webhook/practice/", body, content_type="application/json", headers=mark
        )
        answered.append(answer.status_code)
        return answer.status_code

    monkeypatch.setattr(till_counter, "_post", post)
    return answered
