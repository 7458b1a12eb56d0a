"""Clauses and rules: each needs the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..layout import CODES
from ..problems import Problem, did_you_mean
from ..prose import Prose
from ..shape import Path, Reading

Document = Mapping[str, Any]


def rules(document: Document) -> Iterator[tuple[Path, str]]:
    """Every rule with the clause it rests on."""
    for section, table in document.items():
        if section == "own_data":
            yield (section,), table["clause"]
        elif isinstance(table, Mapping) and section != "clauses":
            for name, rule in table.items():
                if isinstance(rule, Mapping) and "clause" in rule:
                    yield (section, name), rule["clause"]


def told_once(document: Document, prose: Prose, reading: Reading) -> None:
    """A clause has words, and words have a clause."""
    for name in document["clauses"]:
        if name not in prose.clauses:
            remedy = f"Add '## {name} · A title' and a sentence to one of the sections' files."
            reading.wrong_at(("clauses", name), f"Clause '{name}' is told in no section.", remedy)
    for name, told in prose.clauses.items():
        if name not in document["clauses"]:
            says = f"The heading names clause '{name}', which policy.yaml does not declare."
            remedy = did_you_mean(name, document["clauses"])
            reading.problems.append(Problem(told.file, told.line, says, remedy))


def kept(document: Document, prose: Prose, reading: Reading) -> None:
    """What a clause promises to be kept by rules, some rule keeps."""
    resting = {clause for _, clause in rules(document)}
    for name, clause in document["clauses"].items():
        if clause["kept_by"] == "rules" and name not in resting:
            remedy = "Name it in the rule that keeps it, or say 'kept_by: software' or 'kept_by: statement'."
            reading.wrong_at(("clauses", name), f"Clause '{name}' promises something, but no rule keeps it.", remedy)


def every_refusal_answers(document: Document, prose: Prose, reading: Reading) -> None:
    for code in CODES:
        if code not in document["refusals"]:
            remedy = f"Add '{code}: {{clause: …, says: …}}' to the refusals."
            reading.wrong_at(("refusals",), f"Nothing says what is answered for '{code}'.", remedy)
    for code, answer in document["refusals"].items():
        if not document["clauses"][answer["clause"]]["built"]:
            says = f"The refusal '{code}' rests on clause '{answer['clause']}', which is not built."
            reading.wrong_at(("refusals", code), says, "Let it rest on a clause that people can read.")


def dated(document: Document, prose: Prose, reading: Reading) -> None:
    try:
        date.fromisoformat(document["changed"])
    except ValueError:
        reading.wrong_at(("changed",), f"'{document['changed']}' is no date.", "Write it like 2026-11-22.")
