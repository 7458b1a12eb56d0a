"""Codes that stand in records, as people read them; what is no code stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext

from troth.orders.exemptions import holding
from troth.orders.models.exemption import Ground
from troth.orders.risk import signals
from troth.people import postal, reasons
from troth.recipients import security

_PLACE: Final = re.compile(
    r"[A-Z]{2}(-[A-Z0-9]{1,3})?"
)  # where a tax exemption holds; where a parcel was left is in words
BESIDE_AN_ADDRESS: Final = ("tax_id", "purchase_order", "exemption")


def said_beside(plain: Mapping[str, str]) -> list[str]:
    """What is kept with an address and stands on no parcel, as it is read below its lines."""
    return [readable(name, plain[name]) for name in BESIDE_AN_ADDRESS if plain.get(name)]


def readable(name: str, text: str) -> str:
    """`name`: of the field. Countries and places by name, days as they are written, how strongly a partner warned, what kind of network it was, and a
    plain yes or no; why a sale carries no tax.
    """
    if not text:
        return text
    if name.endswith("country"):
        return reasons.place_name(text)
    if name == "bought":
        return gettext("yes")
    if name == "approved":
        return {"yes": gettext("yes"), "no": gettext("no")}.get(text, text)
    if name == "exemption":
        held = holding.read(text)
        return held.words if held else text
    if name == "place" and _PLACE.fullmatch(text):
        return _place(text)
    if name in ("valid_until", "decided_on"):
        return _day(text)
    if name == "ground":
        return str(dict(Ground.choices).get(text, text))
    if name == "band":
        return security.strength(text)
    return signals.network_said(text) if name == "network_kind" else text


def _place(text: str) -> str:
    """A carrier may say "MB" of a mailbox: what is no country stays as it is."""
    country, _hyphen, region = text.partition("-")
    try:
        return holding.place_named(country, region)
    except postal.UnknownCountry:
        return text


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:
        return text
