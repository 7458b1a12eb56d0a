"""A shop without a contract: the paper a border asks for, and the number on the receipt."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN, Customer
from tests.office.conftest import hired, signed_in
from tests.orders.buying import bought, tube, works_at_the_desk
from troth import gate
from troth.catalog.models import Product
from troth.channels.models import Message
from troth.orders import history, receipt, ship, shipping, unheard, voiding
from troth.orders.errors import CarrierSaysNo, NotPossible
from troth.orders.mails import order_paid  # noqa: F401  (mails are registered)
from troth.orders.models import Order, Parcel
from troth.orders.models.parcel import Booking
from troth.orders.parcel_mails import parcel_number
from troth.orders.states import Status
from troth.recipients.by_hand import ByHand
from troth.recipients.carrier import CarrierRefused, Content, ParcelAsked
from troth.recipients.customs import Form, drawn, form_for
from troth.recipients.parcels import addresses

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NUMBER = "RR 123 456 785 US"


@pytest.fixture(autouse=True)
def without_a_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="table"))


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def booked(olga: gate.Actor, customer: Customer = ADA, method: str = "") -> tuple[Order, ship.Shipped]:
    goods = tube(title="Boiling tube <10 ml>")
    Product.objects.update(customs_code="7017.90", origin="US")
    changes = {}
    if method:
        found = shipping.method(method, customer.country, 600)
        assert found is not None
        changes = {"method": method, "price": found.price}
    order = bought(customer, (goods, 2), **changes)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return order, ship.ship(order.number, olga)


def words_of(paper: bytes) -> str:
    return " ".join(text for text in ElementTree.fromstring(paper).itertext() if text.strip())  # noqa: S314  (ours)


def asked(**changes: object) -> ParcelAsked:
    content = Content("TUBE", "Tube", 1, 1000, "USD", 300, "7017.90", "US")
    return ParcelAsked("r" * 43, "T-1", "usps_standard", 300, (replace(content, **changes),))  # type: ignore[arg-type]


# -- the paper for a border


def test_at_home_there_is_no_paper(olga: gate.Actor) -> None:
    _order, shipped = booked(olga)
    assert shipped.label
    assert shipped.invoice == b""


def test_a_small_parcel_by_post_gets_the_short_declaration(olga: gate.Actor) -> None:
    order, shipped = booked(olga, BEN)
    assert (shipped.invoice_type, shipped.prints_invoice) == ("image/svg+xml", True)
    words = words_of(shipped.invoice)
    for told in ("CN 22", order.number, "Boiling tube <10 ml>", "7017.90", "0.600", "20.00 USD", "10.00 USD each"):
        assert told in words
    assert not [mark for mark in BEN.marks if mark in words], "it sticks on the address itself"


def test_a_courier_gets_an_invoice_with_both_addresses(olga: gate.Actor) -> None:
    _order, shipped = booked(olga, BEN, "ups_tracked")
    words = words_of(shipped.invoice)
    assert "COMMERCIAL INVOICE" in words
    for told in (BEN.name, "Gänseblümchenweg 12", "GERMANY", BEN.telephone, gate.policy().controller.name):
        assert told in words
    assert BEN.email not in words


@pytest.mark.parametrize(
    ("changes", "grams", "form"),
    [
        ({}, 300, Form.CN22),
        ({"value": 38000}, 300, Form.CN22),
        ({"value": 38001}, 300, Form.CN23),
        ({}, 2001, Form.CN23),
        ({"currency": "JPY"}, 300, Form.CN23),
    ],
)
def test_what_is_heavy_or_dear_gets_the_long_declaration(changes: dict[str, object], grams: int, form: Form) -> None:
    parcel = replace(asked(**changes), grams=grams)
    assert form_for("usps", parcel, "DE") is form
    assert form_for("fedex", parcel, "DE") is Form.INVOICE
    assert form_for("usps", parcel, "PR") is None, "Puerto Rico is within"


def test_within_the_union_no_border_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "home", lambda: "DE")
    assert form_for("usps", asked(), "FR") is None
    assert form_for("usps", asked(), "CH") is Form.CN22


def test_money_of_several_kinds_is_added_up_by_kind() -> None:
    two = replace(asked(), contents=(*asked().contents, Content("LID", "Lid", 3, 500, "JPY", 10)))
    words = words_of(drawn(Form.CN23, two, ["Somebody"], ""))
    assert "10.00 USD, 1500 JPY" in words


def test_many_lines_lengthen_the_paper() -> None:
    many = replace(asked(), contents=asked().contents * 60)
    paper = drawn(Form.INVOICE, many, ["Somebody"], "")
    root = ElementTree.fromstring(paper)  # noqa: S314  (ours)
    tall = float(root.attrib["height"])
    lowest = max(float(each.attrib["y"]) for each in root if each.tag.endswith("text"))
    assert tall > 595
    assert lowest < tall
    assert words_of(paper).count("7017.90") == 60


def test_what_people_typed_is_only_ever_text() -> None:
    paper = drawn(Form.CN23, asked(title='<script x="1">'), ['"><image href="http://evil.example/"/>'], "<b>")
    tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(paper).iter()}  # noqa: S314  (ours)
    assert tags == {"svg", "rect", "path", "text"}


def test_the_office_prints_it_beside_the_label(olga: gate.Actor) -> None:
    order = bought(BEN, (tube(), 1))
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    page = signed_in(hired("order_desk")).post(f"/office/orders/{order.number}/send/").content.decode()
    assert page.count('src="data:image/svg+xml;base64,') == 2
    assert "Print label and customs paper" in page
    assert "customs.pdf" not in page


def test_the_label_can_be_printed_again_before_and_after_there_is_a_number(olga: gate.Actor) -> None:
    order, first = booked(olga)
    assert ship.label(order.number, olga).label == first.label
    receipt.note(order.number, Parcel.objects.get().public_id, NUMBER, "usps", olga)
    assert ship.label(order.number, olga).label == first.label
    parcel = Parcel.objects.get()
    assert (parcel.tracking, parcel.booking) == ("RR123456785US", Booking.BOOKED)


def test_a_label_that_cannot_be_printed_again_leaves_the_parcel_on_its_way(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _shipped = booked(olga)

    def refuse(self: object, asked: object, told: object) -> None:
        raise CarrierRefused("the address is incomplete")

    monkeypatch.setattr(ByHand, "book", refuse)
    with pytest.raises(CarrierSaysNo):
        ship.label(order.number, olga)
    assert (Parcel.objects.get().booking, Order.objects.get().status) == (Booking.BOOKED, Status.SHIPPED)


def test_a_label_in_the_bin_is_no_case_where_the_process_died_at_it(olga: gate.Actor) -> None:
    booked(olga)
    Parcel.objects.update(void_asked_at=timezone.now() - 2 * voiding.LEASE)
    assert unheard.settle() == 1
    assert (Parcel.objects.get().booking, Order.objects.get().status) == (Booking.CANCELLED, Status.PACKED)


# -- the number on the receipt


def told_to(order: Order) -> list[str]:
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=99)
    return [line.recipient for line in lines if line.verb == "disclose" and not line.refers]


def test_the_number_reaches_page_mail_and_story(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, _shipped = booked(olga)
    parcel = Parcel.objects.get()
    receipt.note(order.number, parcel.public_id, NUMBER, "usps", olga)
    parcel.refresh_from_db()
    assert (parcel.tracking, parcel.carrier, parcel.look_at) == ("RR123456785US", "usps", None)
    assert order.events.latest("pk").what == "number_noted"
    person = gate.person_of_party(order.whose)
    assert person is not None
    [shown] = history.of(person)
    assert shown.parcels[0].follow_url.endswith("tLabels=RR123456785US")
    [mail] = Message.objects.filter(template="parcel_number")
    assert mail is not None
    assert told_to(order) == ["usps"]


def test_the_mail_has_number_name_and_link(olga: gate.Actor) -> None:
    from troth.channels import Leaving

    order, _shipped = booked(olga)
    parcel = Parcel.objects.get()
    receipt.note(order.number, parcel.public_id, NUMBER, "usps", olga)
    [mail] = Message.objects.filter(template="parcel_number")
    facts = parcel_number(Leaving(mail.id, "parcel_number", order.whose, {"order": order.pk, "parcel": parcel.pk}))
    assert (facts["carrier"], facts["tracking"]) == ("USPS", "RR123456785US")
    assert "RR123456785US" in str(facts["tracking_url"])


def test_another_carrier_that_took_it_was_told_the_address(olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    receipt.note(order.number, Parcel.objects.get().public_id, NUMBER, "fedex", olga)
    assert Parcel.objects.get().carrier == "fedex"
    assert sorted(told_to(order)) == ["fedex", "usps"]


@pytest.mark.parametrize("carrier", ["", "stripe", "Joe from next door", "mail_service"])
def test_nobody_whom_the_policy_does_not_name_can_have_taken_it(carrier: str, olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    with pytest.raises(NotPossible):
        receipt.note(order.number, Parcel.objects.get().public_id, NUMBER, carrier, olga)
    assert Parcel.objects.get().tracking == ""


@pytest.mark.parametrize("typed", ["", "12345", "+49 30 901820!", "ada@example.com", "A" * 41, "<b>123456</b>"])
def test_what_is_no_number_is_not_noted(typed: str, olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    with pytest.raises(receipt.NoNumber):
        receipt.note(order.number, Parcel.objects.get().public_id, typed, "usps", olga)


def test_pressed_twice_there_is_one_mail(olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    ref = Parcel.objects.get().public_id
    receipt.note(order.number, ref, NUMBER, "usps", olga)
    with pytest.raises(NotPossible):
        receipt.note(order.number, ref, NUMBER, "usps", olga)
    assert Message.objects.filter(template="parcel_number").count() == 1
    receipt.note(order.number, ref, "RR999999999US", "usps", olga)
    assert Parcel.objects.get().tracking == "RR999999999US"


@pytest.mark.parametrize("job", ["marketing", "privacy_officer", "customer_service"])
def test_other_jobs_note_nothing(job: str, olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    with pytest.raises(gate.Refused):
        receipt.note(order.number, Parcel.objects.get().public_id, NUMBER, "usps", works_at_the_desk(777, job))


def test_where_carriers_tell_their_numbers_nobody_types_them(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, _shipped = booked(olga)
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="practice"))
    assert receipt.carriers(olga) == ()
    with pytest.raises(NotPossible):
        receipt.note(order.number, Parcel.objects.get().public_id, NUMBER, "usps", olga)


def test_the_desk_types_it_on_the_orders_page(olga: gate.Actor) -> None:
    order, _shipped = booked(olga)
    client: Client = signed_in(hired("order_desk"))
    page = client.get(f"/office/orders/{order.number}/").content.decode()
    assert "Number on the receipt" in page
    assert re.findall(r'<option value="(\w+)"', page.partition('name="carrier"')[2].partition("</select>")[0]) == [
        "usps",
        "ups",
        "fedex",
    ]
    posted = {"parcel": str(Parcel.objects.get().public_id), "tracking": NUMBER, "carrier": "usps"}
    assert client.post(f"/office/orders/{order.number}/receipt/", posted).status_code == 302
    assert Parcel.objects.get().tracking == "RR123456785US"
    assert "RR123456785US" in client.get(f"/office/orders/{order.number}/").content.decode()
