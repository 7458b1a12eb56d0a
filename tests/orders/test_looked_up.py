"""A label nobody heard the end of: nothing is booked again before somebody has looked with the carrier and said what there is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.channels.models import Message
from troth.orders import hold, left, looked_up, ship, shipping
from troth.orders.batch import labelling
from troth.orders.errors import CarrierSaysNo, HeldBack, NotPossible
from troth.orders.models import Order, Parcel
from troth.orders.models.order import What
from troth.orders.models.parcel import Booking
from troth.orders.problems import Problem
from troth.orders.receipt import NoNumber
from troth.orders.states import Status
from troth.recipients.carrier import Booked, CarrierRefused
from troth.recipients.parcels import counter
from troth.recipients.parcels.ups import Ups
from troth.support import finding
from troth.support.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BOOKS = {"usps": "/labels/v3/label", "ups": "/ship", "fedex": "/ship/v1/shipments"}
NUMBER = "1Z999AA10123456784"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    monkeypatch.setattr(counter, "PAUSES", (0.01, 0.01))
    with on_loopback(monkeypatch) as listening:
        yield listening


def packed(carrier: str = "ups", many: int = 1) -> Order:
    found = shipping.method(METHODS[carrier], ADA.country, 300 * many)
    assert found is not None
    order = bought(ADA, (tube(title=f"Flask {uuid.uuid4().hex[:6]}"), many), method=METHODS[carrier], price=found.price)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return Order.objects.get(pk=order.pk)


def unheard(olga: gate.Actor, lines: dict[str, Line], carrier: str = "ups") -> Parcel:
    order = packed(carrier)
    lines[carrier].fail(BOOKS[carrier], 500, times=9)
    with pytest.raises(CarrierSaysNo):
        ship.ship(order.number, olga)
    lines[carrier].fails.clear()
    return order.parcels.select_related("order").get()


def made(lines: dict[str, Line], carrier: str = "ups") -> int:
    return len([one for one in lines[carrier].asked(BOOKS[carrier]) if one.method == "POST"])


def stands(parcel: Parcel) -> tuple[str, str, str]:
    parcel.refresh_from_db()
    return Order.objects.get(pk=parcel.order_id).status, parcel.booking, parcel.tracking


@pytest.mark.parametrize("carrier", METHODS)
def test_nobody_books_it_again_however_often_they_press(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines, carrier)
    for _press in range(3):
        with pytest.raises(CarrierSaysNo, match="A label may have been made"):
            ship.ship(parcel.order.number, olga)
    [told] = labelling.book_each([parcel.order.number], olga)
    assert "may have been made" in told.why
    assert made(lines, carrier) == 1
    assert stands(parcel) == (Status.PACKED, Booking.UNHEARD, "")


def test_the_desk_is_told_what_to_look_for_and_where(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    waiting = looked_up.waiting(parcel.order)
    assert waiting is not None
    assert (waiting.carrier, waiting.reference, waiting.grams) == ("UPS", parcel.order.number, parcel.grams)
    assert waiting.asked_at == parcel.asked_at
    assert "ups.com" in waiting.where
    [asked] = lines["ups"].asked(BOOKS["ups"])
    assert waiting.reference in str(asked.told), "they were given it"


@pytest.mark.parametrize("carrier", METHODS)
def test_each_carrier_is_given_the_reference_that_is_looked_for(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = unheard(olga, lines, carrier)
    [asked] = [one for one in lines[carrier].asked(BOOKS[carrier]) if one.method == "POST"]
    assert parcel.order.number in str(asked.told)


def test_one_that_is_there_is_sent_under_its_number(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    looked_up.there(parcel.order.number, parcel.public_id, "1z 999-aa1 0123456784", olga)
    assert stands(parcel) == (Status.SHIPPED, Booking.BOOKED, NUMBER)
    assert made(lines) == 1
    assert parcel.shipped_at is not None
    assert parcel.look_at is not None, "the carrier is asked after it as after any other"
    assert Message.objects.filter(template="order_shipped", ids__parcel=parcel.pk).count() == 1
    assert not any(left.left(parcel.order).values())


def test_its_label_can_be_had_again_here(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    looked_up.there(parcel.order.number, parcel.public_id, NUMBER, olga)
    again = ship.label(parcel.order.number, olga)
    assert again.label
    assert lines["ups"].taken_back == [NUMBER]
    assert stands(parcel) == (Status.SHIPPED, Booking.BOOKED, again.tracking)


def test_where_there_is_none_it_is_booked_again(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    looked_up.none_there(parcel.order.number, parcel.public_id, olga)
    assert stands(parcel) == (Status.PACKED, Booking.FAILED, "")
    assert parcel.order.events.filter(what=What.NO_LABEL).count() == 1
    ship.ship(parcel.order.number, olga)
    assert made(lines) == 2
    assert stands(parcel)[:2] == (Status.SHIPPED, Booking.BOOKED)


def test_what_a_carrier_refused_needs_no_look(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They said no, so there is none."""

    def refuses(*_asked: object) -> Booked:
        raise CarrierRefused("9999")

    order = packed()
    with monkeypatch.context() as patched:
        patched.setattr(Ups, "book", refuses)
        with pytest.raises(CarrierSaysNo):
            ship.ship(order.number, olga)
    assert order.parcels.get().booking == Booking.FAILED
    assert looked_up.waiting(Order.objects.get(pk=order.pk)) is None
    ship.ship(order.number, olga)


