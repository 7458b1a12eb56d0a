"""Services of outside parties on a page: which may load, from where, and what their address tells them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from troth import gate
from troth.policy import Policy, Service
from troth.policy.values import PRACTICE_HOST

from ..consent import Consent

ELSEWHERE: Final = "elsewhere.localhost"  # browsers lead it home (RFC 6761, 6.3), and take it for another site
PIECE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A service as it stands on one page. `address` is empty unless it may load."""

    name: str
    label: str
    why: str
    kind: str
    category: str
    category_label: str  # as the choices call it
    whose: str
    whose_policy: str  # address of the outside party's own policy
    practice: bool
    allowed: bool
    address: str


def placed(
    name: str, consent: Consent, told: Mapping[str, str], *, what: str = "", once: bool = False
) -> Placed | None:
    """None where the policy in force has no such service. `once`: the visitor asked for this one, here and now.

    Of `told` goes out what the policy lets the service measure, and nothing else.
    """
    policy = gate.policy()
    service = policy.services.get(name)
    if service is None or not service.in_force:
        return None
    whose = policy.recipients[service.recipient]
    address = _address(service, told, what)
    allowed = bool(address) and (once or consent.allows(service.category))
    return Placed(
        name=name,
        label=service.label,
        why=service.why,
        kind=service.kind,
        category=service.category,
        category_label=policy.families[service.category].label,
        whose=whose.label,
        whose_policy=policy_of(policy, service),
        practice=service.practice,
        allowed=allowed,
        address=address if allowed else "",
    )


def policy_of(policy: Policy, service: Service) -> str:
    """Where the service's outside party says what it does; that of a practice service lies at the practice host."""
    url = policy.recipients[service.recipient].policy_url
    return practice_origin() + urlsplit(url).path if service.practice else url


def hosts_of(service: Service) -> tuple[str, ...]:
    """The origins it may load from."""
    return tuple(dict.fromkeys(_origin(each) for origins in service.hosts.values() for each in origins))


def embeds() -> tuple[Service, ...]:
    """Services in force that show one piece: what a page written in the office may hold."""
    found = gate.policy().services.values()
    return tuple(each for each in found if each.in_force and each.kind == "embed")


def loaded(consent: Consent) -> frozenset[str]:
    """Names of the services in force that this visitor allows."""
    found = gate.policy().services.values()
    return frozenset(each.name for each in found if each.in_force and consent.allows(each.category))


def browser_rules(base: Mapping[str, Collection[str]], names: Iterable[str]) -> dict[str, list[str]]:
    """`base`, with the hosts of exactly the named services let in. A directive it lacks starts from its default-src."""
    rules = {directive: list(origins) for directive, origins in base.items()}
    services = gate.policy().services
    for name in sorted(names):
        for directive, origins in services[name].hosts.items():
            here = rules.setdefault(directive, list(rules.get("default-src", ())))
            here[:] = [each for each in here if each != "'none'"]
            here += [origin for each in origins if (origin := _origin(each)) not in here]
    return rules


def practice_origin() -> str:
    """Another site on this machine, for practice: "http://elsewhere.localhost:8000"."""
    return f"http://{ELSEWHERE}:{settings.TROTH.port}"


def _origin(host: str) -> str:
    return practice_origin() if host == PRACTICE_HOST else host


def _address(service: Service, told: Mapping[str, str], what: str) -> str:
    """ "" for an embed of something that can't be a piece: it is nobody's address then."""
    address = service.address
    if "{what}" in address:
        if not PIECE.fullmatch(what):
            return ""
        address = address.replace("{what}", what)
    if service.practice:
        address = practice_origin() + address.removeprefix(PRACTICE_HOST)
    query = urlencode({measure: told[measure] for measure in service.measures if told.get(measure)})
    return f"{address}?{query}" if query else address
