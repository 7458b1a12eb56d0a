"""The process dies while it clears up: the next one goes on where it stood, and in the end nobody's data is left over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import BEN, CHIARA
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths, dies
from tests.orders.buying import basket_with, bought, order_by
from tests.orders.phone.calling import draft, sent
from troth import gate
from troth.catalog.models import Variant
from troth.orders import expire, sweep
from troth.orders.models import Draft, Order, Placing
from troth.orders.models.order import What
from troth.orders.phone import calling_off, forgetting
from troth.orders.place import place
from troth.orders.states import Status
from troth.vault.models import Person, Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
SHELF = 5


def people() -> int:
    return Person.objects.count()


# -- what a process left that died while an order was placed


def half_an_order() -> gate.PartyId:
    """The vault has its half, the shop has none."""
    asked = order_by(BEN, basket_with((glasses(SHELF), 2)))
    assert dies(2, lambda: place(asked)).is_over
    left = Placing.objects.get()
    return gate.PartyId(int=left.party.int)


def swept(_left: object = None) -> int:
    return sweep.sweep(timezone.now() + timedelta(hours=1))


def test_the_other_half_of_an_order_goes_with_the_guest_it_was_of() -> None:
    for left in deaths(half_an_order, swept, least=3):
        swept()
        assert not Placing.objects.exists()
        assert not Record.objects.filter(party=left).exists()
        assert people() == 0
    afterwards.all_is_right()


# -- an order that nobody paid


@dataclass
class Unpaid:
    glass: Variant
    order: Order

    @property
    def status(self) -> str:
        return Order.objects.values_list("status", flat=True).get(pk=self.order.pk)


def never_paid() -> Unpaid:
    glass = glasses(SHELF)
    order = bought(CHIARA, (glass, 2))
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(minutes=1))
    return Unpaid(glass, order)


def test_goods_that_nobody_paid_for_go_back_once() -> None:
    for unpaid in deaths(never_paid, lambda unpaid: expire.expire(), least=1):
        expire.expire()
        assert unpaid.status == Status.ABANDONED
        assert afterwards.on_the_shelf(unpaid.glass) == SHELF
        assert unpaid.order.events.filter(what=What.ABANDONED).count() == 1


def given_up() -> Unpaid:
    unpaid = never_paid()
    expire.expire()
    return unpaid


def emptied(_unpaid: object = None) -> int:
    return sweep.empty_unpaid(timezone.now() + sweep.EMPTY_AFTER + timedelta(days=1))


def test_data_of_an_order_that_nobody_paid_goes_with_the_guest() -> None:
    for unpaid in deaths(given_up, emptied, least=2):
        emptied()
        assert not Record.objects.filter(party=unpaid.order.party).exists()
        assert unpaid.order.events.filter(what=What.EMPTIED).count() == 1
        assert people() == 0


# -- a draft that came to nothing


def a_draft_over(sam: gate.Actor) -> Draft:
    ref = sent(sam, BEN, (glasses(SHELF), 2))
    Draft.objects.filter(public_id=ref).update(ends_at=timezone.now() - timedelta(minutes=1))
    return draft(ref)


def test_a_draft_that_is_over_goes_with_its_caller(sam: gate.Actor) -> None:
    staff = people()
    for over in deaths(lambda: a_draft_over(sam), lambda over: forgetting.forget(), least=3):
        forgetting.forget()
        assert not Draft.objects.filter(pk=over.pk).exists()
        assert not Record.objects.filter(party=over.party).exists()
        assert people() == staff


def test_a_draft_that_was_called_off_goes_with_its_caller(sam: gate.Actor) -> None:
    staff = people()

    def begun() -> Draft:
        return draft(sent(sam, BEN, (glasses(SHELF), 2)))

    for told in deaths(begun, lambda told: calling_off.call_off(told.public_id, sam), least=3):
        if draft(told.public_id).is_living:
            calling_off.call_off(told.public_id, sam)
        forgetting.forget()
        assert not Record.objects.filter(party=told.party).exists()
        assert people() == staff
