"""Orders remember from which location their goods were taken, and whatever ends them gives it back there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube, webhook, works_at_the_desk
from troth.catalog import stock
from troth.catalog.locations import moving, opening
from troth.catalog.models import Location, MovedFor, Variant
from troth.orders import cancel, expire, payments, settle, taken
from troth.orders.models import LineTaken, Order
from troth.orders.states import Status
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def glass() -> Variant:
    """One at the main location, three at the harbour."""
    glass = tube(stock=1)
    moving.adjust(glass.pk, harbour(), 3, MovedFor.ARRIVED, None)
    glass.refresh_from_db()
    return glass


def harbour() -> Location:
    known = Location.objects.filter(code="harbour").first()
    return known or opening.open_location(opening.Told(code="harbour", name="Harbour", priority=5))


def lies(glass: Variant) -> tuple[int, int]:
    """(at the main location, at the harbour)"""
    glass.refresh_from_db()
    return moving.at(glass, Location.objects.get(main=True)), moving.at(glass, harbour())


def remembered(order: Order) -> list[tuple[str, int, int]]:
    rows = LineTaken.objects.filter(line__order=order)
    return list(rows.values_list("location__name", "quantity", "back"))


def test_an_order_of_a_shop_with_one_location_remembers_nothing() -> None:
    order = bought()
    assert not LineTaken.objects.exists()
    assert taken.where([line.pk for line in order.lines.all()]) == {}


def test_a_pick_list_is_told_where_the_pieces_lie(glass: Variant) -> None:
    order = bought(ADA, (glass, 4))
    line = order.lines.get()

    told = taken.where([line.pk])

    assert [(where.location, where.quantity) for where in told[line.pk]] == [("Main location", 1), ("Harbour", 3)]
    assert lies(glass) == (0, 0)


def test_a_cancelled_order_puts_each_piece_back_to_its_place(glass: Variant) -> None:
    order = bought(ADA, (glass, 4))
    cancel.cancel(order.number, works_at_the_desk(502, "customer_service"))
    assert lies(glass) == (1, 3)
    assert remembered(order) == []


def test_an_order_nobody_paid_for_does_too_and_takes_them_again_when_it_is_paid_late(glass: Variant) -> None:
    order = bought(ADA, (glass, 4))
    payments.begin(order.number, "http://localhost/b/", "http://localhost/a/")
    assert expire.expire(timezone.now() + timedelta(hours=2)) == 1
    assert lies(glass) == (1, 3)

    settle.settle("practice", *webhook(TillSession.objects.get(), "payment.succeeded"))

    order.refresh_from_db()
    assert order.status == Status.PAID
    assert lies(glass) == (0, 0)
    assert remembered(order) == [("Main location", 1, 0), ("Harbour", 3, 0)]


def test_what_comes_back_goes_to_where_it_came_from_and_no_piece_twice(glass: Variant) -> None:
    line = bought(ADA, (glass, 4)).lines.get()

    taken.some_back([(line, 2)])
    assert lies(glass) == (1, 1)
    taken.some_back([(line, 2)])
    assert lies(glass) == (1, 3)
    assert remembered(line.order) == [("Main location", 1, 1), ("Harbour", 3, 3)]
    assert taken.where([line.pk]) == {}


def test_pieces_of_an_order_from_before_the_second_location_lie_at_the_main_one() -> None:
    glass = tube(stock=4)
    line = bought(ADA, (glass, 3)).lines.get()
    harbour()
    taken.some_back([(line, 3)])
    assert lies(glass) == (4, 0)


def test_what_is_paid_too_late_for_takes_nothing_anywhere(glass: Variant) -> None:
    order = bought(ADA, (glass, 4))
    payments.begin(order.number, "http://localhost/b/", "http://localhost/a/")
    expire.expire(timezone.now() + timedelta(hours=2))
    stock.reserve(glass.pk, 3)

    settle.settle("practice", *webhook(TillSession.objects.get(), "payment.succeeded"))

    assert remembered(order) == []
    assert sum(lies(glass)) == 1
