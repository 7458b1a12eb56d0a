"""What the labels of many orders are printed from: one file of all pages, one of all commands, one of customs invoices."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import PyPDF2
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN, Customer
from tests.doubles.carrier_line import Line
from tests.office.conftest import Comes
from tests.office.test_many_labels import books
from tests.orders.buying import bought, tube
from tests.orders.carriers import METHODS, on_loopback
from troth.orders import shipping
from troth.orders.batch import labelling
from troth.orders.models import Order
from troth.orders.states import Status
from troth.recipients.parcels import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def sent_by(*carriers: str, to: Customer = ADA) -> list[Order]:
    orders = []
    for carrier in carriers:
        found = shipping.method(METHODS[carrier], to.country, 300)
        assert found is not None
        goods = tube(title=f"Tube {len(orders)}"), 1
        orders.append(bought(to, goods, method=METHODS[carrier], price=found.price))
    Order.objects.update(status=Status.PACKED)
    return orders


def file_called(page: BeautifulSoup, name: str) -> bytes:
    (link,) = page.select(f"a[download='{name}']")
    return base64.b64decode(str(link["href"]).partition(";base64,")[2])


def pages_of(content: bytes) -> int:
    return len(PyPDF2.PdfReader(io.BytesIO(content)).pages)


def test_pages_of_several_carriers_are_one_file_to_print(olga: Client, lines: dict[str, Line]) -> None:
    orders = sent_by("usps", "ups", "fedex", "usps")
    page = books(olga, *orders)
    alone = [pages_of(file_called(page, f"{order.number}.pdf")) for order in orders]
    assert alone == [1, 1, 1, 1]
    assert pages_of(file_called(page, "labels.pdf")) == 4
    assert "Download 4 labels as one file" in page.get_text(" ", strip=True)
    assert not page.select("[data-office-print]")  # the page itself has nothing to print


def test_customs_invoices_are_a_file_of_their_own_for_another_printer(olga: Client, lines: dict[str, Line]) -> None:
    page = books(olga, *sent_by("fedex", "fedex", to=BEN), do="zpl")
    assert pages_of(file_called(page, "customs.pdf")) == 2
    assert file_called(page, "labels.zpl").count(b"^XZ") == 2
    assert "Download 2 customs invoices as one file" in page.get_text(" ", strip=True)


def test_commands_for_a_label_printer_follow_one_another(olga: Client, lines: dict[str, Line]) -> None:
    orders = sent_by("usps", "ups")
    page = books(olga, *orders, do="zpl")
    joined = file_called(page, "labels.zpl")
    alone = [file_called(page, f"{order.number}.zpl") for order in orders]
    assert joined.splitlines() == [each.strip() for each in alone]
    assert joined.count(b"^XA") == joined.count(b"^XZ") == 2


def test_a_label_that_cannot_be_read_is_named_and_the_others_are_joined(
    olga: Client, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = sent_by("usps", "usps", "usps")
    ship = labelling.ship

    def torn(number: str, *told: Any, **named: Any) -> Any:
        shipped = ship(number, *told, **named)
        return replace(shipped, label=shipped.label[:60]) if number == orders[1].number else shipped

    monkeypatch.setattr(labelling, "ship", torn)
    page = books(olga, *orders)
    assert pages_of(file_called(page, "labels.pdf")) == 2
    (words,) = [each.get_text() for each in page.select("p.office-trouble")]
    assert orders[1].number in words
    assert orders[0].number not in words


def test_what_failed_stands_at_the_end_beside_its_reason(olga: Client, lines: dict[str, Line]) -> None:
    one, unpacked, two = sent_by("usps", "usps", "usps")
    Order.objects.filter(pk=unpacked.pk).update(status=Status.PAID)
    page = books(olga, one, unpacked, two)
    (stayed,) = page.select(".office-booked__stayed > li")
    assert stayed.get_text(" ", strip=True) == f"{unpacked.number} It is not packed yet."
    assert pages_of(file_called(page, "labels.pdf")) == 2


def test_one_label_alone_needs_no_second_file(olga: Client, lines: dict[str, Line]) -> None:
    (order,) = sent_by("usps")
    page = books(olga, order)
    assert page.select(f"a[download='{order.number}.pdf']")
    assert not page.select("a[download='labels.pdf']")


@given(st.lists(st.integers(min_value=-1, max_value=3), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_page_is_lost_and_none_is_twice(many: list[int]) -> None:
    """-1: no PDF at all; 0: one without pages."""
    joined = joining.pages([pdf_of(each) for each in many])
    assert joined.unread == tuple(place for place, each in enumerate(many) if each < 1)
    assert (pages_of(joined.content) if joined.content else 0) == sum(each for each in many if each > 0)


def pdf_of(many: int) -> bytes:
    if many < 0:
        return b"%PDF-1.4 no more than that"
    writer, out = PyPDF2.PdfWriter(), io.BytesIO()
    for _page in range(many):
        writer.add_blank_page(288, 432)
    writer.write(out)
    return out.getvalue()
