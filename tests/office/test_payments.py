"""Money at the desk: who sees it, what it says, and that the overview opens nobody's data."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import ADA
from tests.office.conftest import Comes
from tests.orders.buying import bought
from tests.payments.counters import PracticeCounter, begin
from troth.channels.models import Message
from troth.ledger.models import Entry
from troth.orders.models import Dispute, Order
from troth.recipients import till_counter
from troth.tasks import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def disputed(monkeypatch: pytest.MonkeyPatch) -> Order:
    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)
    counter, order = PracticeCounter(), bought(ADA)
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    counter.dispute(session)
    counter.deliver()
    return order


@pytest.mark.parametrize("job", ["order_desk", "customer_service", "bookkeeping"])
def test_the_overview_tells_of_money_and_of_nobody(comes: Comes, disputed: Order, job: str) -> None:
    client = comes(job)
    entries = Entry.objects.count()
    page = client.get("/office/payments/").content.decode()
    assert disputed.number in page
    assert "The goods are said not to have arrived" in page
    assert not any(mark in page for mark in ADA.marks)
    assert Entry.objects.count() == entries


def test_the_first_page_says_how_many_disputes_wait(comes: Comes, disputed: Order) -> None:
    page = comes("customer_service").get("/office/").content.decode()
    assert "waits for our answer" in page


@pytest.mark.parametrize("job", ["marketing", "privacy_officer"])
def test_whose_job_it_is_not_is_refused(comes: Comes, disputed: Order, job: str) -> None:
    client = comes(job)
    for path in ("/office/payments/", "/office/payments/compare/", _at(), f"{_at()}write/"):
        answer = client.get(path) if path in ("/office/payments/", _at()) else client.post(path)
        assert answer.status_code == 403 or not any(mark in answer.content.decode() for mark in ADA.marks)
    assert not Message.objects.filter(template="dispute_question").exists()


def test_a_dispute_opens_the_customer_and_the_look_is_entered(comes: Comes, disputed: Order) -> None:
    client = comes("customer_service")
    entries = Entry.objects.count()
    page = client.get(_at()).content.decode()
    assert ADA.email in page
    assert Dispute.objects.get().theirs in page
    assert Entry.objects.count() > entries


def test_the_customer_is_asked_by_one_press(comes: Comes, disputed: Order) -> None:
    client = comes("order_desk")
    for _press in range(2):
        assert client.post(f"{_at()}write/").status_code == 302
    assert Message.objects.filter(template="dispute_question").count() == 1
    assert client.post("/office/payments/disputes/999999/write/").status_code == 404


def test_a_comparison_is_queued_and_shown(comes: Comes, disputed: Order) -> None:
    client = comes("order_desk")
    assert "Nothing was compared yet" in client.get(reverse("office:payments")).content.decode()
    client.post(reverse("office:payments_compare"))
    worker.run_due()
    assert "They agree" in client.get(reverse("office:payments")).content.decode()


def _at() -> str:
    return f"/office/payments/disputes/{Dispute.objects.get().pk}/"
