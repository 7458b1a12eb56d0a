"""Two desks change one order in the same moment, or one while another packs: one wins, and the other is told kindly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.invoices.test_papers import paid
from tests.orders.returns.sent_back import line
from tests.orders.test_races import together
from troth import gate
from troth.catalog.models import Product, Variant
from troth.channels.models import Message
from troth.orders import cancel, desk, pack
from troth.orders.errors import NotPossible
from troth.orders.models import OrderEvent, OrderLine, Refund
from troth.orders.models.order import What
from troth.orders.states import Status
from troth.orders.taking_out import ChangedMeanwhile, NoLonger

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
DESKS = 4


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    Product.objects.all().delete()


def losers(got: list[Any]) -> set[type]:
    return {type(each) for each in got if isinstance(each, Exception)}


def takes(order: Any, olga: gate.Actor, many: int = 1) -> Callable[[str], Any]:
    seen = desk.seen({each.pk: each.wanted for each in order.lines.all()})
    wanted = {line(order): many}
    return lambda key: desk.take_out(order.number, wanted, seen, actor=olga, key=key)


def test_of_many_desks_one_takes_out(db: None) -> None:
    olga, order = works_at_the_desk(), paid((tube(title="Flask", stock=20), 9))
    act = takes(order, olga)
    got = together(DESKS, lambda desk_: act(f"desk {desk_}"))
    assert losers(got) <= {ChangedMeanwhile}
    assert len(losers(got)) == 1
    assert (Refund.objects.count(), OrderLine.objects.get().out, Variant.objects.get().stock) == (1, 1, 12)
    assert OrderEvent.objects.filter(what=What.TAKEN_OUT).count() == 1
    assert Message.objects.filter(template="order_changed").count() == 1


def test_one_form_pressed_by_many_fingers_takes_out_once(db: None) -> None:
    olga, order = works_at_the_desk(), paid((tube(title="Flask", stock=20), 9))
    act = takes(order, olga)
    got = together(DESKS, lambda _finger: act("one form"))
    assert losers(got) == set()
    assert (Refund.objects.count(), OrderLine.objects.get().out) == (1, 1)


@pytest.mark.parametrize("turn", range(3))
def test_whoever_packs_packs_what_is_there(turn: int) -> None:
    """Packed first, nothing is taken out any more; taken out first, so much less is packed."""
    olga, order = works_at_the_desk(), paid((tube(title="Flask", stock=20), 9))
    act = takes(order, olga)
    acts = [lambda: act("k"), lambda: pack.pack(order.number, olga)]
    got = together(2, lambda place: acts[(place + turn) % 2]())
    assert losers(got) <= {NoLonger}
    order.refresh_from_db()
    assert order.status == Status.PACKED
    assert OrderLine.objects.get().out == Refund.objects.count() == (0 if losers(got) else 1)


@pytest.mark.parametrize("turn", range(3))
def test_with_a_cancellation_the_goods_and_the_money_go_back_once(turn: int) -> None:
    olga, order = works_at_the_desk(), paid((tube(title="Flask", stock=20), 9))
    act = takes(order, olga, 4)
    acts = [lambda: act("k"), lambda: cancel.cancel(order.number, olga)]
    got = together(2, lambda place: acts[(place + turn) % 2]())
    assert losers(got) <= {NoLonger, NotPossible}
    assert Variant.objects.get().stock == 20
    assert sum(Refund.objects.values_list("amount", flat=True)) == order.total
