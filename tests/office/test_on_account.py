"""Buying on account at the book-keeper's desk, by its pages alone."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.office.conftest import Comes
from tests.orders.account.buying_on_account import (
    IBAN,
    account_of,
    buys,
    came,
    late_by,
    owed,
    person_of,
    sells_on_account,
    transfers,
)
from tests.orders.account.files_of_banks import PAYER, THEIR_IBAN, camt, entry, plain
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import here
from troth import gate
from troth.orders import desk, refunds
from troth.orders.account import matching, sending
from troth.orders.invoices import due
from troth.orders.models import AccountTerms, Order, Refund
from troth.orders.models.refund import Giving, Why
from troth.orders.problems import Problem
from troth.orders.states import Status
from troth.support import cases

pytestmark = pytest.mark.django_db
SHELF = "/office/payments/account/"
TERMS = {
    "active": "on",
    "whom": "countries",
    "countries": "us de",
    "days": "14",
    "currency": "usd",
    "limit_shown": "2500.00",
    "sent_first": "never",
    "holder": "Cellorama LLC",
    "iban": "de02 1203 0000 0000 2020 51",
    "bic": "BYLADEM1001",
}


@pytest.fixture
def ada(db: None) -> gate.PersonId:
    return person_of(account_of())


@pytest.fixture
def order(ada: gate.PersonId) -> Order:
    sells_on_account()
    return buys(ada)


def at(order: Order, what: str = "") -> str:
    return f"{SHELF}{order.number}/{what}"


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def presses(client: Client, path: str, status: int = 200, **told: object) -> str:
    answer = client.post(path, told, follow=True)
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


def writes_down(client: Client, order: Order, amount: str, status: int = 200, **more: str) -> str:
    key = re.search(r'name="key" value="([^"]+)"', read(client, at(order)))
    assert key is not None
    told = {"amount": amount, "on": timezone.localdate().isoformat(), "key": key[1], **more}
    return presses(client, at(order, "money/"), status, **told)


def sends(client: Client, file: bytes, status: int = 200) -> str:
    return presses(client, f"{SHELF}statement/", status, file=SimpleUploadedFile("bank.xml", file))


def test_the_terms_are_written_down_and_come_back(comes: Comes) -> None:
    bilal = comes("bookkeeping")
    assert "Kept." in presses(bilal, f"{SHELF}terms/", **TERMS)
    row = AccountTerms.objects.get()
    assert (row.iban, row.limit, row.currency, row.countries, row.days) == (IBAN, 250_000, "USD", "US DE", 14)
    assert 'value="2500.00"' in read(bilal, f"{SHELF}terms/")
    presses(bilal, f"{SHELF}terms/", **TERMS | {"days": "21"})
    assert AccountTerms.objects.get().days == 21


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"iban": "DE03 1203 0000 0000 2020 51"}, "its checksum does not fit"),
        ({"bic": "BYLA"}, "This is no BIC"),
        ({"iban": "", "routing": "123456789", "number": "1"}, "This is no routing number"),
        ({"iban": ""}, "Invoices must say where to pay"),
        ({"countries": "US QX"}, "There is no such country: QX."),
        ({"countries": ""}, "Name the countries."),
        ({"currency": "QQQ"}, "There is no such currency."),
        ({"limit_shown": "many"}, "many"),
        ({"limit_shown": "0"}, "Write an amount above nothing."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "500"}, "less than or equal to 180"),
    ],
    ids=lambda told: "-".join(told) if isinstance(told, dict) else "",
)
def test_terms_that_can_not_be_are_said_and_nothing_typed_is_lost(
    comes: Comes, changes: dict[str, str], says: str
) -> None:
    page = presses(comes("bookkeeping"), f"{SHELF}terms/", 422, **TERMS | changes)
    assert says in page
    assert 'value="Cellorama LLC"' in page
    assert not AccountTerms.objects.exists()


def test_with_a_routing_and_an_account_number_no_iban_is_wanted(comes: Comes) -> None:
    told = TERMS | {"iban": "", "bic": "", "routing": "021000021", "number": "1234567"}
    assert "Kept." in presses(comes("bookkeeping"), f"{SHELF}terms/", **told)


def test_open_and_overdue_invoices_lie_on_their_shelves(comes: Comes, order: Order) -> None:
    bilal = comes("bookkeeping")
    assert order.number in read(bilal, f"{SHELF}?shelf=open")
    assert order.number not in read(bilal, f"{SHELF}?shelf=late")
    late_by(order, 3)
    page = read(bilal, SHELF)
    assert order.number in page
    assert "3 days late" in page
    assert "On account (1)" in page


def test_money_is_written_down_by_hand_once(comes: Comes, order: Order) -> None:
    bilal = comes("bookkeeping")
    assert "$5.00 came" in writes_down(bilal, order, "5.00")
    told = {"amount": "5.00", "on": timezone.localdate().isoformat(), "key": "the same"}
    presses(bilal, at(order, "money/"), **told)
    assert "Nothing was counted twice" in presses(bilal, at(order, "money/"), **told)
    assert transfers(order) == [(500, "succeeded"), (500, "succeeded")]
    assert "The invoice is paid" in writes_down(bilal, order, plain(order.total - 1000))


def test_an_amount_or_a_day_that_can_not_be_is_said_beside_it(comes: Comes, order: Order) -> None:
    bilal = comes("bookkeeping")
    assert "Write an amount above nothing." in writes_down(bilal, order, "0", 422)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = writes_down(bilal, order, "5.00", 409, on=tomorrow)
    assert "between the day of the order and today" in page
    assert 'value="5.00"' in page
    assert not transfers(order)


def test_what_waits_for_money_may_be_let_go_first(comes: Comes, order: Order) -> None:
    page = presses(comes("bookkeeping"), at(order, "send-first/"))
    assert "The order desk can pack it now." in page
    order.refresh_from_db()
    assert order.status == Status.ON_ACCOUNT


def test_reminders_are_stopped_and_resumed(comes: Comes, order: Order) -> None:
    bilal = comes("bookkeeping")
    assert "Reminders are stopped." in presses(bilal, at(order, "stop/"))
    assert owed(order).remind_on is None
    presses(bilal, at(order, "go-on/"))
    assert owed(order).remind_on is not None


def test_a_customer_is_approved_on_any_order_of_theirs(comes: Comes, ada: gate.PersonId) -> None:
    order, bilal = bought(person=ada), comes("bookkeeping")
    assert "Nobody has decided yet" in read(bilal, at(order))
    assert "They are approved for buying on account." in presses(bilal, at(order, "approve/"), approved="yes")
    assert "They are not approved" in presses(bilal, at(order, "approve/"), approved="no")


def test_the_page_of_an_order_leads_there_before_anybody_bought_so(comes: Comes, ada: gate.PersonId) -> None:
    """Else nobody could be approved in a shop that sells so to the approved alone."""
    order, bilal = bought(person=ada), comes("bookkeeping")
    whole = f"/office/orders/{order.number}/"
    assert at(order) not in read(bilal, whole)
    sells_on_account()
    assert at(order) in read(bilal, whole)
    assert at(order) not in read(comes("order_desk"), whole)


def test_of_a_guest_it_says_that_they_can_not_buy_so(comes: Comes) -> None:
    order, bilal = bought(), comes("bookkeeping")
    assert "They have no account here" in read(bilal, at(order))
    assert "no account here" in presses(bilal, at(order, "approve/"), approved="yes")


# -- the bank's file


def test_a_file_is_looked_at_first_and_written_down_then(comes: Comes, order: Order) -> None:
    bilal = comes("bookkeeping")
    file = camt(entry(plain(order.total), f"thanks {order.number}"), entry("7.00", "rent"))
    page = sends(bilal, file)
    assert "Nothing is written down yet." in page
    assert "1 sum that came is none of ours" in page
    assert PAYER not in page
    assert THEIR_IBAN not in page
    assert not transfers(order)
    ticked = re.findall(r'name="line" value="([^"]+)" checked', page)
    assert "1 payment was written down." in presses(bilal, f"{SHELF}statement/book/", line=ticked)
    assert transfers(order) == [(order.total, "succeeded")]
    assert "Written down before" in sends(bilal, file)


def test_what_can_not_be_read_is_said_and_another_file_can_be_sent(comes: Comes) -> None:
    page = sends(comes("bookkeeping"), b"<html></html>", 422)
    assert "no statement of a bank" in page
    assert 'type="file"' in page


@pytest.mark.parametrize("file", [b"", b"x" * 2_100_000], ids=["empty", "too large"])
def test_a_file_of_no_use_is_said(comes: Comes, file: bytes) -> None:
    page = sends(comes("bookkeeping"), file, 422)
    assert "empty" in page or "larger than 2 MB" in page


def test_no_file_from_elsewhere_is_taken(order: Order, comes: Comes) -> None:
    bilal = comes("bookkeeping")
    bilal.handler.enforce_csrf_checks = True
    file = SimpleUploadedFile("bank.xml", camt(entry("1.00", order.number)))
    assert bilal.post(f"{SHELF}statement/", {"file": file}).status_code == 403


# -- paid back


def test_a_refund_is_confirmed_in_two_steps(comes: Comes, order: Order) -> None:
    bilal, olga = comes("bookkeeping"), works_at_the_desk(590)
    came(order, order.total, works_at_the_desk(591, "bookkeeping"))
    refunds.give(order.number, 300, Why.GOODWILL, actor=olga)
    refund = Refund.objects.get()
    step = f"{SHELF}refunds/{refund.pk}/"
    assert step in read(bilal, SHELF)
    assert step in read(bilal, "/office/payments/")
    assert "Transfer it at the bank first." in read(bilal, step)
    refund.refresh_from_db()
    assert refund.state == Giving.DUE
    assert "Noted as paid back." in presses(bilal, step)
    refund.refresh_from_db()
    assert refund.state == Giving.DONE
    assert "moved on meanwhile" in presses(bilal, step)


# -- who


@pytest.mark.parametrize("job", ["order_desk", "customer_service", "marketing", "privacy_officer"])
def test_it_is_the_book_keepers_alone(comes: Comes, order: Order, job: str) -> None:
    other = comes(job)
    for path in (SHELF, at(order), f"{SHELF}terms/"):
        assert other.get(path).status_code == 403
    for path in (at(order, "money/"), at(order, "send-first/"), at(order, "approve/"), f"{SHELF}statement/"):
        assert other.post(path, {"amount": "1", "approved": "yes"}).status_code == 403
    assert SHELF not in read(other, "/office/")
    assert owed(order).received == 0


def test_the_order_desk_reads_on_the_order_how_it_stands(comes: Comes, order: Order) -> None:
    page = read(comes("order_desk"), f"/office/orders/{order.number}/")
    assert "Its goods wait for the money." in page
    assert at(order) not in page
    assert at(order) in read(comes("bookkeeping"), f"/office/orders/{order.number}/")


def test_how_old_the_open_invoices_are_stands_in_the_books(comes: Comes, order: Order) -> None:
    late_by(order, 45)
    page = read(comes("bookkeeping"), "/office/figures/books/")
    assert "Open invoices by age" in page
    assert "31 to 60 days ago" in page


# -- a long file, page by page


def test_a_long_file_is_gone_through_page_by_page_and_no_tick_is_lost(
    comes: Comes, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "AT_ONCE", 2)
    bilal, known = comes("bookkeeping"), [entry("1.00", order.number, theirs=f"B-{place}") for place in range(5)]
    page = sends(bilal, camt(*known, entry("7.00", "rent")))
    seen, booked = ["3 more sums follow" in page], 0
    assert "1 sum that came is none of ours" in page
    while 'name="line"' in page:
        lines = re.findall(r'name="line" value="([^"]+)"', page)
        rest = re.search(r'name="rest" value="([^"]+)"', page)
        booked += len(lines)
        page = presses(bilal, f"{SHELF}statement/book/", line=lines, **({"rest": rest[1]} if rest else {}))
        seen.append("follow" in page)
    assert (booked, seen) == (5, [True, True, False, False])
    assert transfers(order) == [(100, "succeeded")] * 5


def test_all_that_is_ticked_is_written_down_however_many(comes: Comes, order: Order) -> None:
    many = 501
    words = [signed(order, place) for place in range(many)]
    bilal = comes("bookkeeping")
    assert "501 payments were written down." in presses(bilal, f"{SHELF}statement/book/", line=words)
    assert owed(order).received == many


def signed(order: Order, place: int) -> str:
    told = (order.number, 1, timezone.localdate().isoformat(), f"mark {place}")
    return signing.dumps(told, salt=matching.SALT, compress=True)


def test_what_is_to_come_and_is_not_ours_is_said_and_what_was_ticked_is_written_down(
    comes: Comes, order: Order
) -> None:
    told = {"line": [signed(order, 0)], "rest": "something else"}
    page = presses(comes("bookkeeping"), f"{SHELF}statement/book/", **told)
    assert "1 payment was written down." in page
    assert "Please send the file once more." in page


# -- less is owed, and what came too late


def sent_unpaid(order: Order) -> Order:
    olga, bilal = works_at_the_desk(592), works_at_the_desk(593, "bookkeeping")
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    due.make()
    return Order.objects.get(pk=order.pk)


def test_the_desk_takes_something_off_what_is_owed(comes: Comes, order: Order) -> None:
    olga, whole = comes("order_desk"), f"/office/orders/{sent_unpaid(order).number}/"
    page = read(olga, whole)
    assert "Take something off the invoice" in page
    assert "Give money back" not in page
    key = re.search(r'give-back/"[^§]*?name="key" value="([^"]+)"', page)
    assert key is not None
    told = {"amount": "5.00", "why": "goodwill", "key": key[1]}
    assert "Taken off the invoice." in presses(olga, f"{whole}give-back/", **told)
    assert owed(order).credited == 500
    page = read(comes("bookkeeping"), at(order))
    assert "$5.00 taken off by credit notes" in page


def test_of_what_is_not_paid_no_return_and_no_problem_says_that_money_goes_back(
    comes: Comes, ada: gate.PersonId
) -> None:
    sells_on_account()
    order = buys(ada, (tube(title="Flask"), 3))
    olga, whole = comes("order_desk"), f"/office/orders/{sent_unpaid(order).number}/"
    mends = works_at_the_desk(595)
    case = cases.open(order.number, Problem.DAMAGED, mends)
    page = presses(olga, f"{whole}problems/{case}/give-back/", amount="5.00")
    assert "Taken off the invoice." in page
    assert "on its way back" not in page
    page = presses(olga, f"{whole}returns/{here(order, mends)}/money/", amount="10.00")
    assert "Taken off the invoice." in page
    assert "on its way back" not in page
    assert owed(order).credited == 1500


def test_the_month_names_what_is_open_of_an_invoice_that_is_paid_in_part(comes: Comes, order: Order) -> None:
    due.make()
    came(order, 500, works_at_the_desk(594, "bookkeeping"))
    page = read(comes("bookkeeping"), f"/office/bookkeeping/?month={timezone.localdate():%Y-%m}")
    assert "Papers without money, or without all of it" in page
    assert f"${plain(order.total - 500)} open of ${plain(order.total)}" in page


@pytest.mark.parametrize(("act", "says"), [("keep", "Kept: it pays"), ("back", "It waits to be paid back.")])
def test_what_came_after_it_was_let_go_is_kept_or_given_back(comes: Comes, order: Order, act: str, says: str) -> None:
    sent_unpaid(order)
    bilal = comes("bookkeeping")
    assert "you decide then" in presses(bilal, at(order, "let-go/"))
    assert "decide below" in writes_down(bilal, order, "5.00")
    assert "Came after it was let go" in read(bilal, SHELF)
    path = re.search(rf'action="([^"]+/late/[0-9]+/{act}/)"', read(bilal, at(order)))
    assert path is not None
    assert says in presses(bilal, path[1])
    assert "moved on meanwhile" in presses(bilal, path[1])
    assert comes("order_desk").post(path[1]).status_code == 403
    presses(bilal, f"{SHELF}late/999999/{act}/", 404)
