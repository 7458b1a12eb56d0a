"""Purposes and everybody who holds them. Grants may narrow what a purpose uses, never widen it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..problems import did_you_mean
from ..prose import Prose
from ..shape import Path, Reading
from ..taxonomy import SELLING_DPV, SELLING_USES

Document = Mapping[str, Any]

SELLING_WORDS = re.compile(
    r"\b(sell|sells|selling|sale of data|rent|renting|trading|barter|broker|monetis|monetiz)", re.I
)
UNSAYABLE = "Take it out: selling, renting or trading personal data is nothing this policy can say."


def purposes_hold(document: Document, prose: Prose, reading: Reading) -> None:
    for name, purpose in document["purposes"].items():
        path: Path = ("purposes", name)
        _fields_exist(document, (*path, "uses"), purpose["uses"], reading)
        for kind in purpose["collects"]:
            if kind not in purpose["uses"]:
                says = f"'{name}' collects '{kind}', but does not use it."
                reading.wrong_at((*path, "collects", kind), says, "Say under 'uses' which fields it needs.")
        for trouble, remedy in _flags(purpose):
            reading.wrong_at(path, f"'{name}' {trouble}.", remedy)


def _flags(purpose: Mapping[str, Any]) -> list[tuple[str, str]]:
    troubles = []
    if purpose["promotional"] and not purpose["choice"]:
        troubles.append(("is promotional, but leaves no choice", "Add 'choice:' with a family of choices."))
    if purpose["transactional"] and (purpose["promotional"] or purpose["choice"]):
        troubles.append(("can't be both a transaction and a promotion", "Make two purposes of it."))
    if purpose["survives_restriction"] and purpose["choice"]:
        trouble = "goes on after a person said stop, although it is a choice"
        troubles.append((trouble, "Take out 'survives_restriction'."))
    if purpose["basis"] == "consent" and not purpose["choice"]:
        troubles.append(("rests on consent, but leaves no choice", "Add 'choice:' with a family of choices."))
    return troubles


def _fields_exist(document: Document, path: Path, uses: Mapping[str, list[str]], reading: Reading) -> None:
    for kind, fields in uses.items():
        known = document["kinds"][kind]["fields"]
        for number, field in enumerate(fields):
            if field not in known:
                says = f"'{kind}' has no field '{field}'."
                reading.wrong_at((*path, kind, number), says, did_you_mean(field, known))


def nothing_is_sold(document: Document, prose: Prose, reading: Reading) -> None:
    for name, purpose in document["purposes"].items():
        path: Path = ("purposes", name)
        if purpose["use"] in SELLING_USES:
            reading.wrong_at((*path, "use"), f"'{purpose['use']}' hands data to others for their own ends.", UNSAYABLE)
        words = " ".join((name.replace("_", " "), purpose["label"], purpose["says"]))
        if SELLING_WORDS.search(words) or purpose["dpv"] in SELLING_DPV:
            reading.wrong_at(path, f"'{name}' speaks of selling data.", UNSAYABLE)
    for name, recipient in document["recipients"].items():
        for purpose in recipient["told"] if recipient["acts"] == "on_its_own" else ():
            if document["purposes"][purpose]["promotional"]:
                says = f"'{name}' acts on its own and would be told things for the promotion '{purpose}'."
                remedy = "Take it out: nobody gets data for marketing of their own."
                reading.wrong_at(("recipients", name, "told", purpose), says, remedy)


def roles_are_clear(document: Document, prose: Prose, reading: Reading) -> None:
    for name, role in document["roles"].items():
        for number, purpose in enumerate(role["with_reason"]):
            if purpose in role["purposes"]:
                says = f"'{name}' has '{purpose}' with and without a reason."
                reading.wrong_at(("roles", name, "with_reason", number), says, "Keep one of them.")


def recipients_get_what_purposes_use(document: Document, prose: Prose, reading: Reading) -> None:
    for name, recipient in document["recipients"].items():
        for purpose, grants in recipient["told"].items():
            path: Path = ("recipients", name, "told", purpose)
            _fields_exist(document, path, grants, reading)
            uses = document["purposes"][purpose]["uses"]
            for kind, fields in grants.items():
                for number, field in enumerate(fields):
                    if field not in uses.get(kind, ()):
                        says = f"'{name}' would be told '{kind}.{field}', which '{purpose}' does not use."
                        remedy = "Take it out, or grant it to the purpose first."
                        reading.wrong_at((*path, kind, number), says, remedy)


def cookies_have_a_reason(document: Document, prose: Prose, reading: Reading) -> None:
    for name, cookie in document["cookies"].items():
        choice = document["purposes"][cookie["purpose"]]["choice"]
        if (cookie["category"] == "essential") == bool(choice):
            says = f"The cookie '{name}' is {cookie['category']}, but its purpose says otherwise."
            remedy = "An essential cookie serves a purpose without a choice; any other serves one with a choice."
            reading.wrong_at(("cookies", name), says, remedy)
