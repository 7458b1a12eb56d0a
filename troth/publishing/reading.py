"""The policy as the public pages show it: section by section, and datum by datum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

from troth import gate
from troth.policy import FIRST, Kind, Policy, published

from .links import in_language

LINKS = {"a": {"href"}}
WORDS = {"p", "ul", "ol", "li", "strong", "em", "code", "a", "h3", "h4", "blockquote", "br"}


@dataclass(frozen=True, slots=True)
class ClauseRead:
    id: str
    title: str
    html: SafeString
    beyond: bool


@dataclass(frozen=True, slots=True)
class SectionRead:
    id: str
    title: str
    html: SafeString
    clauses: tuple[ClauseRead, ...]


@dataclass(frozen=True, slots=True)
class PolicyRead:
    name: str
    version: str
    changed: date
    sections: tuple[SectionRead, ...]
    waiting: int  # clauses written down, not built and therefore not promised
    translated: bool  # the words that bind are those of the first language


@dataclass(frozen=True, slots=True)
class FieldRead:
    label: str
    why: str
    category: str


@dataclass(frozen=True, slots=True)
class DatumRead:
    """One kind of data: what it is, why it is used, who sees it, who is told, how long it stays."""

    name: str
    label: str
    clause: str
    fields: tuple[FieldRead, ...]
    purposes: tuple[str, ...]
    doors: tuple[str, ...]
    seen_by: tuple[str, ...]
    told_to: tuple[str, ...]
    kept: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class LinkedRead:
    label: str
    why: str
    kept: str
    clause: str


@dataclass(frozen=True, slots=True)
class CookieRead:
    name: str
    label: str
    why: str
    life: str
    clause: str


def policy_read() -> PolicyRead:
    return _policy_read(gate.policy().language)


def data_read() -> tuple[DatumRead, ...]:
    return _data_read(gate.policy().language)


def linked_read() -> tuple[LinkedRead, ...]:
    return _linked_read(gate.policy().language)


def cookies_read(*, live: bool) -> tuple[CookieRead, ...]:
    return _cookies_read(gate.policy().language, live)


@cache
def _policy_read(language: str) -> PolicyRead:
    policy = gate.policy()
    sections = tuple(
        SectionRead(
            section.id,
            section.title,
            _html(section.markdown),
            tuple(ClauseRead(each.id, each.title, _html(each.markdown), each.beyond) for each in section.clauses),
        )
        for section in published(policy)
    )
    waiting = sum(not clause.built for clause in policy.clauses.values())
    day = date.fromisoformat(policy.changed)
    return PolicyRead(policy.name, policy.version, day, sections, waiting, translated=language != FIRST)


@cache
def _data_read(language: str) -> tuple[DatumRead, ...]:
    policy = gate.policy()
    # What is counted of everybody together is about no person, and this page is about what is.
    held = [kind for kind in policy.kinds.values() if kind.in_force and kind.of != "everybody"]
    return tuple(_datum(policy, kind) for kind in held)


@cache
def _linked_read(language: str) -> tuple[LinkedRead, ...]:
    policy = gate.policy()
    in_force = [each for each in policy.linked.values() if each.in_force]
    return tuple(LinkedRead(e.label, e.why, policy.retention[e.retention].says, e.clause) for e in in_force)


@cache
def _cookies_read(language: str, live: bool) -> tuple[CookieRead, ...]:
    cookies = [each for each in gate.policy().cookies.values() if each.in_force]
    return tuple(CookieRead(each.called(live=live), each.label, each.why, each.life, each.clause) for each in cookies)


def _datum(policy: Policy, kind: Kind) -> DatumRead:
    purposes = [each for each in policy.purposes.values() if each.in_force and each.uses.get(kind.name)]
    names = {each.name for each in purposes}
    doors = dict.fromkeys(
        policy.sources[source].label
        for each in purposes
        for source in sorted(each.collects.get(kind.name, ()))
        if policy.sources[source].in_force
    )
    roles = [role.label for role in policy.roles.values() if names & (role.purposes | role.with_reason)]
    told = dict.fromkeys(
        each.label
        for each in policy.recipients.values()
        for purpose in each.grants
        if policy.recipient_fields(purpose, each.name).get(kind.name)
    )
    return DatumRead(
        name=kind.name,
        label=kind.label,
        clause=kind.clause,
        fields=tuple(FieldRead(each.label, each.why, each.category) for each in kind.fields.values()),
        purposes=tuple(each.label for each in purposes),
        doors=tuple(doors),
        seen_by=tuple(roles),
        told_to=tuple(told),
        kept=policy.retention[kind.retention].says,
        sealed=not kind.plain,
    )


def _html(text: str) -> SafeString:
    raw = markdown.markdown(text, output_format="html")
    return mark_safe(nh3.clean(raw, tags=WORDS, attributes=LINKS, link_rel=None, attribute_filter=in_language))  # noqa: S308 (cleaned)
