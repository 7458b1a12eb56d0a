"""The layouts of people: Shopify's customers (old and new header), Wix's contacts. Known by their columns alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row, Table

from . import cells, contact_cells, contact_named, dates, naming
from .columns import Columns
from .contact import Contact, Word
from .naming import Said
from .report import IntakeReport

_WIX_ADDRESS: Final = re.compile(r"address (\d+) - (type|street|street line 2|city|state/region|zip|country)")
_WIX_SEVERAL: Final = re.compile(r"(email|phone) (\d+)")
_DIGITS: Final = 8  # of a number, its country's code included, by which alone somebody could be found


@dataclass(frozen=True, slots=True)
class Layout:
    """`signs`: columns that only this layout has together. `reads`: whether a column (small spelling) is read. `outside`: why a
    row is nobody's who is to come in, "" where it is."""

    name: str
    system: str
    signs: frozenset[str]
    reads: Callable[[str], bool]
    contact: Callable[[Row, Columns, IntakeReport], Contact]
    dates: tuple[str, ...] = ()
    outside: Callable[[Row, Columns], str] = lambda _row, _columns: ""

    def fits(self, columns: Sequence[str]) -> bool:
        return self.signs <= {column.casefold() for column in columns}


def contacts(table: Table, layout: Layout, report: IntakeReport, said: Said | None = None) -> list[Contact]:
    """One for each person, in the file's order; rows of the same address are one. Rows nobody is in are named.

    Raises Undecided, NotSuch.
    """
    said = said or Said()
    read = {column for column in table.columns if layout.reads(column.casefold())}
    naming.refuse(said, read)
    dated = (*layout.dates, *said.columns("provenance.since", "provenance.last_activity"))
    columns = Columns.of(table.columns, dates.of(table, dated, report, said.first), said.by_field)
    report.leave(table, read, said.fields)
    each_row = [layout.contact(row, columns, report) for row in table.rows if _comes_in(row, columns, layout, report)]
    found = _by_address([each for each in each_row if each.emails], report)
    _put_beside([each for each in each_row if not each.emails], found, report)
    report.by_telephone = sum(not each.emails for each in found.values())
    return [*found.values()]


def _comes_in(row: Row, columns: Columns, layout: Layout, report: IntakeReport) -> bool:
    if words := layout.outside(row, columns):
        report.lost(words, [row.number])
    return not words


def _by_address(told: Sequence[Contact], report: IntakeReport) -> dict[str, Contact]:
    """By the address they are known by, in small letters."""
    found: dict[str, Contact] = {}
    also: dict[str, str] = {}
    for contact in told:
        addresses = [each.lower() for each in contact.emails]
        key = next((also[each] for each in addresses if each in also), addresses[0])
        if key in found:
            words = _("The same person is in an earlier row; the two were put together.")
            report.note(words, row=contact.rows[0])
            contact = found[key].merged(contact)
        found[key] = contact
        for each in (key, *addresses):
            also.setdefault(each, key)
    return found


def _put_beside(told: Sequence[Contact], found: dict[str, Contact], report: IntakeReport) -> None:
    """Rows without an address: somebody who is in another row, somebody who can be rung, or named as lost, since nobody could
    find them. A no that only such a row has must not get lost either.
    """
    at: dict[str, set[str]] = {}
    for key, each in found.items():
        at.setdefault(each.telephone, set()).add(key)
    for contact in told:
        keys = [key for key in at.get(contact.telephone, ()) if contact.telephone and _alike(contact, found[key])]
        alone = f"{contact.telephone} {contact.name.casefold()}"
        if alone in found or len(keys) == 1:
            words = _(
                "No e-mail address, but the name and the telephone number of another row; the two were put together."
            )
            report.note(words, row=contact.rows[0])
            key = alone if alone in found else keys[0]
            found[key] = found[key].merged(contact)
        elif sum(map(str.isdecimal, contact.telephone)) >= _DIGITS:
            found[alone] = contact
            at.setdefault(contact.telephone, set()).add(alone)
        else:
            report.unreachable += 1
            words = _(
                "Neither an e-mail address nor a telephone number that works: nobody could find themselves again here."
            )
            report.lost(words, contact.rows)


def _alike(contact: Contact, other: Contact) -> bool:
    return not contact.name or contact.name.casefold() == other.name.casefold()


# -- Shopify

_SHOPIFY: Final = frozenset(
    [
        "customer id",
        "first name",
        "last name",
        "email",
        "accepts email marketing",
        "accepts sms marketing",
        "company",
        "address1",
        "address2",
        "city",
        "province",
        "province code",
        "country",
        "country code",
        "zip",
        "phone",
        "default address company",
        "default address address1",
        "default address address2",
        "default address city",
        "default address province code",
        "default address country code",
        "default address zip",
        "default address phone",
    ]
)


