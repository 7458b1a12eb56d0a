"""Labels of many orders in one go: each order's own result, what failed stays with its reason, and nothing goes twice."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.doubles.carrier_line import Line
from tests.office.conftest import order_of
from tests.orders.buying import bought, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth.orders import desk, shipping
from troth.orders.batch import labelling
from troth.orders.models import Order, Parcel
from troth.orders.states import Status
from troth.recipients import depot
from troth.recipients.models import CarrierHealth

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
shipping_out = importlib.import_module("troth.orders.ship")
TICKED = "/office/orders/selected/"
BOOKS = "/labels/v3/label"  # USPS's address for it


@pytest.fixture
def olga(comes: Callable[[str], Client]) -> Client:
    return comes("order_desk")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What crossed the carriers' counter."""
    crossed: list[bytes] = []
    receive = depot.receive

    def listen(carrier: str, request: bytes) -> bytes:
        crossed.append(request)
        return receive(carrier, request)

    monkeypatch.setattr(depot, "receive", listen)
    return crossed


def books(browser: Client, *orders: Order, do: str = "labels") -> BeautifulSoup:
    answer: Any = browser.post(TICKED, {"do": do, "order": [order.number for order in orders], "back": "shelf=to-ship"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return BeautifulSoup(answer.getvalue(), "html.parser")


def rows(page: BeautifulSoup) -> dict[str, Tag]:
    return {row.strong.get_text(): row for row in page.select("ol.office-booked > li") if row.strong}


def states(*orders: Order) -> list[str]:
    now = dict(Order.objects.values_list("pk", "status"))
    return [now[order.pk] for order in orders]


def test_each_label_is_booked_and_shown_in_its_row(olga: Client, wire: list[bytes]) -> None:
    one, two = (order_of(who, Status.PACKED) for who in (ADA, BEN))
    found = rows(page := books(olga, one, two))
    assert list(found) == [one.number, two.number]
    for place, order in enumerate((one, two), start=1):
        text = found[order.number].get_text(" ", strip=True)
        assert f"{place} of 2" in text
        assert Parcel.objects.get(order=order).tracking in text
        assert found[order.number].select("img[src^='data:image/svg']")
    assert "That is the end: 2 labels are booked." in page.get_text(" ", strip=True)
    assert states(one, two) == [Status.SHIPPED, Status.SHIPPED]
    assert len(wire) == 2


def test_one_that_fails_does_not_stop_the_rest_and_stays_with_its_reason(olga: Client, wire: list[bytes]) -> None:
    paid, sent = order_of(ADA, Status.PAID), order_of(BEN, Status.SHIPPED)
    held, good = order_of(CHIARA, Status.PACKED), order_of(ADA, Status.PACKED)
    Order.objects.filter(pk=held.pk).update(held_since=timezone.now())
    found = rows(page := books(olga, paid, sent, held, good))
    reasons = {number: row.get_text(" ", strip=True) for number, row in found.items()}
    assert "It is not packed yet." in reasons[paid.number]
    assert "its state is “On its way”" in reasons[sent.number]
    assert "Somebody holds this order back" in reasons[held.number] or "held back" in reasons[held.number]
    assert "Booked" in reasons[good.number]
    assert "3 orders stay as they are" in page.get_text(" ", strip=True)
    assert states(paid, sent, held, good) == [Status.PAID, Status.SHIPPED, Status.PACKED, Status.SHIPPED]
    assert len(wire) == 1


def test_not_even_a_fault_of_ours_stops_the_rest(
    olga: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = order_of(ADA, Status.PACKED), order_of(BEN, Status.PACKED)
    ship = labelling.ship

    def breaks(number: str, *told: Any, **named: Any) -> Any:
        if number == bad.number:
            raise RuntimeError(ADA.street_address)
        return ship(number, *told, **named)

    monkeypatch.setattr(labelling, "ship", breaks)
    found = rows(books(olga, bad, good))
    assert "Something broke on our side" in found[bad.number].get_text()
    assert states(bad, good) == [Status.PACKED, Status.SHIPPED]
    assert "RuntimeError" in caplog.text
    assert ADA.street_address not in caplog.text


def test_pressed_twice_nothing_is_booked_twice(olga: Client, wire: list[bytes]) -> None:
    orders = [order_of(who, Status.PACKED) for who in (ADA, BEN)]
    books(olga, *orders, orders[0])
    again = rows(books(olga, *orders))
    assert all("its state is “On its way”" in row.get_text() for row in again.values())
    assert len(wire) == Parcel.objects.count() == 2


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_at_the_desk_book_each_label_once(wire: list[bytes]) -> None:
    orders, actor = [order_of(who, Status.PACKED) for who in (ADA, BEN, CHIARA)], works_at_the_desk()
    together, told = threading.Barrier(2), []

    def press() -> None:
        together.wait(timeout=20)
        told.extend(desk.book_each([order.number for order in orders], actor))
        connections.close_all()

    presses = [threading.Thread(target=press) for _desk in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert len(wire) == Parcel.objects.count() == 3
    assert sorted(each.number for each in told if each.shipped) == sorted(order.number for order in orders)
    assert len([each for each in told if each.why]) == 3


def test_the_page_grows_order_by_order_and_nothing_is_asked_before_its_turn(olga: Client, wire: list[bytes]) -> None:
    """Whoever closes the page stops what is not begun."""
    orders = [order_of(who, Status.PACKED) for who in (ADA, BEN)]
    answer: Any = olga.post(TICKED, {"do": "labels", "order": [order.number for order in orders]})
    pieces = iter(answer.streaming_content)
    assert b"2 labels are being booked" in next(pieces)
    assert wire == []
    assert orders[0].number.encode() in next(pieces)
    assert len(wire) == 1
    assert states(*orders) == [Status.SHIPPED, Status.PACKED]


def test_the_rows_speak_the_language_of_the_office(olga: Client) -> None:
    from django.utils import translation

    order = order_of(ADA, Status.PACKED)
    olga.post("/office/language/", {"language": "de"})
    answer: Any = olga.post(TICKED, {"do": "labels", "order": order.number})
    spoken = []
    for piece in answer.streaming_content:
        spoken.append(piece)
        assert translation.get_language() == "en"  # nothing leaks into the thread
    assert b'lang="de"' in spoken[0]


@pytest.mark.parametrize("who", ["customer_service", "marketing", "nobody in particular"])
def test_other_jobs_book_nothing(comes: Callable[[str], Client], who: str, wire: list[bytes]) -> None:
    order, browser = order_of(ADA, Status.PACKED), comes(who if who != "nobody in particular" else "no job")
    assert browser.post(TICKED, {"do": "labels", "order": order.number}).status_code == 403
    assert wire == []


def test_more_than_can_be_done_in_one_go_is_said_before_the_first(olga: Client, wire: list[bytes]) -> None:
    order = order_of(ADA, Status.PACKED)
    many = [order.number, *(f"T-{place:06}" for place in range(100))]
    answer = olga.post(TICKED, {"do": "labels", "order": many}, follow=True)
    assert "100 orders at a time are the most." in answer.content.decode()
    assert wire == []


# -- real carriers, for whom asking again is a second label


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def by_usps() -> Order:
    found = shipping.method(METHODS["usps"], "US", 300)
    assert found is not None
    order = bought(ADA, method=METHODS["usps"], price=found.price)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return order


def asked(lines: dict[str, Line]) -> int:
    return len([each for each in lines["usps"].asked(BOOKS) if each.method == "POST"])


def test_a_label_that_may_have_been_made_is_not_booked_again_with_the_others(
    olga: Client, lines: dict[str, Line]
) -> None:
    order = by_usps()
    lines["usps"].fail(BOOKS, 503, times=1)
    assert "A label may have been made" in rows(books(olga, order))[order.number].get_text()
    for later in (timedelta(0), timedelta(hours=1)):
        Parcel.objects.update(asked_at=timezone.now() - later)
        assert "was tried before" in rows(books(olga, order))[order.number].get_text()
    assert asked(lines) == 1


def test_a_carrier_that_rests_is_not_asked_and_the_order_can_go_with_the_next_lot(
    olga: Client, lines: dict[str, Line]
) -> None:
    order = by_usps()
    rests = CarrierHealth.objects.create(
        recipient="usps", failures=5, resting_until=timezone.now() + timedelta(hours=1)
    )
    assert "does not answer and was not asked" in rows(books(olga, order))[order.number].get_text()
    assert asked(lines) == 0
    rests.delete()
    page = rows(books(olga, order, do="zpl"))[order.number]
    assert page.select(f"a[download='{order.number}.zpl']")
    assert asked(lines) == 1


# -- the claim: two presses in the very same moment


@pytest.fixture
def slow_counter(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What crossed the counter. The first there waits until somebody else is at it too, or nobody has come."""
    crossed: list[bytes] = []
    second, receive = threading.Event(), depot.receive

    def listen(carrier: str, request: bytes) -> bytes:
        crossed.append(request)
        if len(crossed) == 1:
            second.wait(timeout=3)
        else:
            second.set()
        return receive(carrier, request)

    monkeypatch.setattr(depot, "receive", listen)
    return crossed


def presses_together(order: Order) -> list[desk.Labelled]:
    actor, told = works_at_the_desk(), []

    def press() -> None:
        try:
            told.extend(desk.book_each([order.number], actor))
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _desk in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    return told


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_while_one_books_the_other_is_told_so(slow_counter: list[bytes]) -> None:
    told = presses_together(order_of(ADA, Status.PACKED))
    assert len(slow_counter) == Parcel.objects.count() == 1
    assert [each.why for each in told if each.why] == ["Somebody else is booking it just now."]
    assert len([each for each in told if each.shipped]) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_without_the_claim_they_would_book_two(slow_counter: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a claim that counts for no time is none."""
    monkeypatch.setattr(shipping_out, "LEASE", timedelta(0))
    presses_together(order_of(ADA, Status.PACKED))
    assert len(slow_counter) == 2
