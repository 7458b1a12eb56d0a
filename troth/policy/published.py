"""The policy as people read it: sections and clauses in force, their placeholders filled."""

from __future__ import annotations

from dataclasses import dataclass

from .contents import Policy
from .placeholders import fill


@dataclass(frozen=True, slots=True)
class PublishedClause:
    id: str
    title: str
    markdown: str
    beyond: bool  # more than the reference policy asks for


@dataclass(frozen=True, slots=True)
class PublishedSection:
    id: str
    title: str
    markdown: str
    clauses: tuple[PublishedClause, ...]


def anchor(clause: str) -> str:
    """The id of a clause on the page that publishes it: "3c.i" is at #clause-3c-i."""
    return "clause-" + clause.lower().replace(".", "-")


def published(policy: Policy) -> tuple[PublishedSection, ...]:
    """What may be promised today. Clauses that aren't built, and sections without any other, are left out."""
    return tuple(section for section in (_section(policy, each.id) for each in policy.sections) if section.clauses)


def _section(policy: Policy, name: str) -> PublishedSection:
    section = next(each for each in policy.sections if each.id == name)
    clauses = [policy.clauses[clause] for clause in section.clauses]
    told = tuple(
        PublishedClause(each.id, each.title, fill(policy, each.prose), each.beyond) for each in clauses if each.built
    )
    return PublishedSection(section.id, section.title, fill(policy, section.intro), told)
