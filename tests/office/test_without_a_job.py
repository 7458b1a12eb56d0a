"""Somebody who works here and has no job yet: nothing of the orders' room answers them, whatever they ask of it."""

from __future__ import annotations

import pytest

from tests import places
from tests.office.conftest import Comes, looks, order_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ROOM = sorted(address for address in places.OURS if address.startswith("/office/orders/"))
NAMES = {"ref": "00000000-0000-4000-8000-000000000001", "paper": "2026-000001"}


@pytest.mark.parametrize("who", ["no job", "superuser"])
def test_every_address_of_the_orders_is_shut(comes: Comes, who: str) -> None:
    order, nobody = order_of(), comes(who)
    answers = {}
    for address in ROOM:
        there = places.filled(address, {**NAMES, "number": order.number})
        posted = nobody.post(there, places.OURS[address].posts or {})
        answers[address] = {nobody.get(there).status_code, posted.status_code}
    assert len(ROOM) > 40
    assert {address: answer for address, answer in answers.items() if answer != {403}} == {}
    assert looks(order) == []
