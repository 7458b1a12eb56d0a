"""A booking nobody heard the end of, on the order's page: what to look for, and two buttons to say what there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.doubles.carrier_line import Line
from tests.orders.buying import works_at_the_desk
from tests.orders.carriers import on_loopback
from tests.orders.test_looked_up import NUMBER, stands, unheard
from troth.orders.models import Parcel
from troth.orders.models.parcel import Booking
from troth.orders.states import Status
from troth.recipients.parcels import counter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    monkeypatch.setattr(counter, "PAUSES", (0.01, 0.01))
    with on_loopback(monkeypatch) as listening:
        yield listening


@pytest.fixture
def desk(comes) -> Client:  # type: ignore[no-untyped-def]
    client: Client = comes("order_desk")
    return client


def of(parcel: Parcel) -> str:
    return f"/office/orders/{parcel.order.number}/"


def says(desk: Client, address: str, parcel: Parcel, **typed: str) -> None:
    assert desk.post(address, {"parcel": "nonsense", **typed}).status_code == 404
    assert desk.post(address, {"parcel": str(parcel.public_id), **typed}).status_code == 302


def test_the_page_asks_instead_of_offering_to_book(desk: Client, lines: dict[str, Line]) -> None:
    parcel = unheard(works_at_the_desk(), lines)
    page = desk.get(of(parcel)).content.decode()
    assert "Was a label made?" in page
    assert "UPS was asked for a label" in page
    assert "Book with" not in page
    says(desk, f"{of(parcel)}label-there/", parcel, tracking=NUMBER)
    assert stands(parcel) == (Status.SHIPPED, Booking.BOOKED, NUMBER)
    assert "Was a label made?" not in desk.get(of(parcel)).content.decode()


def test_where_there_is_none_it_offers_to_book_again(desk: Client, lines: dict[str, Line]) -> None:
    parcel = unheard(works_at_the_desk(), lines)
    says(desk, f"{of(parcel)}no-label/", parcel)
    page = desk.get(of(parcel)).content.decode()
    assert "Book with UPS" in page
    assert "Was a label made?" not in page


def test_whoever_sends_nothing_is_not_asked(comes, lines: dict[str, Line]) -> None:  # type: ignore[no-untyped-def]
    parcel, sam = unheard(works_at_the_desk(), lines), comes("customer_service")
    assert "Was a label made?" not in sam.get(of(parcel)).content.decode()
