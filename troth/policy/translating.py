"""The policy in another language: what people read, at the paths where policy.yaml has it, and the prose beside it.

    de/words.yaml      clauses: {"1.1": {says: …}}, purposes: {fulfil_order: {label: …, says: …}}, …
    de/<section>.md    the same clauses in the same sections, with the same placeholders

A translation is whole, or it is refused. It changes no rule and not the version: the first language binds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path as Place
from typing import Any

import yaml

from .build import build
from .checks.words import only_placeholders_list
from .contents import Policy
from .layout import DOCUMENT
from .load import compose
from .placeholders import PLACEHOLDER
from .problems import PolicyError, Problem, did_you_mean
from .prose import Prose, read_prose
from .saying import ENGLISH, Saying
from .shape import MapOf, Path, Reading, Shape, Table, Text, line_of, pairs, said

FILE = "words.yaml"
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,4})?")


def languages(directory: Place | str) -> tuple[str, ...]:
    """Codes of the languages a policy is translated into: its directories that hold words.yaml."""
    found = (each.parent.name for each in Place(directory).glob(f"*/{FILE}"))
    return tuple(sorted(each for each in found if CODE.fullmatch(each)))


def translate(policy: Policy, directory: Place | str, language: str, saying: Saying = ENGLISH) -> Policy:
    """The same policy in the words of `directory/language`. Raises PolicyError with every problem found."""
    place, inside = Place(directory) / language, f"{language}/"
    reading = Reading(f"{inside}{FILE}")
    words = _words(compose(place / FILE, reading.file), reading)
    first = dict(told_in(DOCUMENT, policy.document))
    _as_many(words, first, reading)
    prose = read_prose(place, (each.id for each in policy.sections), reading.problems, inside)
    _tell_the_same(policy, prose, inside, reading)
    document = _with(policy.document, {path: words.get(path, text) for path, text in first.items()})
    if not reading.problems:
        only_placeholders_list(document, prose, reading)
    if reading.problems:
        raise PolicyError(reading.problems)
    prose = Prose(prose.sections, {name: prose.clauses[name] for name in policy.clauses})
    return build(document, prose, version=policy.version, language=language, saying=saying)


def told_in(shape: Shape, value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a document that people read, with the path to it. What is left empty is not told."""
    if isinstance(shape, Text):
        if shape.told and value:
            yield path, value
    elif isinstance(shape, MapOf):
        for name, each in value.items():
            yield from told_in(shape.value, each, (*path, name))
    elif isinstance(shape, Table):
        for name, each in {**shape.needed, **{key: known for key, (known, _) in shape.optional.items()}}.items():
            if name in value:
                yield from told_in(each, value[name], (*path, name))


def _words(node: yaml.Node, reading: Reading, path: Path = ()) -> dict[Path, str]:
    """The texts of words.yaml by their paths."""
    found: dict[Path, str] = {}
    for name, _key, value in pairs(node, path, reading):
        here = (*path, name)
        if isinstance(value, yaml.ScalarNode):
            found[here] = str(value.value).strip()
            if not found[here]:
                reading.wrong(line_of(value), f"{said(here)} is empty.", "Write what people should read there.")
        else:
            found |= _words(value, reading, here)
    return found


def _as_many(words: Mapping[Path, str], first: Mapping[Path, str], reading: Reading) -> None:
    known = {said(path) for path in first}
    for path in words.keys() - first.keys():
        reading.wrong_at(path, f"policy.yaml has no words at {said(path)}.", did_you_mean(said(path), known))
    for path in first.keys() - words.keys():
        reading.wrong_at(path, f"{said(path)} is not translated.", f"Policy.yaml says: “{first[path]}”")


def _tell_the_same(policy: Policy, prose: Prose, inside: str, reading: Reading) -> None:
    """Clause by clause and section by section: none missing, none more, and the same lists in each."""
    problems = reading.problems
    for section in policy.sections:
        if opening := prose.sections.get(section.id):
            problems += _lists_differ(section.intro, opening.intro, opening.file, 2)
    for name, clause in policy.clauses.items():
        if name not in prose.clauses and clause.section in prose.sections:
            remedy = f"Translate “## {name} · {clause.title}” of {clause.section}.md."
            problems.append(Problem(f"{inside}{clause.section}.md", 0, f"Clause '{name}' is not told.", remedy))
    for name, told in prose.clauses.items():
        known = policy.clauses.get(name)
        if known is None:
            problems.append(
                Problem(told.file, told.line, f"There is no clause '{name}'.", did_you_mean(name, policy.clauses))
            )
            continue
        if told.section != known.section:
            says = f"Clause '{name}' is told here, and in {known.section}.md in the first language."
            problems.append(Problem(told.file, told.line, says, "Move it there."))
        problems += _lists_differ(known.prose, told.text, told.file, told.line)


def _lists_differ(first: str, told: str, file: str, line: int) -> list[Problem]:
    wanted, there = (Counter((m["what"], m["of"]) for m in PLACEHOLDER.finditer(text)) for text in (first, told))
    if wanted == there:
        return []
    names = ", ".join(_written(what, of) for what, of in sorted(wanted, key=str)) or "none"
    return [Problem(file, line, "The placeholders differ from those of the first language.", f"It has: {names}.")]


def _written(what: str, of: str | None) -> str:
    return f"{{{{ {what}:{of} }}}}" if of else f"{{{{ {what} }}}}"


def _with(document: Mapping[str, object], words: Mapping[Path, str]) -> dict[str, Any]:
    """The document with other words at these paths."""
    told: dict[str, Any] = deepcopy(dict(document))
    for path, text in words.items():
        table = told
        for part in path[:-1]:
            table = table[part]  # type: ignore[index]
        table[path[-1]] = text  # type: ignore[index]
    return told
