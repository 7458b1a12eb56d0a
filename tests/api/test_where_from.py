"""Of an order that a program places it is not noted where it came from: the program's machine is not the buyer's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.buying import filled, order_for, placed
from tests.orders.buying import tube
from tests.visits.log.conftest import NETWORKS
from troth import gate
from troth.orders.models import Order
from troth.orders.risk import known
from troth.orders.risk.signals import weighed
from troth.visits.log import networks
from troth.visits.practice.mmdb import write

pytestmark = pytest.mark.django_db
DATA_CENTRE = "192.0.2.3"


@pytest.fixture
def _from_a_data_centre(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs run in such places."""
    settings.TROTH = replace(settings.TROTH, networks=(write(tmp_path / "networks.mmdb", NETWORKS),))
    networks._opened.cache_clear()
    base = Client._base_environ  # type: ignore[attr-defined]  # of Django's test client
    monkeypatch.setattr(
        Client, "_base_environ", lambda self, **more: {**base(self, **more), "REMOTE_ADDR": DATA_CENTRE}
    )


@pytest.mark.usefixtures("_from_a_data_centre")
def test_nothing_is_noted_of_the_programs_address_and_nothing_speaks_against_the_buyer() -> None:
    token = filled(tube())
    assert placed(token, order_for(token)).status_code == 201
    order = Order.objects.get()
    asked = {"purpose": "rights_request", "actor": gate.system("rights_request")}
    assert gate.use(order.whose, ["order_visit"], **asked).records == ()
    assert gate.use(order.whose, ["order_contact"], **asked).records
    facts = known.facts(order)
    assert (facts.network_country, facts.network_kind, facts.orders_that_day) == ("", "", 0)
    assert weighed(facts) == ()


def test_a_program_cannot_say_where_the_buyer_is() -> None:
    token = filled(tube())
    for part in ("contact", "delivery"):
        told = order_for(token)
        told[part] = {**told[part], "ip_address": "203.0.113.77"}
        assert placed(token, told).status_code == 422
    assert placed(token, {**order_for(token), "order_visit": {"ip_address": "203.0.113.77"}}).status_code == 422
    assert not Order.objects.exists()
