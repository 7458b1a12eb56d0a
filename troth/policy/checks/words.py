"""The prose can't say more than the rules: lists come from placeholders only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..placeholders import PLACEHOLDER, unknown_placeholder
from ..problems import Problem
from ..prose import Prose
from ..shape import Reading

Document = Mapping[str, Any]

SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\n+")


def only_placeholders_list(document: Document, prose: Prose, reading: Reading) -> None:
    for file, line, text in _texts(prose):
        for match in PLACEHOLDER.finditer(text):
            trouble = unknown_placeholder(match["what"], match["of"] or "", document)
            if trouble:
                says, remedy = trouble
                at = line + text.count("\n", 0, match.start())
                reading.problems.append(Problem(file, at, says, remedy))
        plain = PLACEHOLDER.sub(" ", text)
        for says, remedy in (*_names(plain, document), *_lists(plain, document)):
            reading.problems.append(Problem(file, line, says, remedy))


def _texts(prose: Prose) -> Iterator[tuple[str, int, str]]:
    for section in prose.sections.values():
        yield section.file, 2, section.intro
    for clause in prose.clauses.values():
        yield clause.file, clause.line + 2, clause.text


def _names(text: str, document: Document) -> Iterator[tuple[str, str]]:
    for name, recipient in document["recipients"].items():
        if re.search(rf"\b{re.escape(recipient['label'])}\b", text, re.IGNORECASE):
            yield (
                f"The prose names '{recipient['label']}'.",
                f"Write {{{{ recipient:{name} }}}} or {{{{ recipients }}}}.",
            )
    for name in document["cookies"]:
        if re.search(rf"`(?:__Host-)?{re.escape(name)}`", text):
            yield f"The prose names the cookie '{name}'.", "Write {{ cookies }}."
    for name, service in document["services"].items():
        if re.search(rf"\b{re.escape(service['label'])}\b", text, re.IGNORECASE):
            yield f"The prose names the service '{name}'.", "Write {{ services }}."


def _lists(text: str, document: Document) -> Iterator[tuple[str, str]]:
    """Two fields named in one sentence are a list."""
    labels = {field["label"] for kind in document["kinds"].values() for field in kind["fields"].values()}
    for sentence in SENTENCE.split(text):
        found = sorted(label for label in labels if re.search(rf"\b{re.escape(label)}\b", sentence, re.IGNORECASE))
        if len(found) > 1:
            says = f"The prose lists data by itself ({', '.join(found)})."
            yield says, "Write {{ data:<kind> }} or {{ uses:<purpose> }}, so that it can't differ from the rules."
