"""Lines of the journal as DATEV's "Buchungsstapel": a file that begins with EXTF (developer.datev.de, DATEV format 700, batch 13).

Pure: what is booked where comes in as a chart. One file holds one currency and days of one year, for a day has no year in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from troth.catalog.money import decimal_of, decimals

from ..errors import OrderTrouble
from ..reports.span import Span
from .accounts import Chart
from .journal import Entry

ENCODING: Final = "cp1252"
END: Final = "\r\n"
_FINEST = 2  # decimals of an amount
_HUNDREDTHS = Decimal("0.01")
_NUMBER = re.compile(r"\d{1,9}\Z")
_ADVISER, _CLIENT = range(1001, 10_000_000), range(1, 100_000)
_NOT_IN_FIELD_1 = re.compile(r"[^0-9A-Za-z$%&*+/-]")

# The names of the columns are a part of the format, and so is their number.
COLUMNS: Final = (
    *(
        "Umsatz (ohne Soll/Haben-Kz)",
        "Soll/Haben-Kennzeichen",
        "WKZ Umsatz",
        "Kurs",
        "Basis-Umsatz",
        "WKZ Basis-Umsatz",
    ),
    *("Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto"),
    *("Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre"),
    "Beleglink",
    *(f"Beleginfo - {what} {place}" for place in range(1, 9) for what in ("Art", "Inhalt")),
    *("KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)"),
    *("EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L"),
    *("BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung"),
    *(f"{what} {place}" for place in range(1, 21) for what in ("Zusatzinformation - Art", "Zusatzinformation- Inhalt")),
    *("Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp"),
    *("Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)"),
    *("Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz"),
    *("Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername", "Beteiligtennummer"),
    *("Identifikationsnummer", "Zeichnernummer", "Postensperre bis", "Bezeichnung SoBil-Sachverhalt"),
    *("Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit"),
    *("Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position"),
    *("EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto"),
)


class CannotBook(OrderTrouble):
    """The format has no place for this. The message is a sentence for the book-keeper."""


def batch(entries: Iterable[Entry], chart: Chart, span: Span, currency: str, made_at: datetime) -> bytes:
    """The file. Raises CannotBook."""
    if span.first.year != span.last.year:
        raise CannotBook(gettext("A batch for DATEV holds days of one year. Choose days of one year."))
    if decimals(currency) > _FINEST:
        raise CannotBook(gettext("DATEV knows no amounts with more than two decimals."))
    lines = [_header(chart, span, currency, made_at), ";".join(COLUMNS)]
    lines += [_line(booking) for entry in entries for booking in _bookings(entry, chart, currency)]
    return (END.join(lines) + END).encode(ENCODING, errors="replace")


def _header(chart: Chart, span: Span, currency: str, made_at: datetime) -> str:
    adviser = _whole(
        chart["adviser"] or "1001", _ADVISER, gettext("The number of an adviser is one from 1001 to 9999999.")
    )
    client = _whole(chart["client"] or "1", _CLIENT, gettext("The number of a client is one from 1 to 99999."))
    length = max(
        4, *(len(chart[use]) for use in ("money", "bank", "export", "reverse_charge", "untaxed", "sales", "tax"))
    )
    return ";".join(
        (
            *(
                _text("EXTF"),
                "700",
                "21",
                _text("Buchungsstapel"),
                "13",
                f"{made_at:%Y%m%d%H%M%S}{made_at.microsecond // 1000:03}",
            ),
            *("", _text("TR"), _text(""), _text(""), adviser, client, f"{span.first.year}0101", str(length)),
            *(f"{span.first:%Y%m%d}", f"{span.last:%Y%m%d}", _text("Troth"), _text(""), "1", "0", "0", _text(currency)),
            *("", _text(""), "", "", _text(""), "", "", _text(""), _text("")),
        )
    )


def _bookings(entry: Entry, chart: Chart, currency: str) -> Iterator[tuple[str, ...]]:
    """The gross amount at once where the account reckons the tax by itself, else the net amount and the tax."""
    tax_account = chart.of_tax(entry)
    if not entry.kind.is_paper:
        yield _booking(entry, entry.gross, chart.of(entry), chart["customers"], currency)
        return
    net = entry.net if tax_account else entry.gross
    if net:
        yield _booking(entry, net, chart["customers"], chart.of(entry), currency)
    if tax_account:
        yield _booking(entry, entry.tax, chart["customers"], tax_account, currency)


def _booking(entry: Entry, amount: int, account: str, other: str, currency: str) -> tuple[str, ...]:
    told = dict.fromkeys(COLUMNS, "")
    told |= {
        "Umsatz (ohne Soll/Haben-Kz)": _amount(abs(amount), currency),
        "Soll/Haben-Kennzeichen": _text("S" if amount > 0 else "H"),
        "WKZ Umsatz": _text(currency),
        "Konto": _account(account),
        "Gegenkonto (ohne BU-Schlüssel)": _account(other),
        "Belegdatum": f"{entry.day:%d%m}",
        "Belegfeld 1": _text(_NOT_IN_FIELD_1.sub("", entry.number or entry.order).lstrip("+-")[:36]),
        "Buchungstext": _text(f"{entry.kind.words} {entry.order}"[:60]),
        "Festschreibung": "0",
    }
    return tuple(told.values())


def _line(booking: Sequence[str]) -> str:
    return ";".join(booking)


def _amount(amount: int, currency: str) -> str:
    return str(decimal_of(amount, currency).quantize(_HUNDREDTHS)).replace(".", ",")


def _account(number: str) -> str:
    if not _NUMBER.match(number):
        says = gettext("Accounts of DATEV are numbers of up to nine digits; “%(number)s” is none.")
        raise CannotBook(says % {"number": number})
    return number


def _whole(number: str, allowed: range, says: str) -> str:
    if not (number.isascii() and number.isdigit() and int(number) in allowed):
        raise CannotBook(says)
    return number


def _text(words: str) -> str:
    """Quoted, and one that no program takes for a formula: only letters and digits begin one of ours."""
    kept = "".join(sign for sign in words if sign.isprintable())
    return '"' + kept.replace('"', '""') + '"'
