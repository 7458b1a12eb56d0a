"""Customers of WooCommerce: as its export plug-ins write them (accounts of WordPress, with billing and shipping address), and as
its own analytics do. None of them has a word about news, and nothing is made of that.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row

from . import cells, contact_cells, contact_named
from .columns import Columns
from .contact import Contact
from .contact_layouts import Layout
from .report import IntakeReport
from .woocommerce import SYSTEM, named

# Extensions that sell to resellers add roles of their own: "wholesale_customer", "b2b_customer", "wcwp_wholesale".
_CUSTOMERS: Final = re.compile(r"(?:.*(?:customer|subscriber|buyer|wholesaler?|reseller|retailer))?")
# WordPress's own roles and WooCommerce's; those of extensions are mostly named after what one does in the shop.
_STAFF: Final = re.compile(
    r".*(?:admin|manager|editor|author|contributor|staff|employee|service|support|accountant|worker|translator|moderator).*"
)
_SLUG: Final = re.compile(r"(?!.*\d{5})[a-z][a-z0-9_-]{1,39}")  # as WordPress writes roles; nothing else is repeated
# What WooCommerce writes about an account when somebody buys with it, or says where bills of theirs go.
_BOUGHT: Final = (
    "billing_phone",
    *(name for part in ("street_address", "locality", "postcode") for name in named("billing")[part]),
)
_PARTS: Final = ("name", "organization", "street_address", "locality", "region", "postcode", "country")
_OWN: Final = frozenset(
    ["customer_id", "id", "user_id", "first_name", "last_name", "display_name", "email", "user_email", "billing_email"]
    + ["billing_phone", "shipping_phone", "user_registered", "date_registered", "roles", "role"]
    + [name for which in ("billing", "shipping") for names in named(which).values() for name in names]
)
_ANALYTICS: Final = frozenset(
    ["name", "email", "sign up", "last active", "country / region", "country", "city", "region", "postal code"]
)
REGISTERED, ACTIVE = ("user_registered", "date_registered"), ("last active",)


def _account(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    told = [_address(row, columns, which) for which in ("billing", "shipping")]
    told[0] = contact_named.filled(told[0], row, columns, report)
    own = cells.person_name(columns.cell(row, "first_name"), columns.cell(row, "last_name"))
    name = own or contact_named.name(row, columns, report)
    name = (
        name
        or next((each["name"] for each in told if each["name"]), "")
        or cells.clean(columns.cell(row, "display_name"), 100)
    )
    told = [each | {"name": each["name"] or name} for each in told]
    addresses = contact_cells.addresses(row, told, report)
    country = contact_cells.country(row, columns, "residence.country", report)
    country = country or next((found for each in told if (found := cells.country(each["country"]))), "")
    contact = Contact(
        rows=(row.number,),
        emails=contact_cells.emails(row, columns, ["user_email", "email", "billing_email"], report),
        name=name,
        telephone=contact_cells.telephone(row, columns, ["billing_phone", "shipping_phone"], country, report),
        addresses=addresses,
        country=country,
        system=SYSTEM,
    )
    if role := _unknown_role(row, columns):
        words = _(
            "%(role)s is a role we do not know. By the rest of the row they are a customer, and were taken in as one."
        )
        column = columns.names.get("roles") or columns.names.get("role", "")
        report.note(words % {"role": _quoted(role)}, row=row.number, column=column)
    registered = next((each for each in REGISTERED if each in columns), "")
    reference = next(
        (each for each in ("customer_id", "user_id", "id") if columns.cell(row, each) not in ("", "0")), ""
    )
    return contact_named.noted(contact, row, columns, report, reference=reference, since=registered)


def _address(row: Row, columns: Columns, which: str) -> dict[str, str]:
    names = named(which)
    told = {part: columns.cell(row, *names[part]) for part in _PARTS}
    told["street_address"] += "\n" + columns.cell(row, *names["street2"])
    parted = cells.person_name(*(columns.cell(row, *names[part]) for part in ("first_name", "last_name")))
    return told | {"name": told["name"] or parted}


def _roles(row: Row, columns: Columns) -> list[str]:
    told = columns.cell(row, "roles", "role").casefold()
    return [each for part in re.split(r"[|,;\r\n]", told) if (each := part.strip())]


def _staff_role(row: Row, columns: Columns) -> str:
    """Accounts of WordPress are also those of whoever ran the shop. "" for nobody such."""
    told = (each for each in _roles(row, columns) if not _CUSTOMERS.fullmatch(each))
    return next((each for each in told if _STAFF.fullmatch(each)), "")


def _unknown_role(row: Row, columns: Columns) -> str:
    told = (each for each in _roles(row, columns) if not _CUSTOMERS.fullmatch(each))
    return next((each for each in told if not _STAFF.fullmatch(each)), "")


def _buys(row: Row, columns: Columns) -> bool:
    """Whoever has a role of a customer's beside another, or has said there where their invoices go."""
    roles = _roles(row, columns)
    return any(_CUSTOMERS.fullmatch(each) for each in roles) or bool(columns.cell(row, *_BOUGHT))


def _quoted(role: str) -> str:
    return f"“{role}”" if _SLUG.fullmatch(role) else _("What stands there")


def _counted(row: Row, columns: Columns, report: IntakeReport) -> Contact:
    """A row of its analytics: no street, and no telephone number."""
    name = cells.person_name(columns.cell(row, "name"), "") or contact_named.name(row, columns, report)
    told = {
        "organization": "",
        "street_address": "",
        "locality": columns.cell(row, "city"),
        "region": columns.cell(row, "region"),
        "postcode": columns.cell(row, "postal code"),
        "country": columns.cell(row, "country / region", "country"),
    }
    told = contact_named.filled(told, row, columns, report) | {"name": name}
    country = contact_cells.country(row, columns, "residence.country", report) or cells.country(told["country"])
    addresses = contact_cells.addresses(row, [told], report) if told["locality"] and told["country"] else ()
    contact = Contact(
        rows=(row.number,),
        emails=contact_cells.emails(row, columns, ["email"], report),
        name=name,
        telephone=contact_cells.telephone(row, columns, [], country, report),
        addresses=addresses,
        country=country,
        system=SYSTEM,
    )
    return contact_named.noted(contact, row, columns, report, since="sign up", last_activity="last active")


def _no_customer(row: Row, columns: Columns) -> str:
    if role := _staff_role(row, columns):
        words = _("%(role)s is a role of somebody who ran the shop there, not of a customer; the row was left out.")
        return words % {"role": _quoted(role)}
    if (role := _unknown_role(row, columns)) and not _buys(row, columns):
        words = _(
            "%(role)s is a role we do not know, and the row has neither an invoice address nor a telephone number for one: nothing "
            "says that they are a customer. It was left out; with the role “customer” in its place it comes in."
        )
        return words % {"role": _quoted(role)}
    return ""


LAYOUTS: Final = (
    Layout(
        "WooCommerce customers",
        SYSTEM,
        frozenset({"user_email", "billing_first_name", "billing_country"}),
        _OWN.__contains__,
        _account,
        REGISTERED,
        _no_customer,
    ),
    Layout(
        "WooCommerce customers",
        SYSTEM,
        frozenset({"email", "date_registered", "billing_first_name", "billing_country"}),
        _OWN.__contains__,
        _account,
        REGISTERED,
        _no_customer,
    ),
    Layout(
        "WooCommerce analytics: customers",
        SYSTEM,
        frozenset({"name", "email", "last active", "sign up"}),
        _ANALYTICS.__contains__,
        _counted,
        ("sign up", "last active"),
    ),
)
