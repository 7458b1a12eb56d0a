"""Countries and their parts as choices of a form: one list a language and first line, made once a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language

from troth import gate
from troth.people import postal, reasons
from troth.people.long_choice import Options

Words = str | Promise


def countries(first: Words) -> Options:
    """Every country one can write an address in; `first` stands for none of them."""
    return _countries(get_language(), str(first))


def residences(first: Words) -> Options:
    """Countries, and the parts of them that have rules of their own in the policy in force."""
    return _residences(get_language(), str(first), gate.policy().version)


def home_of(address: Mapping[str, str]) -> str:
    """Where somebody lives who said "the same": the address's country, or the part of it that has rules of its own."""
    code = f"{address['country']}-{address.get('region', '')}"
    return code if any(place == code for place, _name in residences("")) else address["country"]


def regions(country: str, first: Words) -> Options | None:
    """The parts of a country an address names, or None where they are not from a list. Raises `UnknownCountry`."""
    return _regions(country, str(first))


@lru_cache(maxsize=64)
def _countries(language: str | None, first: str) -> Options:
    return Options([("", first), *postal.country_choices()])


@lru_cache(maxsize=64)
def _residences(language: str | None, first: str, policy: str) -> Options:
    return Options([("", first), *reasons.residence_choices()])


@lru_cache(maxsize=1024)
def _regions(country: str, first: str) -> Options | None:
    choices = next((part.choices for part in postal.shape_of(country) if part.name == "region"), ())
    return Options([("", first), *choices]) if choices else None
