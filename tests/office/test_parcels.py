"""The order desk's part in parcels: a part now, a label for a printer, a label taken back, carriers that do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube
from tests.orders.carriers import on_loopback
from troth.orders import shipping
from troth.orders.models import Order, Parcel
from troth.orders.states import Status
from troth.recipients.models import CarrierHealth

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(comes) -> Client:  # type: ignore[no-untyped-def]
    client: Client = comes("order_desk")
    return client


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def packed(**changes: object) -> Order:
    order = bought(ADA, (tube(title="Flask"), 3), **changes)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return Order.objects.get(pk=order.pk)


def test_a_part_is_booked_from_the_orders_page(olga: Client) -> None:
    order = packed()
    page = olga.get(f"/office/orders/{order.number}/").content.decode()
    field = f"line-{order.lines.get().pk}"
    assert f'name="{field}"' in page
    label = olga.post(f"/office/orders/{order.number}/part/", {field: "2"})
    assert ADA.street_address.encode() in _pictures(label.content)
    order.refresh_from_db()
    assert order.status == Status.PART_SHIPPED
    page = olga.get(f"/office/orders/{order.number}/").content.decode()
    assert "2 × Flask" in page
    assert "Book with USPS" in page, "the rest can follow"


@pytest.mark.parametrize("counted", ["", "0", "9", "-1", "two", "1e3"])
def test_nonsense_books_nothing(counted: str, olga: Client) -> None:
    order = packed()
    olga.post(f"/office/orders/{order.number}/part/", {f"line-{order.lines.get().pk}": counted, "line-x": "1"})
    assert not Parcel.objects.exists()


def test_a_label_that_is_no_picture_is_there_to_download(olga: Client, lines: dict[str, Line]) -> None:
    found = shipping.method("ups_tracked", "US", 900)
    assert found is not None
    order = packed(method="ups_tracked", price=found.price)
    page = olga.post(f"/office/orders/{order.number}/send/").content.decode()
    assert f'download="{order.number}.pdf"' in page
    assert '<img src="data:application' not in page


def test_a_label_printer_gets_zpl(olga: Client, lines: dict[str, Line]) -> None:
    found = shipping.method("ups_tracked", "US", 900)
    assert found is not None
    order = packed(method="ups_tracked", price=found.price)
    field = f"line-{order.lines.get().pk}"
    page = olga.post(f"/office/orders/{order.number}/part/", {field: "3", "printed": "zpl"}).content.decode()
    assert f'download="{order.number}.zpl"' in page


def test_a_label_is_taken_back(olga: Client) -> None:
    order = packed()
    olga.post(f"/office/orders/{order.number}/send/")
    page = olga.get(f"/office/orders/{order.number}/").content.decode()
    ref = str(Parcel.objects.get().public_id)
    assert ref in page
    olga.post(f"/office/orders/{order.number}/take-back/", {"parcel": ref})
    order.refresh_from_db()
    assert order.status == Status.PACKED
    assert olga.post(f"/office/orders/{order.number}/take-back/", {"parcel": "x"}).status_code == 404


def test_the_desk_reads_which_carrier_does_not_answer(olga: Client) -> None:
    page = olga.get("/office/orders/").content.decode()
    assert "does not answer" not in page
    now = timezone.now()
    CarrierHealth.objects.create(
        recipient="ups", failures=9, failing_since=now, resting_until=now + timedelta(minutes=5)
    )
    page = olga.get("/office/orders/").content.decode()
    assert "UPS does not answer. We leave it alone for 5 minutes" in page
    assert "FedEx" not in page.split("office-carrier", 1)[1].split("</section>", 1)[0]


def test_other_jobs_book_and_take_back_nothing(comes, olga: Client) -> None:  # type: ignore[no-untyped-def]
    order = packed()
    olga.post(f"/office/orders/{order.number}/send/")
    mia = comes("marketing")
    mia.post(f"/office/orders/{order.number}/take-back/", {"parcel": str(Parcel.objects.get().public_id)})
    mia.post(f"/office/orders/{order.number}/part/", {f"line-{order.lines.get().pk}": "1"})
    assert Parcel.objects.get().booking == "booked"


def _pictures(page: bytes) -> bytes:
    import base64
    import re

    found = re.findall(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    return b" ".join(base64.b64decode(each) for each in found)