def test_it_is_a_case_until_it_is_answered(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    finding.look()
    assert Case.objects.get().problem == Problem.CARRIER_UNHEARD
    assert not parcel.order.events.filter(what=What.SHIPPING_FAILED).exists(), "nobody heard them say no"
    assert parcel.order.events.filter(what=What.SHIPPING_UNHEARD).exists()
    looked_up.there(parcel.order.number, parcel.public_id, NUMBER, olga)
    finding.look()
    assert Case.objects.get().closed_at is not None


@pytest.mark.parametrize("first", ["there", "none there"])
def test_of_two_answers_the_first_counts(first: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    number, ref = parcel.order.number, parcel.public_id
    answers = [lambda: looked_up.there(number, ref, NUMBER, olga), lambda: looked_up.none_there(number, ref, olga)]
    for each in answers if first == "there" else answers[::-1]:
        try:
            each()
        except NotPossible:
            continue
        so = stands(parcel)
    assert stands(parcel) == so
    assert Message.objects.filter(template="order_shipped").count() == (first == "there")


@pytest.mark.parametrize("typed", ["", "12345", "1Z 999 AA1 <b>", "x" * 41])
def test_what_is_no_number_is_none(typed: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = unheard(olga, lines)
    with pytest.raises(NoNumber):
        looked_up.there(parcel.order.number, parcel.public_id, typed, olga)
    assert stands(parcel) == (Status.PACKED, Booking.UNHEARD, "")


def test_the_number_of_another_parcel_is_not_this_ones(olga: gate.Actor, lines: dict[str, Line]) -> None:
    """A second parcel of the order bears the same reference at the carrier."""
    parcel = unheard(olga, lines)
    parcel.order.parcels.create(ref="first", carrier="ups", service="s", tracking=NUMBER, booking=Booking.BOOKED)
    waiting = looked_up.waiting(parcel.order)
    assert waiting is not None
    assert waiting.known == (NUMBER,)
    with pytest.raises(looked_up.AnothersNumber):
        looked_up.there(parcel.order.number, parcel.public_id, NUMBER, olga)
    assert stands(parcel)[1] == Booking.UNHEARD


def test_a_held_order_is_not_sent_by_it_nor_another_orders_parcel(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel, other = unheard(olga, lines), packed()
    hold.hold(parcel.order.number, works_at_the_desk(77, "customer_service"))
    with pytest.raises(HeldBack):
        looked_up.there(parcel.order.number, parcel.public_id, NUMBER, olga)
    for number, ref in ((other.number, parcel.public_id), (parcel.order.number, uuid.uuid4())):
        with pytest.raises(NotPossible):
            looked_up.none_there(number, ref, olga)
    assert stands(parcel)[1] == Booking.UNHEARD


@pytest.mark.parametrize("verb", ["there", "none_there"])
def test_only_who_sends_parcels_answers(verb: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel, mia = unheard(olga, lines), works_at_the_desk(78, "marketing")
    typed = (NUMBER,) if verb == "there" else ()
    with pytest.raises(gate.Refused):
        getattr(looked_up, verb)(parcel.order.number, parcel.public_id, *typed, mia)
    assert stands(parcel)[1] == Booking.UNHEARD
