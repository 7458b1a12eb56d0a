"""What may be stored in a browser, and what pages may load from others: as the policy declares it, for people to read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from troth import gate
from troth.policy import Policy, Service
from troth.visits import enforcement
from troth.visits.consent import CATEGORIES, ESSENTIAL


@dataclass(frozen=True, slots=True)
class StoredRead:
    """One thing in one store of the browser's, by the name the browser has for it."""

    name: str
    label: str
    why: str
    set_by: str  # the shop's controller, or an outside party
    site: str  # "shop", or "service": kept with the outside party
    category: str
    category_label: str
    store: str  # "cookie", "localStorage", …
    life: str
    seconds: int  # 0: until the browser closes, or is cleared
    clause: str


@dataclass(frozen=True, slots=True)
class ServiceRead:
    name: str
    label: str
    why: str
    kind: str
    category: str
    category_label: str
    whose: str
    country: str
    whose_policy: str
    hosts: tuple[str, ...]
    measures: tuple[str, ...]
    cookies: tuple[StoredRead, ...]
    clause: str
    practice: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """`essential`: needs no choice. `chosen`: what waits for one, the services' own cookies among it."""

    essential: tuple[StoredRead, ...]
    chosen: tuple[StoredRead, ...]
    services: tuple[ServiceRead, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "stored": [asdict(each) for each in (*self.essential, *self.chosen)],
            "services": [asdict(each) for each in self.services],
        }


def stored(*, live: bool) -> Stored:
    """`live`: the shop is behind TLS, where most names begin with `__Host-`."""
    return _stored(gate.policy().language, live)


@cache
def _stored(language: str, live: bool) -> Stored:
    policy = gate.policy()
    services = tuple(_service(policy, each) for each in policy.services.values() if each.in_force)
    own = [_own(policy, name, live) for name, each in policy.cookies.items() if each.in_force]
    theirs = [left for each in services for left in each.cookies]
    chosen = sorted((each for each in (*own, *theirs) if each.category != ESSENTIAL), key=_place)
    return Stored(tuple(each for each in own if each.category == ESSENTIAL), tuple(chosen), services)


def _place(each: StoredRead) -> int:
    return CATEGORIES.index(each.category)


def _own(policy: Policy, name: str, live: bool) -> StoredRead:
    cookie = policy.cookies[name]
    return StoredRead(
        name=cookie.called(live=live),
        label=cookie.label,
        why=cookie.why,
        set_by=policy.controller.name,
        site="shop",
        category=cookie.category,
        category_label=_label(policy, cookie.category),
        store=cookie.kept_in,
        life=cookie.life,
        seconds=cookie.max_age,
        clause=cookie.clause,
    )


def _service(policy: Policy, service: Service) -> ServiceRead:
    whose = policy.recipients[service.recipient]
    cookies = tuple(
        StoredRead(
            name=left.name,
            label=service.label,
            why=left.why,
            set_by=whose.label,
            site=left.at,
            category=service.category,
            category_label=_label(policy, service.category),
            store="cookie",
            life=left.life,
            seconds=left.max_age,
            clause=service.clause,
        )
        for left in service.cookies.values()
    )
    return ServiceRead(
        name=service.name,
        label=service.label,
        why=service.why,
        kind=service.kind,
        category=service.category,
        category_label=_label(policy, service.category),
        whose=whose.label,
        country=whose.country,
        whose_policy=enforcement.policy_of(policy, service),
        hosts=enforcement.hosts_of(service),
        measures=service.measures,
        cookies=cookies,
        clause=service.clause,
        practice=service.practice,
    )


def _label(policy: Policy, category: str) -> str:
    return "" if category == ESSENTIAL else policy.families[category].label
