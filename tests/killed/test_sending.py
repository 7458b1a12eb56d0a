"""The process dies while a label is bought: one label for one parcel, and never one nobody knows of.

The practice carrier gives the same label for the same reference. USPS, UPS and FedEx make, and bill, another one: there
pressing the button again books nothing and says why, the order is a case for the desk, and somebody looks and says what there is.
"""

from __future__ import annotations

import pytest

from tests.doubles.carrier_line import Line
from tests.killed.dying import deaths
from tests.killed.labels import is_sent_once, living, minutes_go_by, packed
from tests.killed.till import paid, status
from tests.orders.carriers import METHODS
from troth import gate
from troth.orders import cancel, looked_up, refunds, ship, unheard
from troth.orders.batch import labelling, packing
from troth.orders.errors import CarrierSaysNo, NotPossible
from troth.orders.models import Order, Parcel, Payment
from troth.orders.models.order import What
from troth.orders.models.parcel import Booking
from troth.orders.models.refund import Why
from troth.orders.states import Status
from troth.recipients.models import DepotParcel

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


# -- a carrier that knows our reference


def test_whoever_presses_again_has_the_same_label(olga: gate.Actor) -> None:
    for order in deaths(packed, lambda order: ship.ship(order.number, olga), least=5):
        minutes_go_by()
        if status(order) == Status.PACKED:
            ship.ship(order.number, olga)
        is_sent_once(order)
    assert DepotParcel.objects.count() == Order.objects.count(), "a label each"


def test_a_booking_nobody_presses_again_is_a_case_for_the_desk(olga: gate.Actor) -> None:
    cases = 0
    for order in deaths(packed, lambda order: ship.ship(order.number, olga), least=5):
        minutes_go_by()
        unheard.settle()
        if status(order) == Status.PACKED and (tried := order.parcels.first()):
            cases += 1
            assert tried.booking == Booking.FAILED
            assert order.events.filter(what=What.SHIPPING_FAILED).count() == 1
    assert cases > 2


def test_many_at_once_each_has_one_label(olga: gate.Actor) -> None:
    def some() -> list[Order]:
        orders = [packed(), packed()]
        Order.objects.filter(pk__in=[each.pk for each in orders]).update(status=Status.PAID)
        return orders

    def sends(orders: list[Order]) -> None:
        numbers = [each.number for each in orders]
        packing.pack_each(numbers, olga)
        assert all(each.shipped for each in labelling.book_each(numbers, olga))

    for orders in deaths(some, sends, least=10):
        minutes_go_by()
        packing.pack_each([each.number for each in orders], olga)
        [*labelling.book_each([each.number for each in orders], olga)]
        for order in orders:
            is_sent_once(order)


# -- carriers that make another one


@pytest.mark.parametrize("carrier", METHODS)
def test_a_second_label_is_never_bought_before_somebody_has_looked(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    for order in deaths(lambda: packed(METHODS[carrier]), lambda order: ship.ship(order.number, olga), least=5):
        minutes_go_by()
        there = len(lines[carrier].labels)
        if status(order) == Status.SHIPPED:
            is_sent_once(order)
            continue
        if order.parcels.exists():
            with pytest.raises(CarrierSaysNo, match="A label may have been made"):
                ship.ship(order.number, olga)
            with pytest.raises(CarrierSaysNo):
                ship.ship(order.number, olga)
            assert len(lines[carrier].labels) == there
            says_what_there_is(order, lines[carrier], olga)
        if status(order) == Status.PACKED:
            ship.ship(order.number, olga)
        is_sent_once(order)
        assert living(lines[carrier]) == noted(), "none nobody knows of"


def says_what_there_is(order: Order, line: Line, olga: gate.Actor) -> None:
    """Somebody looks at the carrier's own page, and finds the label there or not."""
    parcel = order.parcels.get()
    assert parcel.booking == Booking.UNHEARD, "which is a case"
    made = living(line) - noted()
    if made:
        looked_up.there(order.number, parcel.public_id, made.pop(), olga)
    else:
        looked_up.none_there(order.number, parcel.public_id, olga)


def noted() -> set[str]:
    """The numbers the shop's own books have."""
    return {*Parcel.objects.filter(booking=Booking.BOOKED).values_list("tracking", flat=True)}


def test_control_without_asking_who_died_a_second_label_is_bought(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ship, "_nobody_died_at_it", lambda order: None)
    twice = 0
    for order in deaths(lambda: packed("ups_tracked"), lambda order: ship.ship(order.number, olga), least=5):
        minutes_go_by()
        there = len(lines["ups"].labels)
        if status(order) == Status.PACKED and there:
            ship.ship(order.number, olga)
            twice += len(lines["ups"].labels) > 1
        lines["ups"].labels.clear()
    assert twice


@pytest.mark.parametrize("end", ["cancelled", "given back"])
def test_an_order_is_not_cancelled_while_its_label_is_being_bought(end: str, olga: gate.Actor) -> None:
    """The money would go back, and the parcel to the buyer. After the lease whoever was at it has died."""

    def ends(order: Order) -> None:
        if end == "cancelled":
            cancel.cancel(order.number, olga)
        else:
            refunds.give(order.number, order.total, Why.CANCELLED, actor=olga)

    order = paid()
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    Parcel.objects.create(order=order, ref="being-asked", carrier="usps", service="usps_standard")
    with pytest.raises(NotPossible):
        ends(order)
    assert (status(order), Payment.objects.get(order=order).given_back) == (Status.PACKED, 0)
    minutes_go_by()
    ends(order)
    assert status(order) == Status.CANCELLED
