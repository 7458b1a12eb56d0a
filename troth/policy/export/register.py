"""The record of processing activities that Article 30(1) GDPR asks for, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from ..contents import Policy
from ..saying import listed
from ..taxonomy import BASES
from .processing import Processing, Touched, processing

MEASURES = (
    "Personal data is sealed under a key per person, retention class and period; destroying the key is erasure.",
    "Keys are kept outside every database and its backups.",
    "Access is by purpose; every use is decided by this policy and recorded before it happens.",
    "The record is tamper-evident; connections are encrypted.",
)
SUBJECTS = {
    "customer": "customers and other users of the shop",
    "employee": "employees",
    "gift_recipient": "people who receive what others ordered",
}


def to_register(policy: Policy) -> str:
    parts = [_head(policy), *(_activity(policy, number, each) for number, each in enumerate(processing(policy), 1))]
    parts += [_services(policy)] if any(each.in_force for each in policy.services.values()) else []
    return "\n".join(parts)


def _head(policy: Policy) -> str:
    whose = policy.controller
    address = f"{whose.street_address}, {whose.locality}, {whose.region} {whose.postcode}, {whose.country}"
    measures = "\n".join(f"- {each}" for each in MEASURES)
    return f"""# Record of processing activities

Article 30(1) of Regulation (EU) 2016/679. Made from policy version {policy.version}, last changed {policy.changed}.

- Controller: {whose.name}, {address}
- Contact: {whose.privacy_contact}, {whose.email}, {whose.telephone}

## Security measures for every activity

{measures}
"""


def _activity(policy: Policy, number: int, done: Processing) -> str:
    purpose, basis = done.purpose, BASES[done.purpose.basis]
    chosen = ", or your consent where your country's rules want it" if purpose.choice else ""
    rows = {
        "Purpose": f"{purpose.says} (clause {purpose.clause}: {policy.clauses[purpose.clause].says})",
        "Legal basis": f"Article {basis.article}, {basis.words}{chosen}",
        "Data subjects": listed(SUBJECTS[each] for each in done.subjects),
        "Personal data": _data(done.data) or "none; opaque ids only",
        "Recipients": "; ".join(f"{who.label} ({_fields(what)})" for who, what in done.told) or "none",
        "Transfers": _transfers(policy, done),
        "Time limits": "; ".join(policy.retention[name].says for name in done.retention) or "none are needed",
        "Jobs with access": listed(role.label for role in policy.roles.values() if purpose.name in role.purposes)
        or "none; done by the shop itself",
    }
    table = "\n".join(f"| {what} | {told} |" for what, told in rows.items())
    return f"## {number}. {purpose.label}\n\n| | |\n|---|---|\n{table}\n"


def _services(policy: Policy) -> str:
    """Nothing the shop holds goes to them; what a visitor's browser asks them for is written down all the same."""
    rows = "\n".join(
        f"| {each.label} | {policy.recipients[each.recipient].label} ({policy.recipients[each.recipient].country}) "
        f"| {policy.purposes[each.purpose].label} | {', '.join(each.measures) or 'nothing'} "
        f"| {', '.join(each.cookies) or 'none'} |"
        for each in policy.services.values()
        if each.in_force
    )
    head = "| Service | Whose it is | What for | Told | Its cookies |\n|---|---|---|---|---|"
    return f"## What pages load from others, once a visitor allows it\n\n{head}\n{rows}\n"


def _data(parts: Iterable[Touched]) -> str:
    kinds: dict[str, list[Touched]] = {}
    for part in parts:
        kinds.setdefault(part.kind.label, []).append(part)
    return "; ".join(f"{label}: {_fields(each)}" for label, each in kinds.items())


def _fields(parts: Iterable[Touched]) -> str:
    return listed(part.field.label for part in parts)


def _transfers(policy: Policy, done: Processing) -> str:
    """Told in countries, seen from where the controller is."""
    abroad = sorted({who.country for who, _ in done.told if who.country != policy.controller.country})
    home = f"kept in {policy.controller.country}"
    return f"{home}; told to recipients in {listed(abroad)}" if abroad else f"{home}; no recipient elsewhere"
