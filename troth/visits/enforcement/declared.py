"""The cookies of the shop's own pages, as the policy declares them: the shop's, and those that services leave there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troth import gate
from troth.policy import Policy

from ..consent import ESSENTIAL

COOKIE = "cookie"  # the one store of a browser's that a server writes to


@dataclass(frozen=True, slots=True)
class Declared:
    """By the name a browser sees."""

    category: Mapping[str, str]
    life: Mapping[str, int]  # seconds; 0 = until the browser closes
    chosen: frozenset[str]  # those that wait for a choice


def declared(policy: Policy, *, live: bool) -> Declared:
    """`live`: the shop is behind TLS, where most names begin with `__Host-`."""
    found = {
        each.called(live=live): (each.category, each.max_age)
        for each in policy.cookies.values()
        if each.in_force and each.kept_in == COOKIE
    }
    for service in policy.services.values():
        for left in service.cookies.values() if service.in_force else ():
            if left.at == "shop":
                found[left.name] = (service.category, left.max_age)
    return Declared(
        category={name: category for name, (category, _life) in found.items()},
        life={name: life for name, (_category, life) in found.items()},
        chosen=frozenset(name for name, (category, _life) in found.items() if category != ESSENTIAL),
    )


_known: dict[tuple[str, bool], Declared] = {}  # a process sees one version


def in_force(*, live: bool) -> Declared:
    """Of the policy in force. Asked on every page: a look into a table."""
    policy = gate.policy()
    key = policy.version, live
    found = _known.get(key)
    if found is None:
        found = _known[key] = declared(policy, live=live)
    return found
