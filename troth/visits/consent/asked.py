"""What the policy asks visitors about: the categories something is done in, and a digest of what they would say yes to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from troth.policy import Cookie, Model, Policy, Service

from .values import CATEGORIES

DIGITS: Final = 16  # of the digest, as the cookie carries it


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
    """All that is done in the category, as the policy has it in its first language: rules, and words people read."""
    own = purposes(policy, category)
    cookies, services = kept_or_loaded(policy, category, practice=practice)
    return {
        "purposes": {name: _told(policy, "purposes", name) for name in own},
        "cookies": {each.name: _told(policy, "cookies", each.name) for each in cookies},
        "services": {each.name: _told(policy, "services", each.name) for each in services},
        "recipients": {
            each.name: {name: _plain(each.grants[name]) for name in own if name in each.grants}
            for each in policy.recipients.values()
            if each.in_force and not each.grants.keys().isdisjoint(own)
        },
    }


def _told(policy: Policy, table: str, name: str) -> Any:
    return cast(Mapping[str, Any], policy.document[table])[name]


def _plain(grants: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {kind: sorted(fields) for kind, fields in grants.items()}
