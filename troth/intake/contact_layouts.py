"""The layouts of people: Shopify's customers (old and new header), Wix's contacts. Known by their columns alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row, Table
from troth.catalog.importing.report import Weight

from . import cells
from .contact import Address, Contact, Word
from .report import IntakeReport

_WIX_ADDRESS: Final = re.compile(r"address (\d+) - (type|street|street line 2|city|state/region|zip|country)")
_WIX_SEVERAL: Final = re.compile(r"(email|phone) (\d+)")
_YES, _NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The names in a file by their small spelling; what is asked for is what is read."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, columns: Sequence[str]) -> Columns:
        return cls({column.casefold(): column for column in columns})

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def cell(self, row: Row, *names: str) -> str:
        """The first of these columns that says something in this row."""
        return next((text for name in names if (text := row.get(self.names.get(name, "")))), "")


@dataclass(frozen=True, slots=True)
class Layout:
    """`signs`: columns that only this layout has together. `reads`: whether a column (small spelling) is read."""

    name: str
    system: str
    signs: frozenset[str]
    reads: Callable[[str], bool]
    contact: Callable[[Row, Columns, IntakeReport], Contact]

    def fits(self, columns: Sequence[str]) -> bool:
        return self.signs <= {column.casefold() for column in columns}


def layout_of(columns: Sequence[str]) -> Layout | None:
    return next((layout for layout in LAYOUTS if layout.fits(columns)), None)


def contacts(table: Table, layout: Layout, report: IntakeReport) -> list[Contact]:
    """One for each person, in the file's order; rows of the same address are one. Rows nobody is in are named."""
    columns = Columns.of(table.columns)
    report.leave(table, {column for column in table.columns if layout.reads(column.casefold())})
    found: dict[str, Contact] = {}
    for row in table.rows:
        contact = layout.contact(row, columns, report)
        if not contact.emails:
            report.lost(_("No e-mail address that works: nobody could find themselves again here."), [row.number])
            continue
        key = _key(contact, found)
        if key in found:
            report.note(_("The same person is in an earlier row; the two were put together."), row=row.number)
            contact = found[key].merged(contact)
        found.update(dict.fromkeys([key], contact))
        for email in contact.emails[1:]:
            found.setdefault(f"also {email.lower()}", found[key])
    return [contact for key, contact in found.items() if not key.startswith("also ")]


def _key(contact: Contact, found: Mapping[str, Contact]) -> str:
    for email in map(str.lower, contact.emails):
        if email in found:
            return email
        if other := found.get(f"also {email}"):
            return other.emails[0].lower()
    return contact.emails[0].lower()


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
    def cell(name: str) -> str:
        return columns.cell(row, f"default address {name}", name)

    country = cells.country(cell("country code") or columns.cell(row, "country"))
    name = cells.person_name(columns.cell(row, "first name"), columns.cell(row, "last name"))
    told = {
        "name": name,
        "organization": cell("company"),
        "street_address": f"{cell('address1')}\n{cell('address2')}",
        "locality": cell("city"),
        "region": cell("province code") or columns.cell(row, "province"),
        "postcode": cell("zip"),
        "country": country,
    }
    return Contact(
        rows=(row.number,),
        emails=_emails(row, columns, ["email"], report),
        name=name,
        telephone=_telephone(row, columns, ["phone", "default address phone"], country, report),
        addresses=_addresses(row, [told], report),
        country=country,
        system="Shopify",
        reference=cells.code(columns.cell(row, "customer id")),
        by_mail=_shopify_word(columns.cell(row, "accepts email marketing")),
        by_text=_shopify_word(columns.cell(row, "accepts sms marketing")),
    )


def _shopify_word(cell: str) -> Word:
    """Shopify's "no" is also what an unsubscribed customer has, so it never may become a yes by silence."""
    said = cell.casefold()
    return Word.YES if said in _YES else Word.UNCLEAR_NO if said in _NO else Word.NONE


# -- Wix

_WIX: Final = frozenset(
    [
        "first name",
        "last name",
        "company",
        "created at (utc+0)",
        "email subscriber status",
        "sms subscriber status",
        "last activity date (utc+0)",
        "source",
    ]
)


def _wix(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    name = cells.person_name(columns.cell(row, "first name"), columns.cell(row, "last name"))
    told = [_wix_address(row, columns, place, name) for place in _places(columns, _WIX_ADDRESS)]
    addresses = _addresses(row, told, report)
    country = next((address["country"] for address in addresses), "") or next(
        (found for each in told if (found := cells.country(each["country"]))), ""
    )
    return Contact(
        rows=(row.number,),
        emails=_emails(row, columns, _several(columns, "email"), report),
        name=name,
        telephone=_telephone(row, columns, _several(columns, "phone"), country, report),
        addresses=addresses,
        country=country,
        system="Wix",
        origin=cells.clean(columns.cell(row, "source"), 80),
        since=_moment(row, columns, "created at (utc+0)", report),
        last_activity=_moment(row, columns, "last activity date (utc+0)", report),
        by_mail=_wix_word(columns.cell(row, "email subscriber status")),
        by_text=_wix_word(columns.cell(row, "sms subscriber status")),
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


def _emails(row: Row, columns: Columns, names: Sequence[str], report: IntakeReport) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        cell = columns.cell(row, name)
        read = cells.email(cell)
        if read:
            found.setdefault(read.lower(), read)
        elif cell:
            _unread(report, row, columns, name, _("This is no e-mail address; it was left out."))
    return tuple(found.values())


def _telephone(row: Row, columns: Columns, names: Sequence[str], country: str, report: IntakeReport) -> str:
    """The first that can be rung; the shop keeps one."""
    kept = ""
    for name in names:
        cell = columns.cell(row, name)
        read = cells.telephone(cell, country) if cell else ""
        if cell and not read:
            _unread(report, row, columns, name, _("This is no telephone number; it was left out."))
        elif read and kept and read != kept:
            _unread(
                report, row, columns, name, _("The shop keeps one telephone number of a person; this one was left out.")
            )
        kept = kept or read
    return kept


def _addresses(row: Row, told: Sequence[dict[str, str]], report: IntakeReport) -> tuple[Address, ...]:
    kept = []
    for each in told:
        fitted = cells.address(each)
        if fitted and fitted not in kept:
            kept.append(fitted)
        elif not fitted and (each["street_address"].strip() or each["locality"]):
            words = _("An address without a country we know, or without a street and town; it was left out.")
            report.note(words, row=row.number, weight=Weight.CHANGED)
    return tuple(kept)


def _moment(row: Row, columns: Columns, name: str, report: IntakeReport):  # type: ignore[no-untyped-def]
    cell = columns.cell(row, name)
    found = cells.moment(cell)
    if cell and found is None:
        _unread(report, row, columns, name, _("This is no date we can read; it was left out."))
    return found


def _unread(report: IntakeReport, row: Row, columns: Columns, name: str, words: str) -> None:
    report.note(words, row=row.number, column=columns.names.get(name, name), weight=Weight.CHANGED)


LAYOUTS: Final = (
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
    ),
)