def _shopify(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    def cell(about: str, *names: str) -> str:
        return columns.told(row, report, about, *(f"default address {name}" for name in names), *names)

    name = contact_named.name(row, columns, report)
    told = {
        "name": cell("address.name") or name,
        "organization": cell("address.organization", "company"),
        "street_address": f"{cell('address.street_address', 'address1')}\n{cell('', 'address2')}",
        "locality": cell("address.locality", "city"),
        "region": cell("address.region", "province code", "province"),
        "postcode": cell("address.postcode", "zip"),
        "country": cells.country(cell("address.country", "country code", "country")),
    }
    country = contact_cells.country(row, columns, "residence.country", report) or told["country"]
    contact = Contact(
        rows=(row.number,),
        emails=contact_cells.emails(row, columns, ["email"], report),
        name=name,
        telephone=contact_cells.telephone(row, columns, ["phone", "default address phone"], country, report),
        addresses=contact_cells.addresses(row, [told], report),
        country=country,
        system="Shopify",
        by_mail=contact_cells.word(row, columns, "accepts email marketing", contact_cells.agreed, report),
        by_text=contact_cells.word(row, columns, "accepts sms marketing", contact_cells.agreed, report),
    )
    return contact_named.noted(contact, row, columns, report, reference="customer id")


# -- Wix

CREATED, LAST_ACTIVITY = "created at (utc+0)", "last activity date (utc+0)"
_WIX: Final = frozenset(
    [
        "first name",
        "last name",
        "company",
        CREATED,
        "email subscriber status",
        "sms subscriber status",
        LAST_ACTIVITY,
        "source",
    ]
)


def _wix(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    name = contact_named.name(row, columns, report)
    first, *others = _places(columns, _WIX_ADDRESS) or [1]
    own = contact_named.filled(_wix_address(row, columns, first, ""), row, columns, report)
    told = [own | {"name": own["name"] or name}, *(_wix_address(row, columns, place, name) for place in others)]
    addresses = contact_cells.addresses(row, told, report)
    country = contact_cells.country(row, columns, "residence.country", report)
    country = country or next((address["country"] for address in addresses), "")
    country = country or next((found for each in told if (found := cells.country(each["country"]))), "")
    contact = Contact(
        rows=(row.number,),
        emails=contact_cells.emails(row, columns, _several(columns, "email"), report),
        name=name,
        telephone=contact_cells.telephone(row, columns, _several(columns, "phone"), country, report),
        addresses=addresses,
        country=country,
        system="Wix",
        by_mail=contact_cells.word(row, columns, "email subscriber status", _wix_word, report),
        by_text=contact_cells.word(row, columns, "sms subscriber status", _wix_word, report),
    )
    return contact_named.noted(
        contact, row, columns, report, origin="source", since=CREATED, last_activity=LAST_ACTIVITY
    )


def _wix_address(row: Row, columns: Columns, place: int, name: str) -> dict[str, str]:
    def cell(part: str) -> str:
        return columns.cell(row, f"address {place} - {part}")

    return {
        "name": name,
        "organization": columns.cell(row, "company"),
        "street_address": f"{cell('street')}\n{cell('street line 2')}",
        "locality": cell("city"),
        "region": cell("state/region"),
        "postcode": cell("zip"),
        "country": cell("country"),
    }


def _wix_word(cell: str) -> Word:
    said = " ".join(cell.casefold().split())
    return {"subscribed": Word.YES, "unsubscribed": Word.NO}.get(said, Word.NONE)


def _wix_reads(column: str) -> bool:
    return column in _WIX or bool(_WIX_ADDRESS.fullmatch(column) or _WIX_SEVERAL.fullmatch(column))


# -- both


def _several(columns: Columns, what: str) -> list[str]:
    places = [int(each[2]) for name in columns.names if (each := _WIX_SEVERAL.fullmatch(name)) and each[1] == what]
    return [f"{what} {place}" for place in sorted(places)]


def _places(columns: Columns, pattern: re.Pattern[str]) -> list[int]:
    return sorted({int(each[1]) for name in columns.names if (each := pattern.fullmatch(name))})


SHOPIFY_AND_WIX: Final = (
    Layout(
        "Shopify customers",
        "Shopify",
        frozenset({"first name", "last name", "email", "accepts email marketing"}),
        _SHOPIFY.__contains__,
        _shopify,
    ),
    Layout(
        "Wix contacts",
        "Wix",
        frozenset({"first name", "last name", "email subscriber status"}),
        _wix_reads,
        _wix,
        (CREATED, LAST_ACTIVITY),
    ),
)
