"""From the plain data of a policy document to the frozen values. Trusts that the data has been checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .asking import ActorKind, Refused, Verb
from .contents import Policy
from .prose import Prose
from .saying import ENGLISH, FIRST, Saying
from .values import (
    Channel,
    Clause,
    Consent,
    Controller,
    Cookie,
    Deadline,
    Embargo,
    Family,
    Field,
    Grants,
    Jurisdiction,
    Kind,
    Left,
    Linked,
    Model,
    Purpose,
    Recipient,
    Retention,
    Role,
    Section,
    Service,
    Source,
    Term,
)

Data = Mapping[str, Any]


def version_of(data: Data, prose: Prose) -> str:
    """Hex SHA-256 of the content; comments, order of keys and layout do not count."""
    content = {"rules": data, "prose": prose.content()}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def build(data: Data, prose: Prose, version: str = "", language: str = FIRST, saying: Saying = ENGLISH) -> Policy:
    """The policy that `data` (the document as plain values) and `prose` describe; a translation has its first's version."""
    clauses = _clauses(data, prose)

    def in_force(rule: Data) -> bool:
        return clauses[rule["clause"]].built

    default = next((name for name, each in data["jurisdictions"].items() if not each["countries"]), "")
    return Policy(
        version=version or version_of(data, prose),
        name=data["name"],
        changed=data["changed"],
        controller=Controller(**data["controller"]),
        sections=tuple(_section(name, prose) for name in data["sections"]),
        clauses=clauses,
        refusals={code: Refused(each["clause"], code, each["says"]) for code, each in data["refusals"].items()},
        families={name: Family(name=name, **each) for name, each in data["choices"].items()},
        channels={name: Channel(name=name, **each) for name, each in data["channels"].items()},
        sources={name: _source(name, each, in_force(each)) for name, each in data["sources"].items()},
        retention={name: _retention(name, each, data["jurisdictions"]) for name, each in data["retention"].items()},
        kinds={name: _kind(name, each, in_force(each)) for name, each in data["kinds"].items()},
        linked={name: Linked(name=name, in_force=in_force(each), **each) for name, each in data["linked"].items()},
        purposes={name: _purpose(name, each, in_force(each)) for name, each in data["purposes"].items()},
        own_purposes=frozenset(data["own_data"]["purposes"]),
        roles={name: _role(name, each) for name, each in data["roles"].items()},
        recipients={name: _recipient(name, each, in_force(each)) for name, each in data["recipients"].items()},
        cookies={name: Cookie(name=name, in_force=in_force(each), **each) for name, each in data["cookies"].items()},
        services={name: _service(name, each, in_force(each)) for name, each in data["services"].items()},
        jurisdictions={name: _jurisdiction(name, each) for name, each in data["jurisdictions"].items()},
        default_jurisdiction=default,
        unknown_jurisdiction=data["unknown_country"],
        embargoes={place: Embargo(place=place, **each) for place, each in data["embargoes"].items()},
        document=data,
        language=language,
        saying=saying,
    )


def _clauses(data: Data, prose: Prose) -> dict[str, Clause]:
    """In the order in which the prose tells them; then any the prose leaves out."""
    told = [*prose.clauses, *(name for name in data["clauses"] if name not in prose.clauses)]
    clauses = {}
    for name in told:
        if name in data["clauses"]:
            paragraph = prose.clauses.get(name)
            section, title, text = (paragraph.section, paragraph.title, paragraph.text) if paragraph else ("", "", "")
            clauses[name] = Clause(id=name, section=section, title=title, prose=text, **data["clauses"][name])
    return clauses


def _section(name: str, prose: Prose) -> Section:
    told = prose.sections.get(name)
    mine = tuple(clause for clause, paragraph in prose.clauses.items() if paragraph.section == name)
    return Section(name, told.title if told else name, told.intro if told else "", mine)


def _grants(uses: Mapping[str, list[str]]) -> Grants:
    return {kind: frozenset(fields) for kind, fields in uses.items()}


def _source(name: str, rule: Data, in_force: bool) -> Source:
    by = frozenset(ActorKind(each) for each in rule["by"])
    return Source(name, rule["label"], rule["clause"], by, rule["new_purchase"], in_force, rule["words"])


def _retention(name: str, rule: Data, jurisdictions: Data) -> Retention:
    keep = rule["keep"]
    chosen = {place: keep.get(place, keep.get("everywhere")) for place in jurisdictions}
    terms = {place: Term(**term) for place, term in chosen.items() if term}
    return Retention(name, rule["label"], rule["says"], rule["clause"], rule["period"], terms)


def _kind(name: str, rule: Data, in_force: bool) -> Kind:
    fields = {each: Field(name=each, **told) for each, told in rule["fields"].items()}
    return Kind(name=name, in_force=in_force, **{**rule, "fields": fields})


def _purpose(name: str, rule: Data, in_force: bool) -> Purpose:
    told = {
        **rule,
        "uses": _grants(rule["uses"]),
        "collects": _grants(rule["collects"]),
        "channels": tuple(rule["channels"]),
        "serves": {Verb(verb): frozenset(ActorKind(each) for each in by) for verb, by in rule["serves"].items()},
    }
    return Purpose(name=name, in_force=in_force, **told)


def _role(name: str, rule: Data) -> Role:
    return Role(name, rule["label"], rule["clause"], frozenset(rule["purposes"]), frozenset(rule["with_reason"]))


def _recipient(name: str, rule: Data, in_force: bool) -> Recipient:
    told = {key: value for key, value in rule.items() if key != "told"}
    grants = {purpose: _grants(uses) for purpose, uses in rule["told"].items()}
    return Recipient(name=name, grants=grants, in_force=in_force, **told)


def _service(name: str, rule: Data, in_force: bool) -> Service:
    told = {
        **rule,
        "hosts": {directive: tuple(origins) for directive, origins in rule["hosts"].items()},
        "measures": tuple(rule["measures"]),
        "cookies": {cookie: Left(name=cookie, **each) for cookie, each in rule["cookies"].items()},
    }
    return Service(name=name, in_force=in_force, **told)


def _jurisdiction(name: str, rule: Data) -> Jurisdiction:
    consent = {
        (family, "" if channel == "itself" else channel): Consent(Model(each["model"]), each["months"])
        for family, channels in rule["consent"].items()
        for channel, each in channels.items()
    }
    deadlines = {what: Deadline(**each) for what, each in rule["deadlines"].items()}
    told = {**rule, "countries": frozenset(rule["countries"]), "consent": consent, "deadlines": deadlines}
    return Jurisdiction(name=name, **told)
