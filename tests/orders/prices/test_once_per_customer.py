"""Vouchers for once per customer, and for a first order: known by account and address, and by nothing that is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from tests.cast import ADA, BEN
from tests.office.conftest import member
from tests.orders.buying import basket_with, bought, order_by, tube
from tests.orders.test_races import together
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.catalog.models import Category, Product
from troth.orders import cancel, sweep
from troth.orders.errors import VoucherHad
from troth.orders.models import Order, Placing, Voucher, VoucherUse
from troth.orders.place import Placed, place
from troth.orders.prices import customers, vouchers
from troth.people.persons import person_behind
from troth.rights import erase, reader

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
BUYERS = 4


@pytest.fixture(autouse=True)
def _clean(settings: Any) -> object:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    VoucherUse.objects.all().delete()
    Order.objects.all().delete()
    for model in (Product, Category, Voucher):
        model.objects.all().delete()


def once(**changes: Any) -> Voucher:
    return Voucher.objects.create(
        **{"code": "ONCE", "kind": "percentage", "value": 10_000, "once_each": True, **changes}
    )


def asks(customer: Any = ADA, **changes: Any) -> Any:
    token = basket_with((tube(title=f"Tube {Product.objects.count()}", stock=20), 1))
    vouchers.enter(token, "ONCE")
    return order_by(customer, token, **changes)


def ordered(customer: Any = ADA, **changes: Any) -> Order:
    return Order.objects.get(pk=place(asks(customer, **changes)).order)


def test_a_guest_has_it_once_however_the_address_is_written() -> None:
    once()
    assert ordered().discount == 100
    with pytest.raises(VoucherHad):
        ordered()
    with pytest.raises(VoucherHad):
        ordered(replace(ADA, email="ADA.Marlowe@Example.com", name="Somebody Else"))
    assert ordered(BEN).discount == 100
    assert Voucher.objects.get().used == 2
    assert not Placing.objects.exists()


def test_who_is_refused_loses_nothing_and_leaves_nothing(django_user_model: Any) -> None:
    once()
    ordered()
    asked = asks()
    with pytest.raises(VoucherHad, match="ONCE"):
        place(asked)
    assert Order.objects.count() == Voucher.objects.get().used == 1
    vouchers.take_out(asked.basket)
    plain = order_by(ADA, asked.basket)
    assert Order.objects.get(pk=place(plain).order).discount == 0


def test_an_account_and_a_guest_at_its_address_are_one_customer() -> None:
    once()
    ada = person_behind(member(ADA))
    elsewhere = replace(ADA, email="ada.at.work@example.org")
    assert ordered(elsewhere, person=ada).discount == 100
    with pytest.raises(VoucherHad):
        ordered(ADA)  # as a guest, by the account's own address
    with pytest.raises(VoucherHad):
        ordered(replace(ADA, email="third@example.org"), person=ada)


def test_an_earlier_guest_who_made_an_account_is_the_same_customer() -> None:
    once()
    ordered(ADA)
    ada = person_behind(member(ADA))
    with pytest.raises(VoucherHad):
        ordered(replace(ADA, email="other@example.org"), person=ada)


def test_given_back_it_may_be_used_again() -> None:
    once()
    first = ordered()
    cancel.cancel(first.number, gate.system("fulfil_order"))
    assert ordered().discount == 100


def test_a_first_order_is_the_first_that_came_to_something() -> None:
    once(once_each=False, first_order=True)
    earlier = bought(ADA, (tube(title="Flask"), 1))
    with pytest.raises(VoucherHad):
        ordered()
    cancel.cancel(earlier.number, gate.system("fulfil_order"))
    assert ordered().discount == 100
    with pytest.raises(VoucherHad):
        ordered()


def test_a_voucher_for_everybody_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(gate, "persons_at", asked)
    monkeypatch.setattr(customers, "begin", asked)
    once(once_each=False)
    assert ordered().discount == ordered().discount == 100


def test_of_many_orders_at_once_one_has_it() -> None:
    once()
    asked = [asks() for _ in range(BUYERS)]
    got = together(BUYERS, lambda buyer: place(asked[buyer]))
    assert sum(isinstance(each, Placed) for each in got) == 1
    assert sum(isinstance(each, VoucherHad) for each in got) == BUYERS - 1
    assert Voucher.objects.get().used == Order.objects.count() == 1
    assert not Placing.objects.exists()


def test_control_without_the_claim_several_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    once()
    asked = [asks() for _ in range(BUYERS)]
    looked, had = threading.Barrier(BUYERS), customers._had
    monkeypatch.setattr(customers, "_claim", lambda *_: None)

    def slow(*told: Any) -> bool:
        found = had(*told)
        looked.wait(timeout=30)
        return found

    monkeypatch.setattr(customers, "_had", slow)
    got = together(BUYERS, lambda buyer: place(asked[buyer]))
    assert sum(isinstance(each, Placed) for each in got) == BUYERS


def test_an_account_and_a_guest_at_once_have_one_claim() -> None:
    ada = person_behind(member(ADA))
    assert customers._claim(1, ada, "other@example.org") == customers._claim(1, None, ADA.email)
    assert customers._claim(1, ada, "") != customers._claim(2, ada, "")
    assert customers._claim(1, None, BEN.email) != customers._claim(1, None, "x@example.com")


def test_a_claim_that_a_dead_process_left_is_swept_up() -> None:
    from datetime import timedelta

    from django.utils import timezone

    once()
    Placing.objects.create(
        party=gate.PartyId.random(), claim=customers._claim(Voucher.objects.get().pk, None, ADA.email)
    )
    with pytest.raises(VoucherHad):
        ordered()
    sweep.sweep(timezone.now() + timedelta(minutes=11))
    assert ordered().discount == 100


def test_where_the_vault_could_not_be_asked_nobody_is_told_that_they_had_it(monkeypatch: pytest.MonkeyPatch) -> None:
    once()
    asked = asks()

    def silent(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(gate, "persons_at", silent)
        with pytest.raises(ConnectionError):
            place(asked)
    assert not Placing.objects.exists()
    assert Order.objects.get(pk=place(asked).order).discount == 100


def test_once_erased_nothing_says_that_it_was_had() -> None:
    once()
    account = member(ADA)
    ordered(ADA, person=person_behind(account))
    whose = reader.of_account(account)
    assert whose is not None
    erase._carry_out(whose, None)
    assert ordered(ADA).discount == 100
    kept = [*VoucherUse.objects.values(), *Voucher.objects.values(), *Placing.objects.values()]
    assert ADA.email not in repr(kept)


def test_the_checkout_says_so_kindly_and_keeps_what_was_typed() -> None:
    once()
    ordered()
    goods = tube(title="Flask")
    shopper = Shopper().takes(goods)
    shopper.press("/basket/voucher/", code="ONCE")
    shopper.look("/checkout/")
    shopper.press("/checkout/", **shopper.form(ADA))
    assert shopper.answer.status_code == 409
    assert "for once per customer" in shopper.page
    assert ADA.street_address in shopper.page
