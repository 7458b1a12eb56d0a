"""A dispute that was lost: what the bank took back has a credit note, once, whoever makes it and whatever else goes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from tests.orders.invoices.test_papers import paid, refund
from tests.orders.sold import lost_dispute
from tests.orders.test_races import together
from troth.orders.errors import NotPossible
from troth.orders.invoices import content, due, issue
from troth.orders.models import Dispute, Invoice, InvoiceYear, Order
from troth.orders.models.dispute import Contesting
from troth.orders.models.invoice import InvoiceKind
from troth.orders.models.order import OrderEvent, What

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
MANY = 6


def taken(order: Order, amount: int | None = None, state: str = Contesting.LOST) -> Dispute:
    return lost_dispute(order, order.total if amount is None else amount, timezone.localdate(), state)


def test_it_takes_the_invoice_back_as_a_whole() -> None:
    order = paid()
    invoice = issue.invoice(order.pk)
    dispute = taken(order)
    assert due.make() == 1
    note = Invoice.objects.get(kind=InvoiceKind.CREDIT)
    assert (note.credits, note.dispute, note.amount) == (invoice, dispute, order.total)
    assert note.place == invoice.place + 1
    assert content.read(note.content).because == "The bank took the money back"
    assert OrderEvent.objects.filter(order=order, what=What.CREDITED).count() == 1
    assert due.make() == 0


def test_a_part_is_taken_back_with_its_share_and_no_more_than_is_left() -> None:
    order = paid()
    issue.invoice(order.pk)
    refund(order, order.total - 300)
    due.make()
    taken(order, 500)
    assert due.make() == 1
    assert list(Invoice.objects.filter(kind=InvoiceKind.CREDIT).order_by("place").values_list("amount", flat=True)) == [
        order.total - 300,
        300,
    ]


def test_without_an_invoice_there_is_nothing_to_take_back() -> None:
    order = paid()
    assert issue.charged_back(taken(order).pk) is None
    assert not InvoiceYear.objects.exists()


@pytest.mark.parametrize("state", [each for each in Contesting if each != Contesting.LOST])
def test_a_dispute_that_is_not_lost_takes_nothing_back(state: str) -> None:
    order = paid()
    issue.invoice(order.pk)
    dispute = taken(order, state=state)
    assert due.make() == 0
    with pytest.raises(NotPossible):
        issue.charged_back(dispute.pk)


# -- many at once


def numbers_given() -> list[int]:
    return [*Invoice.objects.order_by("place").values_list("place", flat=True)]


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_made_by_many_at_once_it_is_one_and_the_numbers_have_no_gap() -> None:
    order = paid()
    issue.invoice(order.pk)
    dispute = taken(order)
    notes = together(MANY, lambda place: issue.charged_back(dispute.pk))
    assert len({note.pk for note in notes}) == 1
    assert numbers_given() == [1, 2]
    assert InvoiceYear.objects.get().last == 2


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_a_refund_at_the_same_moment_takes_no_more_with_it_than_the_invoice_says() -> None:
    order = paid()
    issue.invoice(order.pk)
    dispute, given = taken(order), refund(order, order.total)
    makes: list[Callable[[], Any]] = [lambda: issue.charged_back(dispute.pk), lambda: issue.credit(given.pk)]
    together(2, lambda place: makes[place]())
    assert _credited() == order.total
    assert numbers_given() == [1, 2]


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_control_what_is_left_read_before_the_other_writes_takes_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    order = paid()
    invoice = issue.invoice(order.pk)
    dispute, given = taken(order), refund(order, order.total)
    all_have_read, stale = threading.Barrier(2), issue.left(invoice)
    monkeypatch.setattr(issue, "left", lambda paper: stale)
    makes: list[Callable[[], Any]] = [lambda: issue.charged_back(dispute.pk), lambda: issue.credit(given.pk)]

    def make(place: int) -> Any:
        all_have_read.wait(timeout=20)
        return makes[place]()

    together(2, make)
    assert _credited() == 2 * order.total


def _credited() -> int:
    return int(Invoice.objects.filter(kind=InvoiceKind.CREDIT).aggregate(sum=Sum("amount"))["sum"])
