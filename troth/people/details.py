"""Name, telephone and residence of the person behind an account: shown, and corrected at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from troth import gate
from troth.people.persons import person_behind

KINDS = ("name", "telephone", "residence")


@dataclass(frozen=True, slots=True)
class Details:
    """Opened values (`{{ details.name|reveal }}`); None where nothing was told."""

    name: Any
    telephone: Any
    country: Any
    organization_country: Any


def details_of(user: Any) -> Details:
    """Raises `gate.Refused`."""
    person = person_behind(user)
    opened = gate.use(person, KINDS, purpose="account", actor=gate.the_person(person))

    def value(kind: str, field: str) -> Any:
        record = opened.first(kind)
        return record[field] if record is not None and field in record.fields else None

    return Details(
        name=value("name", "name"),
        telephone=value("telephone", "telephone"),
        country=value("residence", "country"),
        organization_country=value("residence", "organization_country"),
    )


def country_of(user: Any) -> str:
    """The country the person lives in (ISO 3166-1), to begin an address with; "" when it is not known."""
    standing = gate.standing(person_behind(user))
    return standing.country.partition("-")[0] if standing else ""


def as_typed(details: Details) -> dict[str, str]:
    """Plain text for the inputs of the form that corrects it, and nothing else."""
    told = {name: getattr(details, name) for name in ("name", "telephone", "country", "organization_country")}
    return {name: value.reveal() for name, value in told.items() if isinstance(value, gate.Personal)}


def correct(user: Any, told: Mapping[str, str]) -> None:
    """Take the corrected details in. `told` has the keys of `Details`; an emptied telephone is removed."""
    person = person_behind(user)
    actor = gate.the_person(person)
    data: dict[str, dict[str, str]] = {
        "name": {"name": told["name"]},
        "residence": {
            "country": told.get("country", ""),
            "organization_country": told.get("organization_country", ""),
        },
    }
    if told.get("telephone"):
        data["telephone"] = {"telephone": told["telephone"]}
    else:
        held = gate.use(person, ["telephone"], purpose="account", actor=actor).first("telephone")
        if held is not None:
            gate.discard(person, held.id, actor=actor)
    gate.collect(person, data, purpose="account", source="account_form", actor=actor)
