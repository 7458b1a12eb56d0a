"""How a parcel was handed over: what each carrier tells of it, where that is kept, who sees it, and when it goes."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from PIL import Image

from tests.cast import ADA, BEN, Customer
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.orders import parcels_shown, ship, shipping, tracking
from troth.orders.models import Order, Parcel
from troth.orders.models.parcel import Way
from troth.orders.proofs import ask, opened
from troth.orders.states import Status
from troth.recipients import chosen, depot
from troth.recipients.carrier import HandedOver, Stage
from troth.rights.export import export
from troth.rights.reader import Reader
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PICTURES = {"usps": (), "ups": ("signature", "picture of the parcel"), "fedex": ("signature",)}


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def sent(olga: gate.Actor, carrier: str = "", customer: Customer = ADA) -> Parcel:
    changes: dict[str, Any] = {}
    if carrier:
        found = shipping.method(METHODS[carrier], ADA.country, 300)
        assert found is not None
        changes = {"method": METHODS[carrier], "price": found.price}
    order = bought(customer, (tube(title=customer.name.split()[0]), 1), **changes)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    return Parcel.objects.select_related("order").get(order=order)


def delivered(olga: gate.Actor, lines: dict[str, Line], carrier: str) -> Parcel:
    """It is there, the carrier said so, and the next round of asking has been."""
    parcel = sent(olga, carrier)
    lines[carrier].steps[parcel.tracking] = "delivered"
    assert tracking.look(parcel.tracking)
    assert tracking.follow(timezone.now()) == 1
    parcel.refresh_from_db()
    return parcel


def by_practice(olga: gate.Actor) -> Parcel:
    parcel = sent(olga)
    depot.push(parcel.tracking, Stage.DELIVERED)
    tracking.look(parcel.tracking)
    tracking.follow(timezone.now())
    parcel.refresh_from_db()
    return parcel


def told(parcel: Parcel, actor: gate.Actor) -> dict[str, str]:
    proof = opened.for_staff(parcel.order.number, parcel.public_id, actor)
    assert proof is not None
    words = {label: value.reveal() for label, value in proof.words}  # type: ignore[union-attr]
    whole = {label: value.reveal() for label, value in proof.pictures}  # type: ignore[union-attr]
    return words | {label: address.removeprefix("data:image/jpeg;base64,") for label, address in whole.items()}


def person_of(parcel: Parcel) -> gate.PersonId:
    person = gate.person_of_party(parcel.order.whose)
    assert person is not None
    return person


# -- what each of the three tells


@pytest.mark.parametrize("carrier", METHODS)
def test_a_delivery_is_proved_as_far_as_its_carrier_tells(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = delivered(olga, lines, carrier)
    said = told(parcel, olga)
    assert said["date and time"].startswith(f"{timezone.now():%Y-%m-%d}")
    assert "BOSTON" in said["where it was left"].upper()
    assert ("Front Door" in said["where it was left"]) == (carrier != "fedex")
    signer = {"usps": "Okafor-Marlowe", "ups": ADA.name, "fedex": "SOMEBODY"}[carrier]
    assert signer in said["who took it in"]
    for label in PICTURES[carrier]:
        with Image.open(io.BytesIO(base64.b64decode(said[label]))) as seen:
            assert (seen.format, seen.size) == ("JPEG", (300, 200))
            assert not seen.getexif(), "a photograph says where and with what it was taken; that is left behind"
    assert set(said) & {"signature", "picture of the parcel"} == set(PICTURES[carrier])


def test_fedex_is_asked_for_its_letter_with_a_token_and_the_account(olga: gate.Actor, lines: dict[str, Line]) -> None:
    """karrio asks without either, which they refuse."""
    delivered(olga, lines, "fedex")
    [asked] = lines["fedex"].asked("trackingdocuments")
    assert asked.headers["Authorization"] == "Bearer fedex-t"
    assert asked.told["trackDocumentSpecification"][0]["accountNumber"] == "fedex-12345"


def test_the_signature_is_asked_for_once_it_is_there_and_not_at_every_look(
    olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = sent(olga, "ups")
    lines["ups"].steps[parcel.tracking] = "moving"
    tracking.look(parcel.tracking)
    assert chosen.carrier("ups").proof(parcel.tracking) is None
    lines["ups"].steps[parcel.tracking] = "delivered"
    lines["ups"].heard.clear()
    tracking.look(parcel.tracking)
    assert not lines["ups"].asked("returnSignature=true")
    tracking.follow(timezone.now())
    assert len(lines["ups"].asked("returnSignature=true")) == 1


@pytest.mark.parametrize("carrier", METHODS)
def test_what_came_back_to_the_shop_proves_no_delivery(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = sent(olga, carrier)
    lines[carrier].steps[parcel.tracking] = "came_back"
    assert chosen.carrier(carrier).proof(parcel.tracking) is None


@pytest.mark.parametrize("carrier", ["ups", "fedex"])
def test_pictures_that_come_later_are_waited_for(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = sent(olga, carrier)
    lines[carrier].steps[parcel.tracking] = "delivered"
    tracking.look(parcel.tracking)
    whole, bare = lines[carrier].answer, chosen.carrier(carrier).proof
    words = HandedOver("2026-11-23 14:12", "BOSTON", "SOMEBODY")
    assert bare(parcel.tracking) is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(chosen.carrier(carrier)), "proof", lambda self, number: words)
        now = timezone.now()
        assert tracking.follow(now) == 1
    parcel.refresh_from_db()
    later = parcel.look_at
    assert later is not None
    assert later - now == ask.LATER[0]
    assert set(told(parcel, olga)) == {"date and time", "where it was left", "who took it in"}
    lines[carrier].answer = whole
    assert tracking.follow(later) == 1
    parcel.refresh_from_db()
    assert parcel.look_at is None
    assert set(told(parcel, olga)) >= {"signature"}
    assert Record.objects.filter(kind=ask.KIND).count() == 1, "the fuller one stands in its place"


def test_a_carrier_that_tells_nothing_is_left_alone_after_some_days(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = sent(olga, "ups")
    lines["ups"].steps[parcel.tracking] = "delivered"
    tracking.look(parcel.tracking)
    lines["ups"].steps[parcel.tracking] = "moving"  # as if they had lost the word again
    at, times = timezone.now(), 0
    while at is not None and times < 9:
        assert tracking.follow(at) == 1
        parcel.refresh_from_db()
        at, times = parcel.look_at, times + 1
    assert times == 1 + len(ask.LATER)
    assert parcel.proof_record is None
    assert opened.for_staff(parcel.order.number, parcel.public_id, olga) is None


# -- where it is kept


@pytest.mark.parametrize("carrier", METHODS)
def test_nothing_of_it_stands_in_the_shops_tables_or_in_a_log(
    carrier: str, olga: gate.Actor, lines: dict[str, Line], caplog: pytest.LogCaptureFixture
) -> None:
    said = told(delivered(olga, lines, carrier), olga)
    marks = [said["who took it in"], "Front Door", "BOSTON", *(said[label][:60] for label in PICTURES[carrier])]
    shops = [model for model in apps.get_models() if model._meta.app_label not in ("vault", "ledger")]
    rows = [str(vars(row)) for model in shops for row in model._base_manager.using("default").all()]
    assert any("proof_record" in row for row in rows), "the control: the parcel was looked at"
    assert not [mark for mark in marks if any(mark in row for row in rows) or mark in caplog.text]
    assert not [mark for mark in marks if any(mark.encode() in bytes(row.sealed) for row in Record.objects.all())]


def test_it_goes_with_its_buyer(olga: gate.Actor) -> None:
    parcel = by_practice(olga)
    assert told(parcel, olga)
    person = person_of(parcel)
    gate.erase(person, actor=gate.the_person(person))
    assert opened.for_staff(parcel.order.number, parcel.public_id, olga) is None
    assert not Record.objects.filter(kind="delivery_proof").exists()


@pytest.mark.parametrize("erased", [True, False])
def test_nobody_is_led_twice_to_a_proof_that_is_gone(olga: gate.Actor, erased: bool) -> None:
    parcel = by_practice(olga)
    assert [each.proved for each in parcels_shown.of(Order.objects.get())] == [True]
    if erased:
        person = person_of(parcel)
        gate.erase(person, actor=gate.the_person(person))
    else:
        Record.objects.filter(kind="delivery_proof").delete()
    assert opened.for_staff(parcel.order.number, parcel.public_id, olga) is None
    assert [each.proved for each in parcels_shown.of(Order.objects.get())] == [False]


def test_a_proof_that_is_there_stays_where_it_is(olga: gate.Actor) -> None:
    """The control of the one above."""
    parcel = by_practice(olga)
    told(parcel, olga)
    assert [each.proved for each in parcels_shown.of(Order.objects.get())] == [True]


def test_of_somebody_erased_nothing_new_is_asked(olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = sent(olga, "ups")
    lines["ups"].steps[parcel.tracking] = "delivered"
    tracking.look(parcel.tracking)
    person = person_of(parcel)
    gate.erase(person, actor=gate.the_person(person))
    lines["ups"].heard.clear()
    Parcel.objects.filter(way=Way.DELIVERED).update(look_at=timezone.now())
    tracking.follow(timezone.now())
    assert not lines["ups"].heard
    assert not Parcel.objects.filter(look_at__isnull=False, way=Way.DELIVERED).exists()


# -- who sees it


def test_each_look_is_on_the_record_with_its_purpose(olga: gate.Actor) -> None:
    parcel = by_practice(olga)
    person = person_of(parcel)
    assert opened.for_buyer(parcel.order.number, parcel.public_id, person=person)
    told(parcel, olga)
    lines = [
        (line.verb, line.purpose, line.actor)
        for line in gate.timeline(person, actor=gate.the_person(person), limit=99)
        if any(field.startswith("delivery_proof.") for field in line.fields)
    ]
    assert lines[0][:2] == ("use", "prove_delivery")
    assert {line[0] for line in lines} == {"collect", "use"}
    assert len(lines) == 3


@pytest.mark.parametrize("job", ["marketing", "bookkeeping", "privacy_officer"])
def test_other_jobs_do_not_see_it(job: str, olga: gate.Actor) -> None:
    parcel = by_practice(olga)
    with pytest.raises(gate.Refused):
        opened.for_staff(parcel.order.number, parcel.public_id, works_at_the_desk(777, job))


def test_customer_service_sees_it(olga: gate.Actor) -> None:
    assert told(by_practice(olga), works_at_the_desk(778, "customer_service"))


def test_only_the_buyer_of_the_order_sees_it(olga: gate.Actor) -> None:
    parcel = by_practice(olga)
    other = gate.person_of_party(bought(BEN, (tube(title="Lid"), 1)).whose)
    assert opened.for_buyer(parcel.order.number, parcel.public_id, person=other) is None
    assert opened.for_buyer(parcel.order.number, parcel.public_id) is None
    assert opened.for_buyer(parcel.order.number, parcel.public_id, browser="x" * 43) is None


def test_one_parcels_proof_is_not_anothers(olga: gate.Actor) -> None:
    first = by_practice(olga)
    twin = Parcel.objects.create(order=first.order, ref="twin", carrier="ups", booking="booked", way=Way.DELIVERED)
    assert opened.for_staff(first.order.number, twin.public_id, olga) is None
    ask._seal(twin, person_of(first), {"place": "Elsewhere"})
    assert told(Parcel.objects.select_related("order").get(pk=twin.pk), olga) == {"where it was left": "Elsewhere"}
    assert "Elsewhere" not in told(first, olga).values()
    other = sent(olga, customer=BEN)
    assert opened.for_staff(other.order.number, first.public_id, olga) is None


def test_who_takes_their_data_along_takes_the_pictures_too(olga: gate.Actor) -> None:
    parcel = by_practice(olga)
    person = person_of(parcel)
    with zipfile.ZipFile(io.BytesIO(export(Reader((person,), gate.account_of_person(person))))) as packed:
        names = packed.namelist()
        data = json.loads(packed.read("data.json"))
        page = packed.read("index.html").decode()
        [proof] = [one for who in data["people"] for one in who["records"] if one["kind"] == "delivery_proof"]
        for name in ("signature", "picture"):
            file = proof["fields"][name]
            assert file in names
            assert file in page
            with Image.open(io.BytesIO(packed.read(file))) as seen:
                assert seen.format == "JPEG"
    assert proof["fields"]["received_by"] == depot.NEIGHBOUR
    assert depot.NEIGHBOUR in page


# -- the wire


def test_a_file_without_end_is_not_read(
    monkeypatch: pytest.MonkeyPatch, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    from troth.recipients.parcels import reading

    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    assert not {"signature", "picture of the parcel"} & set(told(delivered(olga, lines, "ups"), olga))
