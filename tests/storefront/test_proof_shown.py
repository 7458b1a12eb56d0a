"""The proof of a delivery on pages: the customer's, the office's, and My privacy."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import hired, signed_in
from tests.orders.buying import bought, works_at_the_desk
from troth import gate
from troth.orders import access, numbers, ship, tracking
from troth.orders.models import Dispute, Order, Parcel
from troth.orders.models.parcel import Way
from troth.orders.states import Status
from troth.recipients import depot
from troth.recipients.carrier import Stage
from troth.storefront.checkout import cookie

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SIGNED = 'src="data:image/jpeg;base64,'


@pytest.fixture
def parcel(db: None) -> Parcel:
    """Delivered, and proved."""
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, works_at_the_desk())
    one = Parcel.objects.get()
    depot.push(one.tracking, Stage.DELIVERED)
    tracking.look(one.tracking)
    tracking.follow()
    return Parcel.objects.select_related("order").get()


def browser(parcel: Parcel, *, proven: bool) -> Client:
    word = numbers.secret()
    access.let_in(parcel.order_id, word, proven=proven)
    client = Client()
    client.cookies[cookie.name()] = word
    return client


def address(parcel: Parcel) -> str:
    return f"/orders/{parcel.order.number}/parcels/{parcel.public_id}/proof/"


def in_office(parcel: Parcel) -> str:
    return f"/office/orders/{parcel.order.number}/parcels/{parcel.public_id}/proof/"


def looks(parcel: Parcel) -> int:
    person = gate.person_of_party(parcel.order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=99)
    return sum(line.verb == "use" and line.purpose == "prove_delivery" for line in lines)


def test_whoever_came_by_the_mailed_link_sees_it(parcel: Parcel) -> None:
    client = browser(parcel, proven=True)
    assert address(parcel) in client.get(f"/orders/{parcel.order.number}/").content.decode()
    assert looks(parcel) == 0, "that there is one is no look at it"
    page = client.get(address(parcel))
    told = page.content.decode()
    assert depot.NEIGHBOUR in told
    assert told.count(SIGNED) == 2
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert looks(parcel) == 1


def test_a_browser_that_only_placed_the_order_does_not(parcel: Parcel) -> None:
    client = browser(parcel, proven=False)
    assert address(parcel) not in client.get(f"/orders/{parcel.order.number}/").content.decode()
    assert client.get(address(parcel)).status_code == 404
    assert Client().get(address(parcel)).status_code == 404
    assert looks(parcel) == 0


def test_the_order_desk_opens_it_on_a_page_of_its_own(parcel: Parcel) -> None:
    client = signed_in(hired("order_desk"))
    assert in_office(parcel) in client.get(f"/office/orders/{parcel.order.number}/").content.decode()
    assert looks(parcel) == 0
    page = client.get(in_office(parcel))
    assert depot.NEIGHBOUR in page.content.decode()
    assert page.content.decode().count(SIGNED) == 2
    assert "no-store" in page["Cache-Control"]
    assert looks(parcel) == 1


def test_other_jobs_are_refused_in_words(parcel: Parcel) -> None:
    page = signed_in(hired("bookkeeping")).get(in_office(parcel))
    assert page.status_code == 403
    assert depot.NEIGHBOUR not in page.content.decode()


def test_my_privacy_shows_the_pictures_and_not_their_letters(parcel: Parcel) -> None:
    from tests.storefront.privacy.conftest import let_in

    page = let_in(gate.person_of_party(parcel.order.whose)).get("/my/privacy/data/").content.decode()
    assert depot.NEIGHBOUR in page
    assert page.count(SIGNED) == 2
    assert page.count("/9j/") == 2, "base64 of a JPEG, in the pictures alone"


def test_a_bank_that_asks_can_be_told_that_there_is_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.payments.counters import PracticeCounter, begin
    from troth.recipients import till_counter

    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)
    counter, order = PracticeCounter(), bought(ADA)
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    counter.dispute(session)
    counter.deliver()
    Order.objects.filter(pk=order.pk).update(status=Status.DELIVERED)
    one = Parcel.objects.create(order=order, ref="r", carrier="ups", booking="booked", way=Way.DELIVERED)
    client = signed_in(hired("customer_service"))
    asked = f"/office/payments/disputes/{Dispute.objects.get().pk}/"
    assert in_office(one) not in client.get(asked).content.decode(), "there is none yet"
    Parcel.objects.update(proof_record=uuid.uuid4())
    assert in_office(one) in client.get(asked).content.decode()
    assert looks(one) == 0
