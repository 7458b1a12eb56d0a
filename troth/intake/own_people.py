"""A table of people that no shop system wrote: somebody said that it is one, and what its columns are.

First and last names are read by their headings, since one field has both; all else is named column by column, with what
the headings suggest as a proposal. A yes to news in such a table counts for nothing, a no counts (`contact_cells.no`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.about import LOOKED_AT, SAID, About, addresses, refuse_without_headings, spelled
from troth.catalog.importing.reading import Row, Table

from . import cells, contact_cells, contact_named, naming
from .columns import Columns, left
from .contact import Contact
from .contact_layouts import Layout
from .naming import NotSuch, Said
from .report import IntakeReport

_FIRST: Final = frozenset(["firstname", "givenname", "forename", "vorname", "rufname"])
_LAST: Final = frozenset(["lastname", "surname", "familyname", "nachname", "familienname", "zuname"])
_GUESSED: Final = {
    "email.email": "email emailaddress mail mailaddress emailadresse mailadresse",
    "telephone.telephone": "phone phonenumber telephone mobile mobilephone telefon telefonnummer handy mobil",
    "name.name": "name fullname customername customer kunde kundenname",
    "address.organization": "company organisation organization firma",
    "address.street_address": "street streetaddress address address1 strasse straße adresse anschrift",
    "address.postcode": "postcode zip zipcode postalcode plz postleitzahl",
    "address.locality": "city town ort wohnort stadt",
    "address.region": "state province region county bundesland",
    "address.country": "country countrycode land",
    "provenance.reference": "customerid customernumber customerno kundennummer kundennr",
    "provenance.origin": "source origin quelle herkunft",
    "provenance.since": "customersince created createdat registered kundeseit angelegt registriert",
    "provenance.news_by_mail": "newsletter subscribed emailmarketing acceptsemailmarketing werbung",
}
_BY_NAME: Final = {name: about for about, names in _GUESSED.items() for name in names.split()}


def guesses(columns: Sequence[str]) -> dict[str, str]:
    """{"3": "telephone.telephone"}: what the headings suggest, as far as the policy lets it in; each field once."""
    known = {name for name, _words in naming.offered(naming.CUSTOMERS)}
    found: dict[str, str] = {}
    for place, column in enumerate(columns):
        about = _BY_NAME.get(spelled(column), "")
        if about in known and about not in found.values():
            found[str(place)] = about
    return found


def said(columns: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """To be kept with a run: that it is about people, and what the headings suggest beside what was `told`."""
    proposed = {place: about for place, about in guesses(columns).items() if about not in told.values()}
    return {SAID: About.PEOPLE.value} | proposed | dict(told)


def is_said(taken_as: Mapping[str, str]) -> bool:
    return taken_as.get(SAID) == About.PEOPLE


def layout(table: Table, said: Said) -> Layout:
    """Raises NotSuch where a column holds addresses and nobody said which, or none holds any and no telephone numbers either:
    nobody could be found again; NotImportable without headings.
    """
    refuse_without_headings(table.columns)
    rings = said.columns("telephone.telephone") and not addresses(table.columns, table.rows[:LOOKED_AT])
    if not said.columns("email.email") and not rings:
        words = _(
            "Say which column holds the e-mail addresses, or, where there are none, the telephone numbers. Without one nobody "
            "could find themselves again here."
        )
        raise _NoAddresses(words)
    return Layout(_("A table of your own"), "", frozenset(), lambda column: spelled(column) in _FIRST | _LAST, _person)


class _NoAddresses(NotSuch):
    asks = "columns"


def _person(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    name = _name(row, columns, report)
    parts = ("organization", "street_address", "locality", "region", "postcode", "country")
    told = contact_named.filled(dict.fromkeys(parts, ""), row, columns, report)
    told |= {"name": name, "country": cells.country(told["country"])}
    country = contact_cells.country(row, columns, "residence.country", report) or told["country"]
    contact = Contact(
        rows=(row.number,),
        emails=contact_cells.emails(row, columns, [], report),
        name=name,
        telephone=contact_cells.telephone(row, columns, [], country, report),
        addresses=contact_cells.addresses(row, [told], report),
        country=country,
        system=_("a list of the shop's own"),
    )
    return contact_named.noted(contact, row, columns, report)


def _name(row: Row, columns: Columns, report: IntakeReport) -> str:
    """From the two columns, else from one that was said to hold the whole."""
    first, last = (
        next((text for name in columns.names if spelled(name) in words and (text := columns.cell(row, name))), "")
        for words in (_FIRST, _LAST)
    )
    if not (first or last):
        return contact_named.name(row, columns, report)
    kept = cells.person_name(first, last)
    for column, cell in columns.added(row, report, "name.name"):
        if cells.person_name(cell, "") != kept:
            left(report, row, column)
    return kept
