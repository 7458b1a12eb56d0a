"""Kinds of data, how long they are kept, the doors they come in by, and whether anything needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..problems import did_you_mean
from ..prose import Prose
from ..shape import Reading

Document = Mapping[str, Any]
EVERYBODY = "everybody"


def kinds_hold(document: Document, prose: Prose, reading: Reading) -> None:
    for name, kind in document["kinds"].items():
        path = ("kinds", name)
        if kind["lookup"] and kind["lookup"] not in kind["fields"]:
            says = f"'{name}' is looked up by '{kind['lookup']}', which is not one of its fields."
            reading.wrong_at((*path, "lookup"), says, did_you_mean(kind["lookup"], kind["fields"]))
        if kind["plain"] and (kind["of"] != "person" or not kind["single"] or kind["lookup"]):
            says = f"'{name}' is kept in plain, so there can be one a person, and it needs no digest."
            reading.wrong_at((*path, "plain"), says, "Say 'of: person', 'single: true' and leave out 'lookup'.")
        period = document["retention"][kind["retention"]]["period"]
        if kind["of"] == "party" and period == "none":
            says = f"'{name}' belongs to an order, but its retention has no period."
            reading.wrong_at(
                (*path, "retention"), says, "Choose a retention class with 'period: year', 'month' or 'day'."
            )
        if kind["of"] == "nobody":
            _nobodys_hold(name, kind, period, reading)


def _nobodys_hold(name: str, kind: Mapping[str, Any], period: str, reading: Reading) -> None:
    """What nobody can ask for has to go by itself, and soon."""
    if period != "day":
        says = f"'{name}' belongs to nobody, but its retention has no key of the day."
        reading.wrong_at(("kinds", name, "retention"), says, "Choose a retention class with 'period: day'.")
    if kind["single"] or kind["lookup"] or kind["plain"]:
        says = f"'{name}' belongs to nobody, so there is nobody to find it by."
        reading.wrong_at(("kinds", name), says, "Leave out 'single', 'lookup' and 'plain'.")
    if "time" not in kind["fields"]:
        says = f"'{name}' belongs to nobody, and only its time could put it in order."
        reading.wrong_at(("kinds", name, "fields"), says, "Give it a field 'time'.")


def retention_ends(document: Document, prose: Prose, reading: Reading) -> None:
    places = document["jurisdictions"]
    for name, rule in document["retention"].items():
        path = ("retention", name)
        for place, term in rule["keep"].items():
            if not (term["years"] or term["months"] or term["days"]):
                remedy = "Say how many years, months or days."
                reading.wrong_at((*path, "keep", place), f"'{name}' keeps nothing for {place}.", remedy)
        missing = [] if "everywhere" in rule["keep"] else [each for each in places if each not in rule["keep"]]
        if rule["keep"] and missing:
            remedy = f"Add {', '.join(missing)}, or 'everywhere'."
            reading.wrong_at((*path, "keep"), f"'{name}' has an end in some jurisdictions only.", remedy)
        if rule["period"] != "none" and not rule["keep"]:
            says = f"'{name}' has a key for every {rule['period']}, but no end."
            reading.wrong_at(path, says, "Add 'keep:' with years, months or days.")


def everything_is_for_something(document: Document, prose: Prose, reading: Reading) -> None:
    """A field that no purpose takes in is a field nobody may ask for."""
    taken = {
        (kind, field)
        for purpose in document["purposes"].values()
        for kind in purpose["collects"]
        for field in purpose["uses"].get(kind, ())
    }
    for name, kind in document["kinds"].items():
        for field in kind["fields"] if kind["of"] != EVERYBODY else ():
            if (name, field) not in taken:
                says = f"No purpose collects '{name}.{field}'."
                remedy = "Take it out, or let a purpose use and collect it."
                reading.wrong_at(("kinds", name, "fields", field), says, remedy)


def numbers_are_nobodys(document: Document, prose: Prose, reading: Reading) -> None:
    """What is counted of everybody together comes in by no door: there is nobody it could be taken from."""
    counted = {name for name, kind in document["kinds"].items() if kind["of"] == EVERYBODY}
    for name, purpose in document["purposes"].items():
        for kind in counted & purpose["collects"].keys():
            says = f"'{name}' would collect '{kind}', which is counted of everybody together."
            reading.wrong_at(("purposes", name, "collects", kind), says, "Take it out.")
    for kind in counted:
        if not any(kind in purpose["uses"] for purpose in document["purposes"].values()):
            reading.wrong_at(("kinds", kind), f"No purpose uses '{kind}'.", "Take it out, or let a purpose use it.")


def doors_are_used(document: Document, prose: Prose, reading: Reading) -> None:
    used = {
        source
        for purpose in document["purposes"].values()
        for sources in purpose["collects"].values()
        for source in sources
    }
    for name, source in document["sources"].items():
        if source["words"] and name in used:
            remedy = "Take 'words' out, or name another door where a purpose collects."
            reading.wrong_at(("sources", name), f"Data comes in through '{name}', which is for words alone.", remedy)
        if name not in used and not source["words"]:
            remedy = "Take it out, or name it where a purpose collects."
            reading.wrong_at(("sources", name), f"Nothing comes in through '{name}'.", remedy)
