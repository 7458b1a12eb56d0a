"""`read`: a file from our bank, of which only our own numbers, amounts and days are taken. Pure; nothing is kept.

Lines of a bank hold names and bank accounts of people. They are looked through for numbers of orders and invoices and then
thrown away, here: what leaves is `Line`, and nothing of it points at anybody. Two forms are read: CAMT.053 (ISO 20022, XML)
and CSV with a row of titles.

NotAStatement: the file can't be read; the sentence says where, and repeats nothing of what it says.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DecimalException
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from troth.catalog.money import LARGEST_AMOUNT, decimals, is_currency

from .. import numbers

LARGEST = 2_000_000  # bytes; some ten thousand lines
MOST_LINES = 10_000
# As banks hand it on: capitals, and now and then without the hyphen or with a blank in its place.
ORDER = re.compile(rf"(?<![A-Z0-9])T[- ]?([{numbers.ALPHABET}]{{{numbers.LENGTH}}})(?![A-Z0-9])")
INVOICE = re.compile(r"(?<![0-9])(20[0-9]{2})[-/ ]?([0-9]{6})(?![0-9])")

DAY_TITLES = frozenset(
    {
        *("date", "booking date", "posting date", "posted date", "transaction date", "value date"),
        *("buchungstag", "buchungsdatum", "buchung", "datum", "wertstellung", "valuta", "valutadatum"),
    }
)
AMOUNT_TITLES = frozenset(
    {"amount", "credit", "credit amount", "deposit", "deposits", "betrag", "umsatz", "betrag (eur)", "haben"}
)
CURRENCY_TITLES = frozenset({"currency", "währung", "waehrung", "ccy"})
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%m/%d/%y", "%Y%m%d")


class NotAStatement(ValueError):
    """The message is a sentence for people and holds no value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sum that came. `amount`: minor units. `orders`, `invoices`: numbers of ours that were written on it.

    `mark`: the same for the same line of the same file read again, and of no use to anybody else.
    """

    amount: int
    currency: str
    on: date
    orders: tuple[str, ...]
    invoices: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class _Found:
    amount: int
    currency: str
    on: date
    text: str
    theirs: str = ""


def read(file: bytes, currency: str) -> tuple[Line, ...]:
    """`currency`: of a CSV that names none. What was paid out is left aside. Raises NotAStatement."""
    if len(file) > LARGEST:
        raise NotAStatement(gettext("The file is larger than 2 MB. Ask the bank for a shorter time."))
    is_xml = file.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    seen: Counter[str] = Counter()
    lines = []
    for found in _camt(file) if is_xml else _csv(file, currency):
        lines.append(_line(found, seen))
        if len(lines) > MOST_LINES:
            raise NotAStatement(gettext("The file has more than 10,000 lines. Ask the bank for a shorter time."))
    return tuple(lines)


def _line(found: _Found, seen: Counter[str]) -> Line:
    """The bank's own reference names a line; without one the line itself does, and which of several alike it is."""
    what = found.theirs or f"{found.on} {found.amount} {found.currency} {found.text}"
    seen[what] += 1
    told = f"{what} {seen[what]}"
    mark = salted_hmac("troth.orders.account.statement", told, algorithm="sha256").hexdigest()
    text = found.text.upper()
    orders = dict.fromkeys(f"T-{each}" for each in ORDER.findall(text))
    invoices = dict.fromkeys(f"{year}-{place}" for year, place in INVOICE.findall(text))
    return Line(found.amount, found.currency, found.on, tuple(orders), tuple(invoices), mark)


# -- CAMT.053


