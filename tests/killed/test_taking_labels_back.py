"""The process dies while a label is taken back or made anew: what the carrier was asked comes to an end, whoever hears it.

Carriers void a label once and say no to the second time; the lines here do, too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.doubles.carrier_line import Line
from tests.killed.dying import deaths
from tests.killed.labels import living, minutes_go_by, packed, sent
from tests.killed.till import status
from troth import gate
from troth.orders import looked_up, ship, take_back, unheard, voiding
from troth.orders.errors import CarrierSaysNo, NotPossible
from troth.orders.models import Order, Parcel
from troth.orders.models.order import What
from troth.orders.models.parcel import Booking
from troth.orders.states import Status
from troth.recipients import breaker
from troth.recipients.models import CarrierHealth, DepotParcel

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def takes_back(order: Order, olga: gate.Actor) -> None:
    take_back.take_back(order.number, order.parcels.get().public_id, olga)


def is_to_be_sent(order: Order) -> None:
    assert status(order) == Status.PACKED
    assert order.parcels.get().booking == Booking.CANCELLED
    assert order.events.filter(what=What.LABEL_CANCELLED).count() == 1


@pytest.mark.parametrize("again", ["pressed", "by itself"])
def test_a_label_is_taken_back_once_at_the_practice_carrier(again: str, olga: gate.Actor) -> None:
    began = 0
    for order in deaths(lambda: sent(olga), lambda order: takes_back(order, olga), least=3):
        minutes_go_by()
        parcel = order.parcels.get()
        began += parcel.void_asked_at is not None
        if again == "by itself":
            unheard.settle()
            assert parcel.void_asked_at is None or status(order) == Status.PACKED
        if status(order) == Status.SHIPPED:
            takes_back(order, olga)
        is_to_be_sent(order)
        assert DepotParcel.objects.filter(number=parcel.tracking).count() == 0
    assert began


def once_only(line: Line) -> None:
    """They void a label once, as the real ones do."""
    real = line.answer

    def answer(line: Line, heard: object) -> tuple[int, str, bytes]:
        path = heard.path.partition("?")[0]  # type: ignore[attr-defined]
        if "/void/cancel/" in path and path.rpartition("/")[2] in line.taken_back:
            return (
                400,
                "application/json",
                b'{"response": {"errors": [{"code": "190117", "message": "Voided already"}]}}',
            )
        return real(line, heard)  # type: ignore[arg-type]

    line.answer = answer  # type: ignore[assignment]


@pytest.mark.parametrize("again", ["pressed", "by itself"])
def test_a_carrier_that_voids_once_is_understood(again: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    once_only(lines["ups"])
    for order in deaths(lambda: sent(olga, "ups_tracked"), lambda order: takes_back(order, olga), least=3):
        minutes_go_by()
        if again == "by itself":
            unheard.settle()
        if status(order) == Status.SHIPPED:
            takes_back(order, olga)
        is_to_be_sent(order)
        assert order.parcels.get().tracking in lines["ups"].taken_back


def test_control_without_the_word_that_comes_first_it_can_never_be_taken_back(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voiding, "_claimed", lambda parcel: None)
    once_only(lines["ups"])
    stuck = 0
    for order in deaths(lambda: sent(olga, "ups_tracked"), lambda order: takes_back(order, olga), least=2):
        minutes_go_by()
        if status(order) == Status.SHIPPED:
            try:
                takes_back(order, olga)
            except CarrierSaysNo:
                stuck += 1
    assert stuck


def test_a_no_about_a_parcel_the_carrier_has_seen_is_a_no(olga: gate.Actor, lines: dict[str, Line]) -> None:
    """Asked for, and the process died; meanwhile somebody dropped the parcel in their box."""
    once_only(lines["ups"])
    order = sent(olga, "ups_tracked")
    parcel = order.parcels.get()
    Parcel.objects.update(void_asked_at=timezone.now() - timedelta(minutes=5))
    lines["ups"].taken_back.append(parcel.tracking)  # so that they say no
    lines["ups"].steps[parcel.tracking] = "moving"
    with pytest.raises(CarrierSaysNo):
        takes_back(order, olga)
    parcel.refresh_from_db()
    assert (parcel.booking, parcel.void_asked_at, status(order)) == (Booking.BOOKED, None, Status.SHIPPED)


def test_a_no_that_was_heard_is_a_no_at_the_first_time_and_the_second(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = sent(olga, "ups_tracked")
    lines["ups"].taken_back.append(order.parcels.get().tracking)
    once_only(lines["ups"])
    for _ in range(2):
        with pytest.raises(CarrierSaysNo):
            takes_back(order, olga)
    assert order.parcels.get().void_asked_at is None


def test_two_who_take_the_same_label_back_ask_once(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = sent(olga, "ups_tracked")
    Parcel.objects.update(void_asked_at=timezone.now())
    with pytest.raises(NotPossible):
        takes_back(order, olga)
    assert lines["ups"].taken_back == []


def test_another_press_between_the_look_and_the_claim_is_not_forgotten(
    olga: gate.Actor, lines: dict[str, Line]
) -> None:
    """It asked, and the line went dead: whoever comes now and is told no must know that it was asked before."""
    once_only(lines["ups"])
    order = sent(olga, "ups_tracked")
    parcel = order.parcels.get()
    lines["ups"].taken_back.append(parcel.tracking)  # by the other one
    between = [timezone.now() - voiding.LEASE]

    def other(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told = execute(sql, params, many, context)
        if between and sql.startswith("SELECT") and '"void_asked_at" <=' in sql:
            Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=between.pop())
        return told

    with connection.execute_wrapper(other), suppress(NotPossible):
        takes_back(order, olga)
    assert between == []
    takes_back(Order.objects.get(pk=order.pk), olga)
    is_to_be_sent(order)


def test_who_was_not_asked_because_the_carrier_rests_was_not_asked_before(
    olga: gate.Actor, lines: dict[str, Line]
) -> None:
    once_only(lines["ups"])
    order = sent(olga, "ups_tracked")
    CarrierHealth.objects.update_or_create(
        recipient="ups", defaults={"failures": breaker.FAILS, "resting_until": timezone.now() + breaker.REST}
    )
    with pytest.raises(CarrierSaysNo):
        takes_back(order, olga)
    CarrierHealth.objects.all().delete()
    parcel = order.parcels.get()
    assert parcel.void_asked_at is None
    lines["ups"].taken_back.append(parcel.tracking)  # so that they say no, to the first who asks
    with pytest.raises(CarrierSaysNo):
        takes_back(order, olga)
    assert status(order) == Status.SHIPPED


def test_a_booking_that_failed_beside_it_has_sent_nothing(olga: gate.Actor, lines: dict[str, Line]) -> None:
    """An order of which nothing is on its way can be cancelled."""
    order = packed("ups_tracked", many=2)
    ship.ship(order.number, olga, {order.lines.get().pk: 1})
    lines["ups"].fail("v2409/ship", 500, times=9)
    with pytest.raises(CarrierSaysNo):
        ship.ship(order.number, olga)
    take_back.take_back(order.number, order.parcels.get(booking=Booking.BOOKED).public_id, olga)
    assert status(order) == Status.PACKED


# -- made anew


def test_a_label_made_anew_leaves_one_that_counts_or_a_parcel_to_be_sent(
    olga: gate.Actor, lines: dict[str, Line]
) -> None:
    once_only(lines["ups"])
    ends, found = set(), 0
    for order in deaths(lambda: sent(olga, "ups_tracked"), lambda order: ship.label(order.number, olga), least=5):
        minutes_go_by()
        unheard.settle()
        parcel = order.parcels.get()
        ends.add((status(order), parcel.booking))
        if status(order) == Status.SHIPPED:
            assert parcel.tracking in living(lines["ups"])
            ship.label(order.number, olga)
        else:
            assert (status(order), parcel.booking) in {
                (Status.PACKED, Booking.UNHEARD),
                (Status.PACKED, Booking.CANCELLED),
            }
            if parcel.booking == Booking.UNHEARD:
                made = living(lines["ups"]) - {*Parcel.objects.values_list("tracking", flat=True)}
                found += len(made)
                looked_up.there(order.number, parcel.public_id, made.pop(), olga) if made else looked_up.none_there(
                    order.number, parcel.public_id, olga
                )
            if status(order) == Status.PACKED:
                ship.ship(order.number, olga)
        [booked] = order.parcels.filter(booking=Booking.BOOKED)
        assert booked.tracking in living(lines["ups"])
        assert status(order) == Status.SHIPPED
        assert living(lines["ups"]) == {
            *Parcel.objects.filter(booking=Booking.BOOKED).values_list("tracking", flat=True)
        }
    assert {(Status.SHIPPED, Booking.BOOKED), (Status.PACKED, Booking.UNHEARD)} <= ends
    assert found, "a new label that was made, and nobody heard of"


def test_a_slow_carrier_is_not_taken_for_a_dead_process(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They took most of the lease to void the old one, and the rest of it to make the new one."""
    order = sent(olga, "ups_tracked")
    real_void, real_book = voiding.void, ship._book

    def slow_void(parcel: Parcel) -> None:
        real_void(parcel)
        Parcel.objects.update(void_asked_at=timezone.now() - voiding.LEASE + timedelta(seconds=10))

    def slow_book(*told: Any) -> Any:
        unheard.settle(timezone.now() + timedelta(seconds=60))
        return real_book(*told)

    monkeypatch.setattr(voiding, "void", slow_void)
    monkeypatch.setattr(ship, "_book", slow_book)
    shipped = ship.label(order.number, olga)
    parcel = order.parcels.get()
    assert (parcel.tracking, parcel.booking, status(order)) == (shipped.tracking, Booking.BOOKED, Status.SHIPPED)


def test_where_no_new_label_can_be_had_the_parcel_is_to_be_sent(olga: gate.Actor, lines: dict[str, Line]) -> None:
    """The old number counts for nothing any more, so nobody may rely on it."""
    order = sent(olga, "ups_tracked")
    lines["ups"].fail("v2409/ship", 500, times=9)
    with pytest.raises(CarrierSaysNo):
        ship.label(order.number, olga)
    assert (status(order), order.parcels.get().booking) == (Status.PACKED, Booking.UNHEARD)
    lines["ups"].fails.clear()
    looked_up.none_there(order.number, order.parcels.get().public_id, olga)
    ship.ship(order.number, olga)
    assert status(order) == Status.SHIPPED
    assert order.parcels.get().tracking in living(lines["ups"])
