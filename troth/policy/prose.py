"""The words of a policy: one Markdown file a section, one second-level heading a clause.

    # What we collect                      the section's title
    A line or two of introduction.
    ## 2a.form · When you fill in a form   a clause: its id, a middle dot, its title
    Its text. {{ data:order_delivery }} stands for what the rules say.

Prose lists data, recipients and cookies only through such placeholders (placeholders.py fills them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from .problems import Problem

CLAUSE_HEADING = re.compile(r"## +(?P<id>[^ ·]+) +· +(?P<title>\S.*)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clause's words, and where they stand."""

    section: str
    title: str
    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Opening:
    title: str
    intro: str
    file: str


@dataclass
class Prose:
    sections: dict[str, Opening] = field(default_factory=dict)
    clauses: dict[str, Paragraph] = field(default_factory=dict)

    def content(self) -> dict[str, object]:
        """What counts for the version: titles and texts, not files and lines."""
        return {
            "sections": {name: [each.title, each.intro] for name, each in self.sections.items()},
            "clauses": {name: [each.section, each.title, each.text] for name, each in self.clauses.items()},
        }


def read_prose(directory: Path, sections: Iterable[str], problems: list[Problem], inside: str = "") -> Prose:
    """The sections' files. What is missing or badly headed goes to `problems`; `inside` is put before files' names."""
    prose = Prose()
    for section in sections:
        path = directory / f"{section}.md"
        if not path.is_file():
            remedy = "Write it, or take the section out of 'sections'."
            problems.append(Problem(f"{inside}{path.name}", 0, f"The section '{section}' has no file.", remedy))
        else:
            _read_section(section, path, f"{inside}{path.name}", prose, problems)
    return prose


def _read_section(section: str, path: Path, file: str, prose: Prose, problems: list[Problem]) -> None:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        problems.append(Problem(file, 0, "The file is not UTF-8 text.", "Save it as UTF-8."))
        return
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    head = lines[: starts[0] if starts else len(lines)]
    title = head[0].removeprefix("# ").strip() if head and head[0].startswith("# ") else ""
    if not title:
        problems.append(Problem(file, 1, "The file lacks a title.", "Begin it with '# The section's title'."))
    prose.sections[section] = Opening(title, "\n".join(head[1:]).strip(), file)
    for start, end in pairwise([*starts, len(lines)]):
        _read_clause(section, file, start, lines[start:end], prose, problems)


def _read_clause(section: str, file: str, start: int, lines: list[str], prose: Prose, problems: list[Problem]) -> None:
    heading = CLAUSE_HEADING.fullmatch(lines[0].rstrip())
    line = start + 1
    if heading is None:
        remedy = "Write it as '## 2a.form · When you fill in a form'."
        problems.append(Problem(file, line, "This heading does not name a clause.", remedy))
        return
    name, text = heading["id"], "\n".join(lines[1:]).strip()
    if not text:
        problems.append(Problem(file, line, f"Clause '{name}' has no text.", "Say in a sentence what it means."))
    if name in prose.clauses:
        first = prose.clauses[name]
        says = f"Clause '{name}' is told twice, first in {first.file}, line {first.line}."
        problems.append(Problem(file, line, says, "Tell it once."))
        return
    prose.clauses[name] = Paragraph(section, heading["title"].strip(), text, file, line)
