from __future__ import annotations

import pytest

from tests.orders.buying import works_at_the_desk
from troth import gate


@pytest.fixture
def olga(db: None) -> gate.Actor:
    """She packs and sends, and asks nobody for money."""
    return works_at_the_desk()


@pytest.fixture
def sam(db: None) -> gate.Actor:
    return works_at_the_desk(502, "customer_service")
