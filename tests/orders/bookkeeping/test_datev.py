"""The batch for DATEV: its form, on which side a line is booked, and that the file adds up to the journal."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from troth.orders.bookkeeping import datev
from troth.orders.bookkeeping.accounts import GERMAN, OTHER, Chart
from troth.orders.bookkeeping.journal import Entry, Kind
from troth.orders.reports.span import Span

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
MADE = datetime(2026, 4, 2, 9, 30, 1, 250_000, tzinfo=UTC)
CHART = Chart({"adviser": "29098", "client": "55003"}, GERMAN)
SALE = Entry(date(2026, 3, 4), Kind.INVOICE, "2026-000007", "T-ABC", "", 11900, 10000, 1900, "USt", 19_000, "taxed")
FRENCH = Entry(date(2026, 3, 4), Kind.INVOICE, "2026-000008", "T-ABD", "", 12000, 10000, 2000, "TVA", 20_000, "taxed")
BACK = Entry(
    date(2026, 3, 9), Kind.CREDIT, "2026-000009", "T-ABC", "2026-000007", -1190, -1000, -190, "USt", 19_000, "taxed"
)
EXPORT = Entry(date(2026, 3, 5), Kind.INVOICE, "2026-000010", "T-ABE", "", 5000, 5000, 0, "", 0, "export")
PAID = Entry(date(2026, 3, 4), Kind.PAYMENT, "2026-000007", "T-ABC", "", 11900)
GIVEN = Entry(date(2026, 3, 9), Kind.REFUND, "2026-000009", "T-ABC", "", -1190)


def made(*entries: Entry, chart: Chart = CHART, span: Span = MARCH, currency: str = "EUR") -> list[list[str]]:
    text = datev.batch(entries, chart, span, currency, MADE).decode("cp1252")
    assert text.endswith("\r\n")
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=";")]


def booked(*entries: Entry, chart: Chart = CHART) -> list[tuple[str, ...]]:
    """(amount, side, account, counter account, day, paper)"""
    return [tuple(row[place] for place in (0, 1, 6, 7, 9, 10)) for row in made(*entries, chart=chart)[2:]]


def test_it_begins_as_the_format_wants_it() -> None:
    text = datev.batch([SALE], CHART, MARCH, "EUR", MADE).decode("cp1252")
    assert text.startswith('"EXTF";700;21;"Buchungsstapel";13;20260402093001250;;"TR";"";"";29098;55003;20260101;4;')
    header, columns, *lines = made(SALE)
    assert (len(header), len(columns)) == (31, 125)
    assert len({*columns}) == 125
    assert {len(line) for line in lines} == {125}
    assert header[14:16] == ["20260301", "20260331"]
    assert header[21] == "EUR"


def test_an_account_that_reckons_the_tax_gets_the_gross_amount_at_once() -> None:
    assert booked(SALE) == [("119,00", "S", "10000", "8400", "0403", "2026-000007")]


def test_another_rate_is_booked_net_and_its_tax_beside() -> None:
    assert booked(FRENCH) == [
        ("100,00", "S", "10000", "8200", "0403", "2026-000008"),
        ("20,00", "S", "10000", "1770", "0403", "2026-000008"),
    ]


def test_what_goes_back_stands_on_the_other_side() -> None:
    assert booked(BACK, GIVEN) == [
        ("11,90", "H", "10000", "8400", "0903", "2026-000009"),
        ("11,90", "H", "1360", "10000", "0903", "2026-000009"),
    ]


def test_money_that_came_is_what_the_customer_owes_no_more() -> None:
    assert booked(PAID) == [("119,00", "S", "1360", "10000", "0403", "2026-000007")]


def test_an_export_has_an_account_of_its_own_and_the_book_keepers_number_wins() -> None:
    assert booked(EXPORT)[0][3] == "8120"
    assert booked(EXPORT, chart=Chart({"export": "8338"}, GERMAN))[0][3] == "8338"


def test_after_sale_payment_return_and_refund_nobody_owes_anything() -> None:
    owed = 0
    for amount, side, account, other, *_rest in booked(SALE, FRENCH, PAID, BACK, GIVEN):
        cents = int(amount.replace(",", "")) * (1 if side == "S" else -1)
        owed += cents if account == "10000" else -cents if other == "10000" else 0
    assert owed == FRENCH.gross  # the one that nobody paid


@pytest.mark.parametrize(
    ("chart", "span", "currency", "says"),
    [
        (Chart({"money": "BANK"}, GERMAN), MARCH, "EUR", "BANK"),
        (Chart({"adviser": "7"}, GERMAN), MARCH, "EUR", "1001 to 9999999"),
        (Chart({"client": "0"}, GERMAN), MARCH, "EUR", "1 to 99999"),
        (CHART, Span(date(2025, 12, 1), date(2026, 1, 31)), "EUR", "one year"),
        (CHART, MARCH, "KWD", "two decimals"),
    ],
)
def test_what_the_format_cannot_hold_is_said(chart: Chart, span: Span, currency: str, says: str) -> None:
    with pytest.raises(datev.CannotBook, match=says):
        datev.batch([PAID], chart, span, currency, MADE)


def test_a_yen_has_no_cents_and_the_format_wants_two() -> None:
    assert made(PAID, currency="JPY")[2][0] == "11900,00"


def test_elsewhere_a_sales_tax_is_a_debt_of_its_own() -> None:
    sale = Entry(
        date(2026, 3, 4), Kind.INVOICE, "2026-000007", "T-ABC", "", 5313, 5000, 313, "Sales tax", 6_250, "taxed"
    )
    assert [row[:4] for row in booked(sale, chart=Chart({}, OTHER))] == [
        ("50,00", "S", "1200", "4000"),
        ("3,13", "S", "1200", "2200"),
    ]


def test_nothing_in_it_begins_like_a_formula() -> None:
    odd = Entry(date(2026, 3, 4), Kind.PAYMENT, "=+1+1", '@"T', "", 100)
    cells = made(odd)[2]
    assert cells[10] == "1+1"
    assert not any(cell.startswith(("=", "@")) for cell in cells)
