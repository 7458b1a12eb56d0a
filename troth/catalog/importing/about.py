"""What a table is about that no layout fits: told by its headings and by what stands in its cells.

People are told first, because a table of them must never become products: one column of e-mail addresses is enough. The words
are those of tables in English and German, spelled small and without signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from .errors import NotImportable
from .layout import IGNORE
from .reading import Row, Table
from .report import Report, Weight


def _of(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ADDRESS: Final = re.compile(
    r"(?:[^<>@]*<)?\s*(?:mailto:)?[^\s@,;:/<>\"]{1,64}@[^\s@,;:/?<>\"]{1,190}\.(?P<ending>[^\W\d_]{2,63}|xn--[\w-]{1,59})\s*>?",
    re.IGNORECASE,
)
_LONGEST: Final = 400  # characters of one
_BETWEEN: Final = re.compile(r"[;,\n]")
_FILES: Final = _of("jpg jpeg png webp avif gif svg heic bmp tif tiff pdf mp4")  # of "mug@2x.jpg"
_PEOPLE: Final = _of(
    "email emailaddress mail mailaddress emailadresse mailadresse firstname lastname surname givenname "
    "familyname fullname customername vorname nachname familienname kundenname phone phonenumber telephone "
    "mobile mobilephone telefon telefonnummer handy mobil newsletter subscribed birthday birthdate dateofbirth "
    "geburtstag geburtsdatum street streetaddress address1 strasse straße postcode zip zipcode postalcode plz "
    "postleitzahl city town ort wohnort stadt salutation anrede"
)
_ORDERS: Final = _of(
    "ordernumber orderid orderno orderdate dateordered invoicenumber invoicedate paymentstatus "
    "fulfillmentstatus grandtotal ordertotal lineitem shippingcost bestellnummer bestellung bestelldatum "
    "auftragsnummer rechnungsnummer rechnungsdatum zahlungsstatus versandkosten gesamtbetrag"
)
_GOODS: Final = _of(
    "sku price unitprice title producttitle productname barcode ean gtin isbn stock quantity variant handle "
    "description vendor brand weight articlenumber itemnumber preis artikel artikelnummer artikelnr bezeichnung "
    "artikelbezeichnung bestand lagerbestand beschreibung hersteller marke gewicht menge"
)
ENOUGH: Final = 2  # headings of one kind
LOOKED_AT: Final = 200  # rows
SAID: Final = "about"  # in a run's `taken_as`: what somebody said that its table is about


class About(StrEnum):
    PEOPLE = "people"
    ORDERS = "orders"
    GOODS = "goods"


class HoldsAddresses(NotImportable):
    """Somebody takes e-mail addresses for something about goods. The message is a sentence for people."""

    asks = "columns"


def spelled(column: str) -> str:
    """ "E-Mail Address" → "emailaddress"."""
    return "".join(sign for sign in column.casefold() if sign.isalnum())


def is_address(cell: str) -> bool:
    """Whether a cell is an e-mail address, or several, and nothing else; a sentence with one inside is not."""
    if "@" not in cell:
        return False
    return _is_one(cell) or all(_is_one(part) for part in _BETWEEN.split(cell) if part.strip())


def _is_one(text: str) -> bool:
    found = _ADDRESS.fullmatch(text.strip()) if len(text) < _LONGEST else None
    return found is not None and found["ending"].casefold() not in _FILES


def refuse_without_headings(columns: Iterable[str]) -> None:
    """Raises NotImportable where somebody's address stands in the place of a heading: its row would be lost, and told as a name."""
    if any(map(is_address, columns)):
        raise NotImportable(
            _(
                "The first line of this table holds an e-mail address, so it has no headings. Put a line on top that says what each "
                "column is, and send it again."
            )
        )


def about(columns: Sequence[str], rows: Sequence[Row]) -> About | None:
    """None where nobody can tell. `rows`: the first few are enough."""
    names = [spelled(column) for column in columns]
    said = {kind: sum(name in words for name in names) for kind, words in _WORDS.items()}
    if said[About.ORDERS] >= ENOUGH:
        return About.ORDERS
    if addresses(columns, rows) or (said[About.PEOPLE] >= ENOUGH and said[About.PEOPLE] > said[About.GOODS]):
        return About.PEOPLE
    return About.GOODS if said[About.GOODS] >= ENOUGH else None


_WORDS: Final = {About.PEOPLE: _PEOPLE, About.ORDERS: _ORDERS, About.GOODS: _GOODS}


def addresses(columns: Iterable[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns that hold e-mail addresses: at least half of what they say, or in the place of a heading."""
    found = []
    for column in columns:
        cells = [cell for row in rows if (cell := row.get(column))]
        if is_address(column) or (cells and 2 * sum(map(is_address, cells)) >= len(cells)):
            found.append(column)
    return tuple(found)


def left_out(table: Table) -> dict[str, str]:
    """Column → IGNORE, of a table that somebody said to be about goods."""
    return dict.fromkeys(addresses(table.columns, table.rows[:LOOKED_AT]), IGNORE)


def refuse_people(table: Table, taken_as: Mapping[str, str]) -> None:
    """Of a table nobody knows: raise HoldsAddresses, unless somebody said to leave out the columns with addresses. Raises
    NotImportable for one without headings.
    """
    refuse_without_headings(table.columns)
    for column in addresses(table.columns, table.rows[:LOOKED_AT]):
        told = taken_as.get(column, "")
        if told == IGNORE:
            continue
        if told:
            words = _("“%(column)s” holds e-mail addresses. Nothing about goods is one, so it can only be left out.")
        else:
            words = _(
                "“%(column)s” holds e-mail addresses, so this looks like a table of people. Customers are brought in as such "
                "(`troth intake import`, or under “Bring in” in the office). If it is about goods, say that this column is to be "
                "left out."
            )
        raise HoldsAddresses(words % {"column": column})


def without_addresses(table: Table, read: Iterable[str], report: Report) -> Table:
    """The table without cells that are e-mail addresses, in columns that are read; each is named."""
    places = {place: column for place, column in enumerate(table.columns) if column in set(read)}
    rows = tuple(_without(row, places, report) for row in table.rows)
    return Table(table.columns, rows)


def _without(row: Row, places: Mapping[int, str], report: Report) -> Row:
    wrong = [place for place, cell in enumerate(row.cells) if "@" in cell and place in places and is_address(cell)]
    for place in wrong:
        words = _("This is an e-mail address. Nothing about goods is one; it was left out.")
        report.note(words, row=row.number, column=places[place], weight=Weight.CHANGED)
    if not wrong:
        return row
    return Row(row.number, tuple("" if at in wrong else cell for at, cell in enumerate(row.cells)), row.places)
