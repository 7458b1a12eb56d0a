from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doubles.carrier_line import Line
from tests.orders.buying import works_at_the_desk
from tests.orders.carriers import on_loopback
from troth import gate
from troth.catalog.models import Category, Product
from troth.recipients import till_counter


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The till finds the shop's door closed: webhooks wait in the queue until a test brings them."""

    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)


@pytest.fixture(autouse=True)
def _swept(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "django_db" in request.keywords:
        for model in (Product, Category):
            model.objects.all().delete()


@pytest.fixture
def olga(db: None) -> gate.Actor:
    """Packs and sends."""
    return works_at_the_desk(501)


@pytest.fixture
def sam(db: None) -> gate.Actor:
    """Talks to customers."""
    return works_at_the_desk(502, "customer_service")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    """The three carriers listen on loopback."""
    with on_loopback(monkeypatch) as listening:
        yield listening
