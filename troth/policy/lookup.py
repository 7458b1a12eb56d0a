"""Finding what a name stands for, whatever section declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .contents import Policy
from .placeholders import fill


@dataclass(frozen=True, slots=True)
class Declared:
    section: str
    name: str
    rule: Mapping[str, Any]
    prose: str = ""  # of a clause, its placeholders filled

    def as_text(self) -> str:
        head = f"{self.section}: {self.name}"
        body = yaml.safe_dump(dict(self.rule), sort_keys=False, allow_unicode=True, width=100).rstrip()
        indented = "\n".join(f"  {line}" for line in body.splitlines())
        return f"{head}\n{indented}\n" + (f"\n{self.prose}\n" if self.prose else "")


def find(policy: Policy, name: str) -> list[Declared]:
    """Everything declared under a name; a clause comes with its words and the rules that rest on it."""
    found = []
    for section, table in policy.document.items():
        if isinstance(table, Mapping) and isinstance(table.get(name), Mapping):
            clause = policy.clauses[name] if section == "clauses" else None
            prose = fill(policy, clause.prose) if clause else ""
            rule = {**table[name], "rules": _resting(policy, name)} if clause else table[name]
            found.append(Declared(section, name, rule, prose))
    return found


def _resting(policy: Policy, clause: str) -> list[str]:
    return [
        f"{section} / {name}"
        for section, table in policy.document.items()
        if isinstance(table, Mapping) and section != "clauses"
        for name, rule in table.items()
        if isinstance(rule, Mapping) and rule.get("clause") == clause
    ]
