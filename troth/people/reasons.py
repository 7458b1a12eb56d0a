"""Why a field is asked. The words are the policy's, so that a form and the policy page cannot differ."""

from __future__ import annotations

from collections.abc import Mapping

from troth import gate
from troth.people import postal
from troth.policy import Field


def reason(kind: str, field: str) -> str:
    """The sentence beside the input for `field` of `kind`. Raises KeyError for what the policy does not declare."""
    return gate.policy().kinds[kind].fields[field].why


def declares(kind: str, field: str) -> bool:
    """Whether the policy knows it: a shop's own may be older than what can be asked for."""
    return kind in gate.policy().kinds and field in gate.policy().kinds[kind].fields


def reasons(kind: str) -> dict[str, str]:
    return {name: field.why for name, field in gate.policy().kinds[kind].fields.items()}


def residence_choices() -> list[tuple[str, str]]:
    """(code, name) of countries, and after its country each part of one that has rules of its own ("US-CA")."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for jurisdiction in gate.policy().jurisdictions:
        for code in gate.policy().countries_of(jurisdiction):
            country, dash, _part = code.partition("-")
            if dash and country in postal.known_countries():
                parts.setdefault(country, []).append((code, f"{postal.country_name(country)}: {part_name(code)}"))
    return [each for code, name in postal.country_choices() for each in ((code, name), *sorted(parts.get(code, [])))]


def place_name(code: str) -> str:
    """The name of a country or of a part of one that has rules of its own."""
    return part_name(code) if "-" in code else postal.country_name(code)


def part_name(code: str) -> str:
    """The name of a part of a country: "US-CA" is California."""
    country, _, part = code.partition("-")
    region = next((field for field in postal.shape_of(country) if field.name == "region"), None)
    return dict(region.choices).get(part, part) if region else part


def declared(kind: str) -> Mapping[str, Field]:
    """The policy's fields of a kind: label and reason of each."""
    return gate.policy().kinds[kind].fields
