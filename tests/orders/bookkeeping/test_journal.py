"""The journal adds up to what the Books report says, and to what the tables say by SQL of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import tube, works_at_the_desk
from tests.orders.counting import questions
from tests.orders.invoices.test_goods_that_came_back import book, germany
from tests.orders.invoices.test_papers import massachusetts, paid, refund
from tests.orders.sold import lost_dispute, sold
from troth import gate
from troth.orders.bookkeeping import names
from troth.orders.bookkeeping.journal import Entry, Kind, journal
from troth.orders.invoices import due, issue
from troth.orders.models import Order, Payment
from troth.orders.models.payment import EARLIER_SHOP
from troth.orders.reports.books import books
from troth.orders.reports.span import Span

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def today() -> Span:
    return Span(timezone.localdate(), timezone.localdate())


def asked(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def a_month_of_trade() -> None:
    """Two rates, something without tax, a voucher's worth of goodwill, money that a bank took back."""
    germany()
    first = paid((book(), 2), (tube(title="Flask", price=1190), 1))
    paid((tube(title="Retort", price=999), 3))
    third = paid((tube(title="Burette", price=5000), 1))
    due.make()
    refund(first, 333)
    lost_dispute(third, third.total, timezone.localdate())
    due.make()
    olga = works_at_the_desk(651, "bookkeeping")
    last = paid((tube(title="Pipette", price=1234), 1))
    issue.reissue(last.number, issue.invoice(last.pk).number, olga)


def sums(entries: tuple[Entry, ...], *kinds: Kind) -> int:
    return sum(entry.gross for entry in entries if entry.kind in kinds)


def test_taxes_by_rate_are_those_of_the_books() -> None:
    a_month_of_trade()
    entries = journal(today(), "USD")
    told = books(today(), "USD")
    assert {each.rate for each in told.papers} == {7_000, 19_000}
    for tax in told.papers:
        mine = [entry for entry in entries if entry.rate == tax.rate]
        assert sum(entry.tax for entry in mine) == tax.left
        assert sum(entry.net for entry in mine) == tax.base_left
        assert {entry.tax_name for entry in mine} == {tax.name}


def test_what_papers_and_money_come_to_is_what_the_tables_hold() -> None:
    a_month_of_trade()
    entries, told = journal(today(), "USD"), books(today(), "USD").whole
    assert sums(entries, Kind.INVOICE) == asked("SELECT SUM(amount) FROM orders_invoice WHERE kind <> 'credit'")
    assert -sums(entries, Kind.CREDIT) == asked("SELECT SUM(amount) FROM orders_invoice WHERE kind = 'credit'")
    assert sums(entries, Kind.PAYMENT) == asked("SELECT SUM(amount) FROM orders_payment WHERE state = 'succeeded'")
    assert -sums(entries, Kind.REFUND) == asked("SELECT SUM(amount) FROM orders_refund") == told.refunds
    assert -sums(entries, Kind.TAKEN_BACK) == asked("SELECT SUM(amount) FROM orders_dispute") == told.charged_back
    assert all(entry.net + entry.tax == entry.gross for entry in entries if entry.kind.is_paper)


def test_a_paper_and_its_money_are_found_by_one_number() -> None:
    order = paid((tube(price=2500), 2))
    number = issue.invoice(order.pk).number
    issue.credit(refund(order, 500).pk)
    told = {entry.kind: entry for entry in journal(today(), "USD")}
    assert (told[Kind.PAYMENT].number, told[Kind.PAYMENT].order) == (number, order.number)
    assert told[Kind.CREDIT].about == number
    assert told[Kind.REFUND].number == told[Kind.CREDIT].number


def test_what_an_earlier_shop_took_and_other_currencies_and_days_are_not_in_it() -> None:
    massachusetts()
    order = paid((tube(price=2500), 2))
    issue.invoice(order.pk)
    assert journal(today(), "EUR") == ()
    assert journal(Span(date(2020, 1, 1), date(2020, 1, 31)), "USD") == ()
    Payment.objects.update(provider=EARLIER_SHOP)
    assert not [entry for entry in journal(today(), "USD") if entry.kind is Kind.PAYMENT]


def test_it_asks_as_much_for_many_papers_as_for_one() -> None:
    germany()
    issue.invoice(paid((tube(), 1)).pk)
    with questions() as one:
        journal(today(), "USD")
    for title in ("Flask", "Retort"):
        issue.invoice(paid((tube(title=title), 1)).pk)
    with questions() as many:
        journal(today(), "USD")
    assert len(one) == len(many) == 5


def test_nobody_is_named_but_to_whom_may_and_each_look_is_an_entry() -> None:
    order = paid((tube(price=2500), 2))
    issue.invoice(order.pk)
    entries = journal(today(), "USD")
    assert not any(mark in f"{entries}" for mark in ADA.marks)
    with pytest.raises(gate.Refused):
        names.of(entries, works_at_the_desk(652, "order_desk"))
    assert looks(order) == 0
    found = names.of(entries, works_at_the_desk(653, "bookkeeping"))
    assert found[order.party].told == (ADA.name, "")
    assert looks(order) == 1


def test_of_whom_nothing_is_kept_any_more_the_name_is_empty() -> None:
    order = sold(timezone.localdate(), (tube(price=2500), 2))
    issue.invoice(order.pk)
    found = names.of(journal(today(), "USD"), works_at_the_desk(654, "bookkeeping"))
    assert found[order.party].told == ("", "")


def looks(order: Order) -> int:
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    return sum(line.purpose == "billing" and line.verb == "use" for line in lines)
