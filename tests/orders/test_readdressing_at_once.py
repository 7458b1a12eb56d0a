"""Two desks send one order somewhere else in the same moment: one address wins, and the other desk is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import ADA
from tests.office.conftest import order_of
from tests.orders.buying import works_at_the_desk
from tests.orders.test_races import together
from tests.orders.test_readdressing import street, told
from troth import gate
from troth.catalog.models import Product
from troth.channels.models import Message
from troth.orders import readdress
from troth.orders.models import OrderEvent
from troth.orders.models.order import What
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
DESKS = 4


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    Product.objects.all().delete()


def test_of_many_desks_one_wins(db: None) -> None:
    olga, order = works_at_the_desk(), order_of(ADA, Status.PAID)
    fields, seen = told(order, olga)
    there = [{**fields, "street_address": f"{place} First Street"} for place in range(DESKS)]
    got = together(DESKS, lambda place: readdress.change(order.number, there[place], seen, actor=olga))
    lost = [each for each in got if isinstance(each, Exception)]
    assert [type(each) for each in lost] == [readdress.ChangedSince] * (DESKS - 1)
    [won] = [place for place, each in enumerate(got) if not isinstance(each, Exception)]
    assert street(order, olga) == f"{won} First Street"
    assert OrderEvent.objects.filter(what=What.READDRESSED).count() == 1
    assert Message.objects.filter(template="order_readdressed").count() == 1


def test_whoever_has_looked_is_not_overtaken(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second desk comes while the first is between looking and writing, and waits."""
    olga, order = works_at_the_desk(), order_of(ADA, Status.PAID)
    fields, seen = told(order, olga)
    real: Callable[..., Any] = gate.collect
    arrived, late = threading.Event(), []

    def second() -> None:
        arrived.set()
        try:
            readdress.change(order.number, {**fields, "street_address": "2 Second Street"}, seen, actor=olga)
        except readdress.AddressTrouble as trouble:
            late.append(type(trouble))

    def slowly(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(gate, "collect", real)
        other.start()
        arrived.wait(5)
        other.join(0.5)
        return real(*args, **kwargs)

    other = threading.Thread(target=second)
    monkeypatch.setattr(gate, "collect", slowly)
    readdress.change(order.number, {**fields, "street_address": "1 First Street"}, seen, actor=olga)
    other.join(20)
    assert (late, street(order, olga)) == ([readdress.ChangedSince], "1 First Street")