def _camt(file: bytes) -> Iterator[_Found]:
    """Bookings to our credit. A booking of several payments is told as those."""
    try:
        root = fromstring(file, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NotAStatement(gettext("The file is no XML that can be read. Ask the bank for CAMT.053 or CSV.")) from None
    statements = [each for message in root for each in message if _name(each) in ("Stmt", "Rpt", "Ntfctn")]
    if _name(root) != "Document" or not statements:
        raise NotAStatement(gettext("The file is XML, but no statement of a bank (CAMT.053)."))
    # Where the standard has them and nowhere deeper: of one within another each would be gone through once more.
    entries = [each for told in statements for each in told if _name(each) == "Ntry"]
    for number, entry in enumerate(entries, 1):
        if _text(entry, "CdtDbtInd") != "CRDT" or _text(entry, "RvslInd") == "true" or not _is_booked(entry):
            continue
        on = _day_of(entry, number)
        parts = [
            each for details in entry if _name(details) == "NtryDtls" for each in details if _name(each) == "TxDtls"
        ]
        if len(parts) > 1 and all(_amount_of(each) is not None for each in parts):
            yield from (_camt_line(each, on, number) for each in parts)
        else:
            yield _camt_line(entry, on, number)


def _camt_line(told: Element, on: date, number: int) -> _Found:
    amount = _amount_of(told)
    code = (amount.get("Ccy") or "").strip() if amount is not None else ""
    if amount is None or not is_currency(code):
        raise NotAStatement(gettext("Booking %(number)d names no amount with its currency.") % {"number": number})
    text = " ".join(part.strip() for part in told.itertext() if part and part.strip())
    return _Found(_minor(amount.text or "", code, number), code, on, text, _bank_reference(told))


def _bank_reference(told: Element) -> str:
    found = (each.text or "" for each in told.iter() if _name(each) == "AcctSvcrRef")
    said = next((each.strip() for each in found if each.strip()), "")
    return "" if said.upper() in ("", "NONREF", "NOTPROVIDED") else said


def _amount_of(told: Element) -> Element | None:
    """Its own, or the one its details name for the account."""
    own = next((each for each in told if _name(each) == "Amt"), None)
    if own is not None or _name(told) == "Ntry":
        return own
    details = next((each for each in told.iter() if _name(each) == "TxAmt"), None)
    return next((each for each in details.iter() if _name(each) == "Amt"), None) if details is not None else None


def _is_booked(entry: Element) -> bool:
    """Earlier editions write the state as text, later ones as a code within it."""
    state = next((each for each in entry if _name(each) == "Sts"), None)
    said = " ".join(part.strip() for part in state.itertext()) if state is not None else "BOOK"
    return said.strip() == "BOOK"


def _day_of(entry: Element, number: int) -> date:
    for wanted in ("BookgDt", "ValDt"):
        day = next((each for each in entry if _name(each) == wanted), None)
        said = "".join(day.itertext()).strip()[:10] if day is not None else ""
        try:
            return date.fromisoformat(said)
        except ValueError:
            continue
    raise NotAStatement(gettext("Booking %(number)d names no day.") % {"number": number})


def _text(told: Element, name: str) -> str:
    return next(((each.text or "").strip() for each in told if _name(each) == name), "")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


# -- CSV


def _csv(file: bytes, currency: str) -> Iterator[_Found]:
    rows = _rows(_decoded(file))
    places, first = _titles(rows)
    day, amount, code = places
    for number, row in enumerate(rows[first:], first + 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(day, amount):
            continue  # a closing line of the bank's
        said = row[amount].strip()
        if not said or said.startswith(("-", "(")) or said.endswith("-"):
            continue
        paid_in = row[code].strip().upper() if code is not None and len(row) > code and row[code].strip() else currency
        if not is_currency(paid_in):
            raise NotAStatement(gettext("Line %(number)d names no currency that is known.") % {"number": number})
        text = " ".join(cell for place, cell in enumerate(row) if place not in (day, amount))
        sum_ = _minor(_plain(said), paid_in, number)
        if sum_:
            yield _Found(sum_, paid_in, _day(row[day], number), text)


def _decoded(file: bytes) -> str:
    for code in ("utf-8-sig", "cp1252"):
        try:
            return file.decode(code)
        except UnicodeDecodeError:
            continue
    raise NotAStatement(gettext("The signs of the file can't be read. Save it as CSV in UTF-8."))


def _rows(text: str) -> list[list[str]]:
    mark = max(";\t,", key=text[:5000].count)
    try:
        return [*csv.reader(io.StringIO(text), delimiter=mark, strict=False)]
    except csv.Error:
        raise NotAStatement(gettext("The file is no CSV that can be read.")) from None


def _titles(rows: Sequence[Sequence[str]]) -> tuple[tuple[int, int, int | None], int]:
    """Where day, amount and currency stand, and the first line after the titles; banks write some lines before them."""
    for at, row in enumerate(rows[:30]):
        told = [cell.strip().strip('"').casefold() for cell in row]
        days = [place for place, title in enumerate(told) if title in DAY_TITLES]
        amounts = [place for place, title in enumerate(told) if title in AMOUNT_TITLES]
        if days and amounts:
            codes = [place for place, title in enumerate(told) if title in CURRENCY_TITLES]
            return (days[0], amounts[0], codes[0] if codes else None), at + 1
    raise NotAStatement(gettext("No line of the file has titles for a day and an amount, such as “Date” and “Amount”."))


def _day(said: str, number: int) -> date:
    """With slashes the month comes first, as in the United States."""
    for form in DAYS:
        try:
            return datetime.strptime(said.strip(), form).date()
        except ValueError:
            continue
    raise NotAStatement(gettext("Line %(number)d names no day that can be read.") % {"number": number})


def _plain(said: str) -> str:
    """ "1.234,56", "1,234.56", "$1,234.56" and "1 234,56" are one number; the last mark with two figures is the decimal one."""
    kept = re.sub(r"[^0-9.,]", "", said)
    at = max(kept.rfind(","), kept.rfind("."))
    if at >= 0 and len(kept) - at - 1 != 3:
        return re.sub(r"[.,]", "", kept[:at]) + "." + kept[at + 1 :]
    return re.sub(r"[.,]", "", kept)


def _minor(said: str, currency: str, number: int) -> int:
    try:
        scaled = Decimal(said.strip()).scaleb(decimals(currency))
    except DecimalException:
        scaled = Decimal("NaN")
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or not 0 <= scaled <= LARGEST_AMOUNT:
        raise NotAStatement(gettext("Line %(number)d names no amount that can be read.") % {"number": number})
    return int(scaled)
