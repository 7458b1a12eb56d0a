"""Parcels of an order: part by part, on their way, arrived, taken back; what buyers are told of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.channels.models import Message
from troth.orders import arriving, carriers, desk, history, left, ship, shipping, shown, take_back, tracking
from troth.orders.errors import CarrierSaysNo, NotLeftToSend, NotPossible
from troth.orders.models import Order, Parcel, ParcelLine
from troth.orders.models.parcel import Booking, Way
from troth.orders.states import Status
from troth.recipients import depot
from troth.recipients.carrier import Booked, CarrierRefused, Print, Stage, Whereabouts
from troth.recipients.parcels.usps import Usps

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def packed(*goods: object, method: str = "", **changes: object) -> Order:
    if method:
        found = shipping.method(method, ADA.country, 300)
        assert found is not None
        changes |= {"method": method, "price": found.price}
    order = bought(ADA, *goods, **changes)  # type: ignore[arg-type]
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return Order.objects.get(pk=order.pk)


def of_two() -> Order:
    return packed((tube(title="Flask"), 3), (tube(title="Lid"), 1))


def line(order: Order, title: str) -> int:
    return int(order.lines.get(title=title).pk)


def what_happened(order: Order) -> list[str]:
    return list(order.events.values_list("what", flat=True))


def mails_of(order: Order) -> list[str]:
    return list(Message.objects.order_by("queued_at").values_list("template", flat=True))


# -- part by part


def test_an_order_goes_in_two_parcels(olga: gate.Actor) -> None:
    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 2})
    order.refresh_from_db()
    assert order.status == Status.PART_SHIPPED
    assert left.left(order) == {line(order, "Flask"): 1, line(order, "Lid"): 1}

    ship.ship(order.number, olga)
    order.refresh_from_db()
    assert order.status == Status.SHIPPED
    inside = [[(one.title, one.quantity) for one in parcel.inside] for parcel in shown.of(order).parcels]
    assert inside == [[("Flask", 2)], [("Flask", 1), ("Lid", 1)]]
    assert what_happened(order)[-2:] == ["part_shipped", "shipped"]


def test_parcels_weigh_what_is_in_them(olga: gate.Actor) -> None:
    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 2})
    ship.ship(order.number, olga)
    assert list(Parcel.objects.values_list("grams", flat=True)) == [600, 600]


@pytest.mark.parametrize("many", [0, 4, -1])
def test_no_more_is_sent_than_was_ordered(many: int, olga: gate.Actor) -> None:
    order = of_two()
    with pytest.raises(NotLeftToSend):
        ship.ship(order.number, olga, {line(order, "Flask"): many})
    assert not Parcel.objects.exists()


def test_what_lies_in_a_parcel_is_not_sent_twice(olga: gate.Actor) -> None:
    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 3})
    with pytest.raises(NotLeftToSend):
        ship.ship(order.number, olga, {line(order, "Flask"): 1})
    with pytest.raises(NotLeftToSend):
        ship.ship(order.number, olga, {0: 1})


def test_a_part_that_was_refused_is_packed_anew(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_asked: object) -> Booked:
        raise CarrierRefused("9999")

    order = of_two()
    with monkeypatch.context() as patched:
        patched.setattr(Usps, "book", refuses)
        with pytest.raises(CarrierSaysNo):
            ship.ship(order.number, olga, {line(order, "Flask"): 3})
    ship.ship(order.number, olga, {line(order, "Lid"): 1})
    order.refresh_from_db()
    assert order.status == Status.PART_SHIPPED
    assert list(ParcelLine.objects.values_list("line", "quantity")) == [(line(order, "Lid"), 1)]
    assert Parcel.objects.count() == 1


def test_the_mail_says_what_is_in_the_parcel_and_what_follows(olga: gate.Actor) -> None:
    from troth.channels import queue

    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 2})
    Message.objects.exclude(template="order_shipped").delete()
    queue.send_due()
    [letter] = mail.outbox if mail.outbox else _practice_letters()
    assert "2 × Flask" in letter
    assert "Lid" not in letter
    assert "follows in another parcel" in letter


def _practice_letters() -> list[str]:
    from django.conf import settings

    from troth.recipients.practice_mail import PracticeMail

    box = PracticeMail(settings.TROTH.home / "outbox")
    return [box.letter(box.letters(1)[0].name).text]  # type: ignore[union-attr]


def test_a_parcel_from_before_holds_everything(olga: gate.Actor) -> None:
    order = of_two()
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    Parcel.objects.create(order=order, ref="old", carrier="ups", tracking="1Z", booking=Booking.BOOKED)
    told = shown.of(Order.objects.get(pk=order.pk))
    assert [(one.title, one.quantity) for one in told.parcels[0].inside] == [("Flask", 3), ("Lid", 1)]
    assert told.tracking == "1Z"
    assert not any(each.left for each in told.lines)


def test_the_buyers_page_shows_both_parcels_without_more_questions_per_order(olga: gate.Actor) -> None:
    from tests.orders.counting import questions

    order = of_two()
    person = gate.person_of_party(order.whose)
    assert person is not None
    ship.ship(order.number, olga, {line(order, "Flask"): 2})
    with questions() as few:
        history.of(person)
    ship.ship(order.number, olga)
    with questions() as many:
        [told] = history.of(person)
    assert len(many) == len(few)
    assert len(told.parcels) == 2


# -- on its way


def booked(olga: gate.Actor) -> tuple[Order, Parcel]:
    order = packed()
    ship.ship(order.number, olga)
    return order, Parcel.objects.get()


def test_a_parcel_goes_from_stage_to_stage_and_closes_the_order(olga: gate.Actor) -> None:
    order, parcel = booked(olga)
    for stage in (Stage.MOVING, Stage.NEAR, Stage.DELIVERED):
        assert depot.push(parcel.tracking, stage)
        assert tracking.look(parcel.tracking)
    order.refresh_from_db()
    parcel.refresh_from_db()
    assert (order.status, parcel.way) == (Status.DELIVERED, Way.DELIVERED)
    assert what_happened(order)[-2:] == ["out_for_delivery", "delivered"]
    assert mails_of(order)[-2:] == ["parcel_near", "order_delivered"]
    assert parcel.delivered_at is not None
    assert parcel.proof


def test_the_same_news_twice_is_news_once(olga: gate.Actor) -> None:
    order, parcel = booked(olga)
    depot.push(parcel.tracking, Stage.PROBLEM)
    assert [tracking.look(parcel.tracking) for _ in range(3)] == [True, False, False]
    assert mails_of(order).count("parcel_problem") == 1
    assert Parcel.objects.get().had_problem


def test_what_arrived_stays_arrived(olga: gate.Actor) -> None:
    _order, parcel = booked(olga)
    arriving.arrived(parcel)
    assert not arriving.moved(parcel, Whereabouts(Stage.MOVING))
    assert Parcel.objects.get().way == Way.DELIVERED


def test_one_of_two_parcels_closes_nothing(olga: gate.Actor) -> None:
    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 3})
    first = Parcel.objects.get()
    arriving.arrived(first)
    order.refresh_from_db()
    assert order.status == Status.PART_SHIPPED
    ship.ship(order.number, olga)
    arriving.arrived(Parcel.objects.latest("pk"))
    order.refresh_from_db()
    assert order.status == Status.DELIVERED


def test_parcels_are_asked_after_by_themselves_and_more_seldom_while_nobody_knows(olga: gate.Actor) -> None:
    _order, parcel = booked(olga)
    now = timezone.now()
    assert tracking.follow(now) == 0, "carriers scan nothing in the first hours"
    depot.DepotParcel.objects.all().delete()
    pauses = []
    for _ in range(6):
        parcel.refresh_from_db()
        assert parcel.look_at is not None
        at = parcel.look_at
        assert tracking.follow(at) == 1
        parcel.refresh_from_db()
        pauses.append(parcel.look_at - at)
    assert pauses == sorted(pauses)
    assert pauses[-1] == tracking.LONGEST
    assert tracking.follow(parcel.look_at + tracking.GIVEN_UP) == 1
    parcel.refresh_from_db()
    assert parcel.look_at is None


def test_the_desk_can_say_that_it_arrived(olga: gate.Actor) -> None:
    order, _parcel = booked(olga)
    desk.delivered(order.number, olga)
    assert Parcel.objects.get().way == Way.DELIVERED
    with pytest.raises(NotPossible):
        desk.delivered(order.number, olga)


def test_of_a_delivery_only_reference_and_time_are_kept(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed(method="ups_tracked")
    ship.ship(order.number, olga)
    parcel = Parcel.objects.get()
    lines["ups"].steps[parcel.tracking] = "delivered"
    tracking.look(parcel.tracking)
    parcel.refresh_from_db()
    assert parcel.proof == "FS"
    assert not any(mark in str(vars(parcel)) for mark in (*ADA.marks, ADA.locality, "Front Door"))


# -- with each of the three


@pytest.mark.parametrize("carrier", METHODS)
def test_from_label_to_delivery_with_a_real_carriers_format(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    order = packed(method=METHODS[carrier])
    label = ship.ship(order.number, olga)
    assert label.content_type == "application/pdf"
    assert label.label.startswith(b"%PDF")
    for step in ("moving", "near", "delivered"):
        lines[carrier].steps[label.tracking] = step
        assert tracking.look(label.tracking)
    order.refresh_from_db()
    assert order.status == Status.DELIVERED


@pytest.mark.parametrize("carrier", METHODS)
def test_a_label_printer_gets_its_own_language(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed(method=METHODS[carrier])
    label = ship.ship(order.number, olga, printed=Print.ZPL)
    assert label.content_type == "application/zpl"
    assert label.label.startswith(b"^XA")


@pytest.mark.parametrize("carrier", METHODS)
def test_a_second_label_takes_the_first_one_back(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    """These carriers would book, and bill, a second parcel."""
    order = packed(method=METHODS[carrier])
    first = ship.ship(order.number, olga)
    second = ship.label(order.number, olga)
    assert lines[carrier].taken_back == [first.tracking]
    assert second.tracking != first.tracking
    assert Parcel.objects.get().tracking == second.tracking


def test_no_second_label_for_a_parcel_the_carrier_has(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed(method="ups_tracked")
    ship.ship(order.number, olga)
    Parcel.objects.update(way=Way.MOVING)
    with pytest.raises(NotPossible):
        ship.label(order.number, olga)
    assert lines["ups"].taken_back == []


# -- taken back


def test_a_label_taken_back_can_be_sent_again(olga: gate.Actor) -> None:
    order, parcel = booked(olga)
    take_back.take_back(order.number, parcel.public_id, olga)
    order.refresh_from_db()
    assert order.status == Status.PACKED
    assert Parcel.objects.get().booking == Booking.CANCELLED
    assert what_happened(order)[-1] == "label_cancelled"
    ship.ship(order.number, olga)
    assert Parcel.objects.filter(booking=Booking.BOOKED).count() == 1


def test_one_of_two_taken_back_leaves_the_other_under_way(olga: gate.Actor) -> None:
    order = of_two()
    ship.ship(order.number, olga, {line(order, "Flask"): 3})
    ship.ship(order.number, olga)
    take_back.take_back(order.number, Parcel.objects.latest("pk").public_id, olga)
    order.refresh_from_db()
    assert order.status == Status.PART_SHIPPED
    assert left.left(order)[line(order, "Lid")] == 1


def test_a_parcel_on_its_way_is_not_taken_back(olga: gate.Actor) -> None:
    order, parcel = booked(olga)
    depot.push(parcel.tracking, Stage.MOVING)
    with pytest.raises(CarrierSaysNo):
        take_back.take_back(order.number, parcel.public_id, olga)
    tracking.look(parcel.tracking)
    with pytest.raises(NotPossible):
        take_back.take_back(order.number, parcel.public_id, olga)


@pytest.mark.parametrize("job", ["marketing", "privacy_officer", "customer_service"])
def test_other_jobs_take_nothing_back(job: str, olga: gate.Actor) -> None:
    order, parcel = booked(olga)
    with pytest.raises(gate.Refused):
        take_back.take_back(order.number, parcel.public_id, works_at_the_desk(777, job))
    assert Parcel.objects.get().booking == Booking.BOOKED


# -- without a contract


def test_without_a_contract_there_is_an_address_label_and_nobody_is_called(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from django.conf import settings

    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="table"))
    order = packed()
    label = ship.ship(order.number, olga)
    assert ADA.street_address.encode() in label.label
    assert b"UNITED STATES" in label.label
    assert ADA.email.encode() not in label.label
    assert Parcel.objects.get().look_at is None
    person = gate.person_of_party(order.whose)
    assert person is not None
    told = [one for one in gate.timeline(person, actor=gate.the_person(person), limit=50) if one.recipient == "usps"]
    assert [one.decision for one in told if one.refers] == ["delivered"]


def test_dates_are_promised_and_kept_with_the_parcel(olga: gate.Actor) -> None:
    found = shipping.method("usps_standard", "US", 300)
    assert found is not None
    assert found.arrives.startswith("about ")
    _order, parcel = booked(olga)
    assert parcel.expected_on == shipping.arrival(5)
    assert parcel.expected_on.weekday() < 5
    assert parcel.expected_on - timezone.localdate() >= timedelta(days=5)


def test_carriers_are_well_until_they_are_not(olga: gate.Actor) -> None:
    assert [each.words for each in carriers.health()] == ["USPS answers.", "UPS answers.", "FedEx answers."]
