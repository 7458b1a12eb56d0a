"""A file from the bank: only our own numbers are taken out of it, each line pays once, and nobody in it is kept."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from django.core import signing
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.account.buying_on_account import buys, came, owed, transfers, tube
from tests.orders.account.files_of_banks import PAYER, THEIR_IBAN, camt, entry, part_of_many, plain, table
from troth import gate
from troth.orders.account import matching, statement
from troth.orders.account.matching import Fit, propose
from troth.orders.account.statement import NotAStatement, read
from troth.orders.invoices import due
from troth.orders.models import AccountTerms, Invoice, Order, Payment
from troth.orders.models.account import Standing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId) -> Order:
    return buys(ada)


def agree(found: matching.Read, bilal: gate.Actor) -> matching.Done:
    return matching.book([each.word for each in found.proposals if each.word], bilal)


def fits(found: matching.Read) -> list[tuple[str, int, Fit]]:
    return [(each.order, each.amount.amount, each.fit) for each in found.proposals]


# -- what is read


def test_of_a_line_our_numbers_the_amount_and_the_day_are_taken_and_nobody() -> None:
    on = date(2026, 11, 20)
    (line,) = read(camt(entry("43.80", "Invoice 2026-000017, order t-7k4q93 thanks", on=on)), "USD")
    assert (line.amount, line.currency, line.on) == (4380, "USD", on)
    assert (line.orders, line.invoices) == (("T-7K4Q93",), ("2026-000017",))
    for name in (PAYER, THEIR_IBAN, "thanks"):
        assert name not in repr(line)


@pytest.mark.parametrize("text", ["T-7K4Q93", "t 7k4q93", "T7K4Q93", "PO 45 / T-7K4Q93, lab"])
def test_our_number_is_known_however_the_bank_writes_it(text: str) -> None:
    (line,) = read(camt(entry("1.00", text)), "USD")
    assert line.orders == ("T-7K4Q93",)


@pytest.mark.parametrize("text", ["BAT-7K4Q93", "T-7K4Q934", "T-7K4", "NONE"])
def test_what_only_looks_like_it_is_none(text: str) -> None:
    (line,) = read(camt(entry("1.00", text)), "USD")
    assert line.orders == ()


@pytest.mark.parametrize(
    "told",
    [
        {"way": "DBIT"},
        {"state": "<Sts>PDNG</Sts>"},
        {"state": "<Sts>BOOK</Sts><RvslInd>true</RvslInd>"},
    ],
    ids=["paid out", "not booked yet", "taken back"],
)
def test_what_did_not_come_is_left_aside(told: dict[str, str]) -> None:
    assert read(camt(entry("1.00", "T-7K4Q93", **told)), "USD") == ()  # type: ignore[arg-type]


def test_a_booking_of_several_payments_is_told_as_those() -> None:
    many = f"<NtryDtls>{part_of_many('1.00', 'T-AAAAAA')}{part_of_many('2.00', 'T-BBBBBB')}</NtryDtls>"
    lines = read(camt(entry("3.00", "", more=many)), "USD")
    assert [(line.amount, line.orders) for line in lines] == [(100, ("T-AAAAAA",)), (200, ("T-BBBBBB",))]
    assert lines[0].mark != lines[1].mark


@pytest.mark.parametrize(
    ("titles", "row", "amount"),
    [
        ("Date,Description,Payer,Amount", '11/20/2026,T-7K4Q93,Somebody,"1,234.50"', 123450),
        ("Date,Description,Payer,Amount", "2026-11-20,T-7K4Q93,Somebody,$12.00", 1200),
        ("Buchungstag;Verwendungszweck;Name;Betrag;Währung", "20.11.2026;T-7K4Q93;Jemand;1.234,50;EUR", 123450),
        ("Buchungstag;Verwendungszweck;Name;Betrag;Währung", "20.11.26;T-7K4Q93;Jemand;+12,00;EUR", 1200),
        ("Date\tDetails\tCredit", "2026-11-20\tT-7K4Q93\t1 234,50", 123450),
    ],
)
def test_tables_of_several_banks_are_read(titles: str, row: str, amount: int) -> None:
    (line,) = read(table(row, titles=titles), "USD")
    assert (line.amount, line.on, line.orders) == (amount, date(2026, 11, 20), ("T-7K4Q93",))


def test_a_bank_may_write_some_lines_before_the_titles_and_in_an_old_code() -> None:
    file = "Kontoauszug für Cellorama\n\nDatum;Text;Betrag\n20.11.2026;T-7K4Q93 Grüße;5,00\n".encode("cp1252")
    (line,) = read(file, "EUR")
    assert (line.amount, line.currency) == (500, "EUR")


def test_what_was_paid_out_of_a_table_is_left_aside() -> None:
    rows = ["2026-11-20,T-7K4Q93,X,-5.00", "2026-11-20,T-7K4Q93,X,(5.00)", "2026-11-20,T-7K4Q93,X,", ",,,", "Sum"]
    assert read(table(*rows), "USD") == ()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"nothing of use",
        b"<Document>",
        b"<html></html>",
        camt(entry("1.00", "&b;"), head=BOMB),
        camt(entry("1.00", "&a;"), head=OUTSIDE),
        camt(entry("one", "T-7K4Q93")),
        camt(entry("1.00", "T-7K4Q93", currency="XQX")),
        camt(entry("1.001", "T-7K4Q93")),
        camt(entry("-1.00", "T-7K4Q93")),
        camt("<Ntry><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>"),
        camt('<Ntry><Amt Ccy="USD">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>'),
        camt(entry("1e999999", "T-7K4Q93")),
        table("some day,T-7K4Q93,X,1.00"),
        table("2026-11-20,T-7K4Q93,X,one"),
        b"x" * (statement.LARGEST + 1),
    ],
    ids=range(16),
)
def test_what_can_not_be_read_is_said_and_repeated_to_nobody(file: bytes) -> None:
    with pytest.raises(NotAStatement) as trouble:
        read(file, "USD")
    assert "T-7K4Q93" not in str(trouble.value)


def test_bookings_within_bookings_do_not_hold_the_shop_up() -> None:
    """Each of them would be gone through with all within it: minutes for a file of two megabytes."""
    one = entry("1.00", "T-7K4Q93")
    lines = read(camt(one.removesuffix("</Ntry>") * 4000 + "</Ntry>" * 4000), "USD")
    assert len(lines) == 1
    many = part_of_many("1.00", "T-7K4Q93").removesuffix("</TxDtls>") * 4000 + "</TxDtls>" * 4000
    assert len(read(camt(entry("1.00", "", more=f"<NtryDtls>{many}</NtryDtls>")), "USD")) == 1


@given(file=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_it_is_read_or_refused(file: bytes) -> None:
    for sent in (file, b"<" + file, b"Date,Amount\n" + file):
        try:
            read(sent, "USD")
        except NotAStatement:
            continue


# -- what it would pay


def test_a_line_that_names_the_order_pays_it(order: Order, bilal: gate.Actor) -> None:
    found = propose(read(camt(entry(plain(order.total), order.number)), "USD"), bilal)
    assert fits(found) == [(order.number, order.total, Fit.EXACT)]
    assert not transfers(order)
    assert agree(found, bilal).booked == 1
    assert owed(order).state == Standing.PAID


def test_a_line_that_names_the_invoice_pays_its_order(order: Order, bilal: gate.Actor) -> None:
    due.make()
    found = propose(read(camt(entry(plain(order.total), f"RE {Invoice.objects.get().number}")), "USD"), bilal)
    assert fits(found) == [(order.number, order.total, Fit.EXACT)]


def test_the_same_file_sent_twice_pays_once(order: Order, bilal: gate.Actor) -> None:
    file = camt(entry("5.00", order.number), entry("5.00", order.number))
    first = propose(read(file, "USD"), bilal)
    assert agree(first, bilal) == matching.Done(2, 0, ())
    assert agree(first, bilal) == matching.Done(0, 2, ())
    again = propose(read(file, "USD"), bilal)
    assert [each.fit for each in again.proposals] == [Fit.KNOWN, Fit.KNOWN]
    assert owed(order).received == 1000


def test_a_line_is_known_by_the_banks_own_reference_in_another_file_too(order: Order, bilal: gate.Actor) -> None:
    agree(propose(read(camt(entry("5.00", order.number, theirs="B-17")), "USD"), bilal), bilal)
    other = camt(entry("7.00", order.number, theirs="B-18"), entry("5.00", order.number, theirs="B-17"))
    assert [each.fit for each in propose(read(other, "USD"), bilal).proposals] == [Fit.PART, Fit.KNOWN]


def test_too_little_and_too_much_are_said_before_anything_is_written(order: Order, bilal: gate.Actor) -> None:
    file = camt(entry("5.00", order.number), entry(plain(order.total), order.number))
    found = propose(read(file, "USD"), bilal)
    assert [each.fit for each in found.proposals] == [Fit.PART, Fit.OVER]
    assert not any(each.ticked for each in found.proposals)


def test_one_sum_pays_several_invoices_if_it_is_theirs_together(
    order: Order, ada: gate.PersonId, bilal: gate.Actor
) -> None:
    other = buys(ada, (tube(title="Flask", price=700), 1))
    both = f"{order.number} + {other.number}"
    found = propose(read(camt(entry(plain(order.total + other.total), both)), "USD"), bilal)
    assert fits(found) == [(order.number, order.total, Fit.EXACT), (other.number, other.total, Fit.EXACT)]
    assert agree(found, bilal).booked == 2
    assert {owed(each).state for each in (order, other)} == {Standing.PAID}


def test_without_a_number_the_amount_alone_is_a_guess_that_nobody_has_agreed_to(
    order: Order, bilal: gate.Actor
) -> None:
    found = propose(read(camt(entry(plain(order.total), "thank you"), entry("0.77", "rent")), "USD"), bilal)
    assert [(each.fit, each.ticked) for each in found.proposals] == [(Fit.BY_AMOUNT, False)]
    assert found.unknown == 1


def test_two_orders_of_one_amount_are_not_guessed_between(order: Order, ada: gate.PersonId, bilal: gate.Actor) -> None:
    other = buys(ada, (tube(title="Flask"), 2))
    assert other.total == order.total
    found = propose(read(camt(entry(plain(order.total), "thank you")), "USD"), bilal)
    assert (found.proposals, found.unknown) == ((), 1)


def test_another_currency_is_none_of_it(order: Order, bilal: gate.Actor) -> None:
    found = propose(read(camt(entry(plain(order.total), order.number, currency="EUR")), "USD"), bilal)
    assert (found.proposals, found.unknown) == ((), 1)


def test_what_is_paid_already_would_go_back(order: Order, bilal: gate.Actor) -> None:
    came(order, order.total, bilal)
    found = propose(read(camt(entry("5.00", order.number)), "USD"), bilal)
    assert fits(found) == [(order.number, 500, Fit.ENDED)]
    assert not found.proposals[0].ticked


def test_a_day_that_can_not_be_is_said_and_the_others_are_written_down(order: Order, bilal: gate.Actor) -> None:
    long_ago = timezone.localdate() - timedelta(days=300)
    file = camt(entry("5.00", order.number, on=long_ago), entry("6.00", order.number))
    done = agree(propose(read(file, "USD"), bilal), bilal)
    assert (done.booked, [number for number, _why in done.failed]) == (1, [order.number])


def test_what_the_page_sends_back_can_not_be_changed(order: Order, bilal: gate.Actor) -> None:
    (proposal,) = propose(read(camt(entry("5.00", order.number)), "USD"), bilal).proposals
    mine = signing.dumps((order.number, 100_000, timezone.localdate().isoformat(), "mine"), salt="another")
    for word in (proposal.word[:-2] + "xx", mine, "", "x" * 500):
        assert matching.book([word], bilal).booked == 0
    assert not transfers(order)


def test_nobody_of_the_file_is_kept(order: Order, bilal: gate.Actor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = propose(read(camt(entry(plain(order.total), order.number), entry("1.00", "rent")), "USD"), bilal)
    agree(found, bilal)
    words = "".join(each.word for each in found.proposals)
    rows = repr([*Payment.objects.values()])
    for name in (PAYER, "Graciela", THEIR_IBAN, THEIR_IBAN.lower()):
        assert name not in words + rows + repr(found) + caplog.text


def test_only_who_keeps_the_books_looks_into_it(order: Order, olga: gate.Actor) -> None:
    lines = read(camt(entry("5.00", order.number)), "USD")
    with pytest.raises(gate.Refused):
        propose(lines, olga)
    with pytest.raises(gate.Refused):
        matching.book([], olga)
