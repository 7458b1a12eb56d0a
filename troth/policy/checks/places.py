"""Jurisdictions: everybody lives in exactly one, and each settles every choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..prose import Prose
from ..shape import Reading

Document = Mapping[str, Any]


def everybody_lives_somewhere(document: Document, prose: Prose, reading: Reading) -> None:
    places = document["jurisdictions"]
    rest = [name for name, place in places.items() if not place["countries"]]
    if len(rest) != 1:
        says = f"{len(rest)} jurisdictions are without countries; one has to be, for everybody else."
        reading.wrong_at(("jurisdictions",), says, "Leave 'countries' out of exactly one.")
    owner: dict[str, str] = {}
    ranks: dict[int, str] = {}
    for name, place in places.items():
        for number, country in enumerate(place["countries"]):
            if country in owner:
                says = f"'{country}' is in '{owner[country]}' and in '{name}'."
                reading.wrong_at(("jurisdictions", name, "countries", number), says, "Keep one of them.")
            owner[country] = name
        if place["strictness"] in ranks:
            says = f"'{name}' is as strict as '{ranks[place['strictness']]}'."
            remedy = "Give each its own number, so that it is clear which one rules."
            reading.wrong_at(("jurisdictions", name, "strictness"), says, remedy)
        ranks[place["strictness"]] = name
    if document["unknown_country"] != ranks[max(ranks)]:
        says = "Somebody whose country is unknown would not be under the strictest rules."
        reading.wrong_at(("unknown_country",), says, f"Write {ranks[max(ranks)]}.")


def _wanted(document: Document) -> dict[str, set[str]]:
    """Family → the channels its purposes use; "itself" where they use none."""
    wanted: dict[str, set[str]] = {family: set() for family in document["choices"]}
    for purpose in document["purposes"].values():
        if purpose["choice"]:
            wanted[purpose["choice"]] |= set(purpose["channels"]) or {"itself"}
    return wanted


def every_choice_is_settled(document: Document, prose: Prose, reading: Reading) -> None:
    for family, channels in _wanted(document).items():
        if not channels:
            remedy = "Take it out, or name it in a purpose."
            reading.wrong_at(("choices", family), f"No purpose is a choice of the family '{family}'.", remedy)
        for name, place in document["jurisdictions"].items():
            _settled(name, family, channels, place["consent"].get(family, {}), reading)


def _settled(place: str, family: str, wanted: set[str], told: Mapping[str, Any], reading: Reading) -> None:
    path = ("jurisdictions", place, "consent", family)
    for channel in sorted(wanted - told.keys()):
        says = f"'{place}' does not say what '{family}' by '{channel}' needs."
        reading.wrong_at(path, says, f"Add '{channel}: {{model: …}}'.")
    for channel in sorted(told.keys() - wanted):
        says = f"'{place}' settles '{family}' by '{channel}', which no purpose uses."
        reading.wrong_at((*path, channel), says, "Take it out.")
    for channel, consent in told.items():
        if (consent["model"] == "implied_after_purchase") != bool(consent["months"]):
            remedy = "Write both {model: implied_after_purchase, months: …} or neither."
            reading.wrong_at((*path, channel), "A purchase speaks for a person for some months only.", remedy)


def deadlines_are_set(document: Document, prose: Prose, reading: Reading) -> None:
    for name, place in document["jurisdictions"].items():
        for what in ("answer", "extension", "opt_out"):
            if what not in place["deadlines"]:
                remedy = f"Add '{what}: {{days: …, law: …}}'."
                reading.wrong_at(("jurisdictions", name, "deadlines"), f"'{name}' has no deadline '{what}'.", remedy)
