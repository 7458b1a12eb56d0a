"""What the policy asks visitors about: the categories something is done in, and a digest of what they would say yes to.

Whoever answered is asked again when the digest is another one, so it counts what an answer is about, and nothing else:

- the question: a category's label and sentence, and the sentence of each purpose in it. They are what is agreed to, to the letter;
- the facts: which purposes, cookies, services and recipients there are, each with all its rules (for how long, from where,
  what it measures, what it uses). A recipient's name is a fact: it says who is told.

It does not count words that explain a fact which itself counts: the label, the "why" and the life in words of a cookie or a service,
and a purpose's label. A typo mended there asks nobody. Words that come to mean something else belong to a new id, as everywhere
in the policy, and a new id is asked about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from troth.policy import Cookie, Model, Policy, Service

from .values import CATEGORIES

DIGITS: Final = 16  # of the digest, as the cookie carries it
EXPLAINING: Final = frozenset({"label", "staff_label", "why", "life"})
IDENTITY: Final = ("label", "acts", "country", "clause")  # of a recipient: who is told, in which role, where


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of one policy that a choice is about. `digest` changes when, and only when, that part does."""

    purposes: Mapping[str, tuple[str, ...]]  # category → its purposes in force
    models: Mapping[str, Mapping[str, Model]]  # jurisdiction → category → what it wants first
    digest: str
    practice: bool


_known: dict[tuple[str, bool], Asked] = {}  # by version of the policy; a process sees one or two


def asked(policy: Policy, *, practice: bool = False) -> Asked:
    """`practice`: whether services count that shops have in practice mode only."""
    found = _known.get((policy.version, practice))
    if found is None:
        found = _known[policy.version, practice] = _read(policy, practice)
    return found


def purposes(policy: Policy, category: str) -> tuple[str, ...]:
    """The purposes in force that a word about the category decides: those that reach nobody by a channel."""
    return tuple(
        each.name
        for each in policy.purposes.values()
        if each.choice == category and each.in_force and not each.channels
    )


def _read(policy: Policy, practice: bool) -> Asked:
    about = {category: part for category in CATEGORIES if any((part := _part(policy, category, practice)).values())}
    models = {
        place.name: {category: _model(policy, place.name, category) for category in about}
        for place in policy.jurisdictions.values()
    }
    families = {category: _told(policy, "choices", category) for category in about}
    text = json.dumps([families, about], sort_keys=True, separators=(",", ":"), default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
    return Asked({category: purposes(policy, category) for category in about}, models, digest, practice)


def kept_or_loaded(policy: Policy, category: str, *, practice: bool) -> tuple[list[Cookie], list[Service]]:
    """The cookies and services of the category that are in force."""
    cookies = [each for each in policy.cookies.values() if each.category == category and each.in_force]
    services = [each for each in policy.services.values() if each.category == category and each.in_force]
    return cookies, [each for each in services if practice or not each.practice]


def _model(policy: Policy, jurisdiction: str, category: str) -> Model:
    wanted = policy.jurisdictions[jurisdiction].consent.get((category, ""))
    return wanted.model if wanted is not None else Model.OPT_IN


def _part(policy: Policy, category: str, practice: bool) -> dict[str, Any]:
    """All that is done in the category, as the policy has it in its first language."""
    own = purposes(policy, category)
    cookies, services = kept_or_loaded(policy, category, practice=practice)
    return {
        "purposes": {name: _facts(_told(policy, "purposes", name)) for name in own},
        "cookies": {each.name: _facts(_told(policy, "cookies", each.name)) for each in cookies},
        "services": {each.name: _service(policy, each) for each in services},
        "recipients": {
            each.name: {
                "who": _who(policy, each.name),
                "told": {name: _plain(each.grants[name]) for name in own if name in each.grants},
            }
            for each in policy.recipients.values()
            if each.in_force and not each.grants.keys().isdisjoint(own)
        },
    }


def _service(policy: Policy, service: Service) -> dict[str, Any]:
    told = _facts(_told(policy, "services", service.name))
    left = {name: _facts(each) for name, each in told["cookies"].items()}
    return {**told, "cookies": left, "who": _who(policy, service.recipient)}


def _who(policy: Policy, recipient: str) -> dict[str, Any]:
    told = _told(policy, "recipients", recipient)
    return {part: told[part] for part in IDENTITY}


def _facts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {part: each for part, each in told.items() if part not in EXPLAINING}


def _told(policy: Policy, table: str, name: str) -> Any:
    return cast(Mapping[str, Any], policy.document[table])[name]


def _plain(grants: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {kind: sorted(fields) for kind, fields in grants.items()}
