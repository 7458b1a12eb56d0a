import json

import pytest

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube, works_at_the_desk
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import desk
from troth.orders.errors import CarrierSaysNo, NotPossible
from troth.orders.models import Order, Parcel
from troth.orders.states import Status
from troth.recipients import depot
from troth.recipients.carrier import CarrierUnreachable
from troth.recipients.practice_carrier import PracticeCarrier

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """What crossed the carriers' counter."""
    crossed: list[tuple[str, bytes]] = []
    receive = depot.receive

    def listen(carrier: str, request: bytes) -> bytes:
        crossed.append((carrier, request))
        return receive(carrier, request)

    monkeypatch.setattr(depot, "receive", listen)
    return crossed


def paid(*args: object, **changes: object) -> Order:
    order = bought(*args, **changes)  # type: ignore[arg-type]
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    return Order.objects.get(pk=order.pk)


def packed(olga: gate.Actor, *args: object, **changes: object) -> Order:
    order = paid(*args, **changes)
    desk.pack(order.number, olga)
    return order


@pytest.mark.parametrize("method", ["usps_standard", "ups_tracked", "fedex_express"])
def test_a_carrier_is_told_name_address_mail_and_telephone_and_nothing_else(method, olga, wire) -> None:  # type: ignore[no-untyped-def]
    from tests.orders.buying import basket_with, order_by
    from troth.orders import shipping
    from troth.orders.place import place

    asked = order_by(BEN, basket_with((tube(), 1)))
    price = shipping.method(method, "DE", 300)
    assert price is not None
    from dataclasses import replace

    placed = place(replace(asked, method=method, price=price.price, total=asked.total - asked.price + price.price))
    Order.objects.filter(pk=placed.order).update(status=Status.PACKED)
    desk.send(placed.number, olga)

    [(carrier, request)] = wire
    told = json.loads(request)
    granted = gate.policy().recipient_fields("fulfil_order", carrier)
    data = {"order_contact": {"email": BEN.email, "telephone": BEN.telephone}, "order_delivery": BEN.address}
    expected = {data[kind][field] for kind, fields in granted.items() for field in fields if data[kind].get(field)}
    assert set(told["ship_to"].values()) == expected
    assert set(told["parcel"]) == {"reference", "order", "service", "grams"}
    assert set(granted) == {"order_contact", "order_delivery"}


def test_shipping_ends_with_a_label_a_number_an_outcome_and_a_mail(olga, wire) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)
    shipped = desk.send(order.number, olga)

    assert ADA.street_address.encode() in shipped.label
    assert Parcel.objects.get().tracking == shipped.tracking
    assert Order.objects.get().status == Status.SHIPPED
    assert Message.objects.filter(template="order_shipped").count() == 1
    person = gate.person_of_party(order.whose)
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    told = [line for line in lines if line.recipient == "usps"]
    assert [line.decision for line in told if line.refers] == ["delivered"]


def test_no_personal_value_stays_with_the_parcel(olga, wire) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)
    desk.send(order.number, olga)
    kept = " ".join(str(vars(row)) for row in [*Parcel.objects.all(), *Order.objects.all(), *Message.objects.all()])
    assert not any(mark in kept for mark in ADA.marks)


def test_shipping_twice_books_one_parcel(olga, wire) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)
    desk.send(order.number, olga)
    with pytest.raises(NotPossible):
        desk.send(order.number, olga)
    assert len(wire) == 1


def test_a_label_can_be_printed_again_and_is_the_same_booking(olga, wire) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)
    assert desk.send(order.number, olga).tracking == desk.label(order.number, olga).tracking
    assert len(wire) == 2


def test_a_carrier_that_does_not_answer_leaves_the_order_packed(olga, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)

    def down(self: object, asked: object, told: object) -> None:
        raise CarrierUnreachable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(PracticeCarrier, "book", down)
        with pytest.raises(CarrierSaysNo):
            desk.send(order.number, olga)
    assert Order.objects.get().status == Status.PACKED
    assert desk.send(order.number, olga).tracking


def test_the_gate_refusing_sends_nothing(olga, wire, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    order = packed(olga)

    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("3c", "recipient_not_granted", "They may not be told this.")

    monkeypatch.setattr(gate, "disclose", refuse)
    with pytest.raises(gate.Refused):
        desk.send(order.number, olga)
    assert wire == []
    assert Order.objects.get().status == Status.PACKED


@pytest.mark.parametrize("job", ["marketing", "privacy_officer", "customer_service"])
def test_other_jobs_neither_pack_nor_ship(job: str, wire, olga) -> None:  # type: ignore[no-untyped-def]
    other = works_at_the_desk(777, job)
    order = packed(olga)
    for act in (desk.pack, desk.send, desk.delivered):
        with pytest.raises(gate.Refused):
            act(order.number, other)
    assert wire == []


def test_the_desk_sees_what_packing_needs_and_the_invoice_sealed(olga) -> None:  # type: ignore[no-untyped-def]
    shown = desk.open(paid().number, olga)
    assert shown is not None
    assert [line.reveal() for line in shown.parts.contact.lines] == [ADA.name, ADA.email, ADA.telephone]
    assert ADA.street_address in [line.reveal() for line in shown.parts.delivery.lines]
    [sealed] = shown.parts.billing.lines
    assert isinstance(sealed, gate.Withheld)
    assert sealed.clause == "S.need_to_know"


def test_a_list_of_orders_names_people_in_a_constant_number_of_queries(olga) -> None:  # type: ignore[no-untyped-def]
    from tests.orders.counting import questions

    glass = tube(stock=99)
    bought(ADA, (glass, 1))
    with questions() as few:
        desk.list(desk.Filter(desk.Shelf.ALL), actor=olga)
    for _ in range(4):
        bought(BEN, (glass, 1))
    with questions() as many:
        listing = desk.list(desk.Filter(desk.Shelf.ALL), actor=olga)
    assert len(many) == len(few)
    assert [row.name.reveal() for row in listing.rows] == [BEN.name] * 4 + [ADA.name]


def test_marketing_sees_a_list_without_names(olga) -> None:  # type: ignore[no-untyped-def]
    bought()
    listing = desk.list(desk.Filter(desk.Shelf.ALL), actor=works_at_the_desk(778, "marketing"))
    assert isinstance(listing.rows[0].name, gate.Withheld)


def test_cancelling_gives_goods_and_money_back(olga) -> None:  # type: ignore[no-untyped-def]
    from tests.orders.test_paying import begin, hear

    glass = tube(stock=3)
    order = bought(ADA, (glass, 2))
    hear(begin(order), "payment.succeeded")
    desk.cancel(order.number, olga)

    assert Variant.objects.get(pk=glass.pk).stock == 3
    assert order.payments.get().state == "refund_due"
    assert Message.objects.filter(template="order_cancelled").exists()
    with pytest.raises(NotPossible):
        desk.cancel(order.number, olga)
    assert Variant.objects.get(pk=glass.pk).stock == 3


def test_counts_by_shelf(olga) -> None:  # type: ignore[no-untyped-def]
    paid()
    assert desk.counts()[desk.Shelf.TO_PACK] == 1
    assert desk.counts()[desk.Shelf.TO_SHIP] == 0
