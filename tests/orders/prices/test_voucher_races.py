"""The last use of a voucher, wanted by many at once, on real connections with real commits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db.models import F

from tests.cast import ADA
from tests.orders.buying import basket_with, in_the_vault, order_by, tube
from tests.orders.test_races import LONG, together
from troth.catalog.models import Category, Product
from troth.orders import basket
from troth.orders.errors import OrderTrouble, VoucherGone
from troth.orders.models import Order, Placing, Voucher, VoucherUse
from troth.orders.place import Placed, place
from troth.orders.prices import vouchers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
BUYERS = 6


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    VoucherUse.objects.all().delete()
    Order.objects.all().delete()
    for model in (Product, Category, Voucher):
        model.objects.all().delete()


def baskets() -> list[Any]:
    """Everybody holds the same voucher and has seen the total with it."""
    Voucher.objects.create(code="LAST", kind="percentage", value=10_000, limit=1)
    tokens = [basket_with((tube(stock=20, title=f"Tube {buyer}"), 1)) for buyer in range(BUYERS)]
    for token in tokens:
        vouchers.enter(token, "LAST")
    return [order_by(ADA, token) for token in tokens]


def all_look_before_anybody_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, look = threading.Barrier(BUYERS), vouchers.of_basket

    def slow(voucher: int) -> Any:
        found = look(voucher)
        looked.wait(timeout=LONG)
        return found

    monkeypatch.setattr(vouchers, "of_basket", slow)


def test_the_last_use_goes_to_one_buyer_and_the_others_are_told_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = baskets()
    all_look_before_anybody_orders(monkeypatch)
    got = together(BUYERS, lambda buyer: place(asked[buyer]))

    assert sum(isinstance(each, Placed) for each in got) == 1
    assert sum(isinstance(each, VoucherGone) for each in got) == BUYERS - 1
    assert all("used this voucher" in str(each) for each in got if isinstance(each, OrderTrouble))
    assert Voucher.objects.get().used == VoucherUse.objects.count() == Order.objects.count() == 1
    assert not Placing.objects.exists()
    assert in_the_vault() == (1, 4)
    monkeypatch.undo()
    assert all(
        basket.look(each.basket).pieces == 1
        for each, told in zip(asked, got, strict=True)
        if not isinstance(told, Placed)
    )


def test_control_without_the_condition_everybody_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = baskets()
    all_look_before_anybody_orders(monkeypatch)

    def careless(voucher: int, order: Order) -> None:
        Voucher.objects.filter(pk=voucher).update(used=F("used") + 1)
        VoucherUse.objects.create(voucher_id=voucher, order=order)

    monkeypatch.setattr(vouchers, "use", careless)
    got = together(BUYERS, lambda buyer: place(asked[buyer]))
    assert sum(isinstance(each, Placed) for each in got) == BUYERS
    assert Voucher.objects.get().used == BUYERS
