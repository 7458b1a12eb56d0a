"""Money owed at the desk: asked for on the dispute's page, decided on its own, and nobody's data but behind a button."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.office.conftest import Comes
from tests.orders.buying import works_at_the_desk
from tests.orders.owed.owing import WHY, debt, letters, taken_back, the_dispute
from troth.ledger.models import Entry
from troth.orders.models import Debt, Order
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db
SHELF = "/office/payments/owed/"


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Order:
    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)
    return taken_back(works_at_the_desk(590))


def dispute() -> str:
    return f"/office/payments/disputes/{the_dispute()}/"


def at() -> str:
    return f"{SHELF}{debt().public_id}/"


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def asks(client: Client, **told: str) -> str:
    answer = client.post(f"{dispute()}claim/", {"reason": WHY, **told}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_asked_for_on_the_page_of_the_dispute(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    assert "Ask for the money" in read(sam, dispute())
    assert "The letter leaves in a moment" in asks(sam)
    assert len(letters()) == 1
    page = asks(sam)
    assert "The money was asked for already." in page
    assert "Ask for the money" not in page
    assert debt().amount == order.total


def test_who_packs_sees_that_it_is_not_their_decision(comes: Comes, order: Order) -> None:
    olga = comes("order_desk")
    page = read(olga, dispute())
    assert "Ask for the money" not in page
    assert "not decided in your job" in page
    assert olga.post(f"{dispute()}claim/", {"reason": WHY}).status_code == 403
    assert not Debt.objects.exists()


@pytest.mark.parametrize("job", ["order_desk", "marketing", "privacy_officer"])
def test_whose_job_it_is_not_gets_nowhere(comes: Comes, order: Order, job: str) -> None:
    asks(comes("customer_service"))
    client = comes(job)
    for path in (SHELF, at()):
        assert client.get(path).status_code == 403
    for act in ("reach", "stop", "resume", "let-go"):
        assert client.post(f"{at()}{act}/", {"channel": "post", "why": "goodwill"}).status_code == 403
    assert (debt().state, debt().pause) == ("open", "")
    assert "Money owed" not in client.get("/office/").content.decode()


def test_a_buyer_who_may_be_a_victim_is_asked_after_a_tick(comes: Comes, order: Order) -> None:
    from troth.orders.models import Dispute

    Dispute.objects.update(reason="fraudulent")
    sam = comes("customer_service")
    assert "somebody else may have ordered in their name" in read(sam, dispute())
    assert "Confirm that you have looked at this" in asks(sam)
    assert not Debt.objects.exists()
    assert "The letter leaves" in asks(sam, sure="yes")


def test_without_a_reason_it_says_so(comes: Comes, order: Order) -> None:
    assert "Please write why" in asks(comes("customer_service"), reason="  ")
    assert not Debt.objects.exists()


def test_the_page_of_the_dispute_says_why_it_cannot_be_asked_for(comes: Comes, order: Order) -> None:
    order.parcels.update(booking="cancelled")
    assert "Then nothing is owed." in read(comes("customer_service"), dispute())


@pytest.mark.parametrize("job", ["customer_service", "bookkeeping"])
def test_the_shelf_tells_of_money_and_of_nobody(comes: Comes, order: Order, job: str) -> None:
    client = comes(job)
    asks(client)
    entries = Entry.objects.count()
    for path in (SHELF, at(), f"{SHELF}?shelf=paid", f"{SHELF}?shelf=nonsense"):
        page = read(client, path)
        assert not any(mark in page for mark in ADA.marks)
    assert order.number in read(client, SHELF)
    assert Entry.objects.count() == entries


def test_empty_shelves_say_so(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    assert "Nobody owes anything." in read(sam, SHELF)
    assert "Nothing waits for a decision." in read(sam, f"{SHELF}?shelf=objected")
    assert "Nothing lies here." in read(sam, f"{SHELF}?shelf=let_go")


def test_ringing_and_letters_open_what_they_need_and_are_entered(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    asks(sam)
    entries = Entry.objects.count()
    page = sam.post(f"{at()}reach/", {"channel": "telephone"}).content.decode()
    assert ADA.telephone in page
    assert ADA.street_address not in page
    page = sam.post(f"{at()}reach/", {"channel": "post"}).content.decode()
    assert ADA.street_address in page
    assert ADA.email not in page
    assert Entry.objects.count() == entries + 2
    assert sam.post(f"{at()}reach/", {"channel": "email"}).status_code == 302


def test_an_objection_is_counted_in_the_menu_and_decided(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    asks(sam)
    assert "Money owed (1)" not in read(sam, "/office/")
    Debt.objects.update(pause="objected", paused_at=timezone.now(), objections=1)
    assert "Money owed (1)" in read(sam, "/office/")
    assert order.number in read(sam, SHELF)
    assert "We still ask for it" in read(sam, at())
    sam.post(f"{at()}resume/")
    assert debt().pause == ""
    sam.post(f"{at()}stop/")
    assert debt().pause == "stopped"
    assert "Please choose why." in sam.post(f"{at()}let-go/", follow=True).content.decode()
    sam.post(f"{at()}let-go/", {"why": "not_owed"})
    page = read(sam, at())
    assert "It is not owed" in page
    assert "Let it go, because" not in page
    assert "moved on meanwhile" in sam.post(f"{at()}stop/", follow=True).content.decode()


def test_the_order_says_what_is_owed(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    asks(sam)
    page = read(sam, f"/office/orders/{order.number}/")
    assert "Money owed: $28.90" in page
    assert at() in page
    assert at() not in read(comes("order_desk"), f"/office/orders/{order.number}/")


def test_what_is_not_there_is_not_found(comes: Comes, order: Order) -> None:
    sam = comes("customer_service")
    nowhere = f"{SHELF}00000000-0000-4000-8000-000000000000/"
    assert sam.get(nowhere).status_code == 404
    for act in ("stop", "resume", "reach"):
        assert sam.post(f"{nowhere}{act}/", {"channel": "post"}).status_code == 404
    assert (
        "not possible now"
        in sam.post("/office/payments/disputes/999999/claim/", {"reason": WHY}, follow=True).content.decode()
    )
