"""A voucher through its life: typed in, used, given back. It knows no person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.catalog.goods import category
from tests.orders.buying import basket_with, bought, order_by, tube, works_at_the_desk
from troth.orders import basket, cancel, expire
from troth.orders.errors import TotalChanged, VoucherGone
from troth.orders.models import Offer, Order, Voucher, VoucherUse
from troth.orders.place import place
from troth.orders.prices import vouchers
from troth.orders.prices.priced import priced
from troth.orders.prices.vouchers import Entered
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def voucher(code: str = "TEN", **changes: Any) -> Voucher:
    return Voucher.objects.create(**{"code": code, "kind": "percentage", "value": 10_000, **changes})


def with_voucher(code: str = "TEN", title: str = "Tube") -> str:
    token = basket_with((tube(title=title), 1))
    assert vouchers.enter(token, code) is Entered.DONE
    return token


def held(token: str) -> Any:
    return priced(basket.look(token))


def test_an_order_with_a_voucher_says_what_was_taken_off() -> None:
    voucher()
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher(" t e n "))).order)
    assert (order.goods, order.discount, order.shipping, order.total) == (1000, 100, 590, 1490)
    assert [(each.label, each.amount) for each in order.discounts.all()] == [("TEN", 100)]
    assert order.lines.get().discount == 100
    assert Voucher.objects.get().used == 1


def test_the_basket_after_it_holds_no_voucher() -> None:
    voucher()
    token = with_voucher()
    place(order_by(ADA, token))
    assert basket.look(token).voucher is None


@pytest.mark.parametrize(
    ("code", "changes", "said"),
    [
        ("NOSUCH", {}, Entered.UNKNOWN),
        ("", {}, Entered.UNKNOWN),
        ("TEN'; --", {}, Entered.UNKNOWN),
        ("TEN", {"active": False}, Entered.UNKNOWN),
        ("TEN", {"limit": 3, "used": 3}, Entered.USED_UP),
        ("TEN", {"limit": 3, "used": 2}, Entered.DONE),
    ],
)
def test_what_is_typed_in(code: str, changes: dict[str, Any], said: Entered) -> None:
    voucher(**changes)
    assert vouchers.enter(basket_with((tube(), 1)), code) is said


def test_without_a_basket_there_is_nothing_to_put_it_into() -> None:
    voucher()
    assert vouchers.enter("", "TEN") is Entered.NO_BASKET
    assert vouchers.enter("x" * 43, "TEN") is Entered.NO_BASKET


def test_free_shipping_takes_off_what_sending_costs() -> None:
    voucher(kind="free_shipping", value=0)
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher())).order)
    assert (order.shipping, order.discount, order.total) == (590, 590, 1000)
    assert order.lines.get().discount == 0


def test_an_order_that_a_voucher_pays_for_is_paid() -> None:
    voucher(value=100_000)
    free = voucher("FREE", kind="free_shipping", value=0)
    Offer.objects.create(name="Free shipping", kind="free_shipping", value=0)
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher())).order)
    assert (order.total, order.status) == (0, Status.PAID)
    assert not order.payments.exists()
    assert free.used == 0


def test_a_voucher_that_is_not_fit_stays_in_the_basket_and_says_why() -> None:
    voucher(minimum=2000, currency="USD")
    token = with_voucher()
    assert held(token).voucher.why == "too-little"
    assert held(token).reckoning.discount == 0
    order = Order.objects.get(pk=place(order_by(ADA, token)).order)
    assert order.discount == 0
    assert not VoucherUse.objects.exists()


def test_dates_products_and_categories() -> None:
    glass, shelf = tube(title="Glass"), category("Glassware")
    now = timezone.now()
    row = voucher(begins=now + timedelta(days=1))
    token = basket_with((glass, 1))
    vouchers.enter(token, "TEN")
    assert held(token).voucher.why == "not-yet"
    Voucher.objects.update(begins=None, ends=now)
    assert held(token).voucher.why == "over"
    Voucher.objects.update(ends=None)
    row.categories.add(shelf)
    assert held(token).voucher.why == "other-goods"
    glass.product.categories.set([shelf])
    glass.product.save()
    assert held(token).reckoning.discount == 100
    row.categories.clear()
    row.products.add(tube(title="Other").product)
    assert held(token).voucher.why == "other-goods"


def test_who_saw_the_total_with_a_voucher_that_ended_meanwhile_is_asked_again() -> None:
    voucher()
    asked = order_by(ADA, with_voucher())
    Voucher.objects.update(active=False)
    with pytest.raises(TotalChanged):
        place(asked)
    assert not Order.objects.exists()


def test_the_last_use_goes_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    voucher(limit=1)
    first, second = order_by(ADA, with_voucher()), order_by(BEN, with_voucher(title="Flask"))
    monkeypatch.setattr(vouchers, "used_up", lambda voucher: False)  # both have looked before either ordered
    place(first)
    with pytest.raises(VoucherGone):
        place(second)
    assert Voucher.objects.get().used == 1
    assert Order.objects.count() == 1


def test_a_cancelled_order_gives_its_use_back_once() -> None:
    voucher(limit=1)
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher())).order)
    cancel.cancel(order.number, works_at_the_desk())
    assert Voucher.objects.get().used == 0
    assert vouchers.give_back(order) is False
    assert Voucher.objects.get().used == 0


def test_an_order_nobody_paid_for_gives_its_use_back_and_paying_late_takes_it_again() -> None:
    voucher(limit=1)
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher())).order)
    expire.expire(timezone.now() + timedelta(hours=1))
    assert Voucher.objects.get().used == 0
    assert vouchers.take_again(order) is True
    assert Voucher.objects.get().used == 1
    assert vouchers.take_again(order) is False


def test_offers_count_by_themselves_the_best_one_alone_and_a_voucher_beside() -> None:
    Offer.objects.create(name="Five off", kind="amount", value=500, currency="USD")
    Offer.objects.create(name="A fifth off", kind="percentage", value=20_000)
    Offer.objects.create(name="Long gone", kind="percentage", value=90_000, active=False)
    voucher()
    order = Order.objects.get(pk=place(order_by(ADA, with_voucher())).order)
    assert [(each.label, each.amount) for each in order.discounts.all()] == [("Five off", 500), ("TEN", 50)]


def test_a_new_offer_is_known_at_once_and_a_changed_one_too() -> None:
    token = basket_with((tube(), 1))
    assert held(token).reckoning.discount == 0
    offer = Offer.objects.create(name="A tenth off", kind="percentage", value=10_000)
    assert held(token).reckoning.discount == 100
    offer.value = 20_000
    offer.save()
    assert held(token).reckoning.discount == 200
    Offer.objects.all().delete()
    assert held(token).reckoning.discount == 0


def test_no_voucher_no_offer_no_change() -> None:
    order = bought()
    assert (order.discount, order.tax, order.tax_included) == (0, 0, 0)
    assert not order.discounts.exists()
    assert not order.taxes.exists()
