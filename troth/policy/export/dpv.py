"""The policy in the Data Privacy Vocabulary 2 (W3C community group, https://w3id.org/dpv), as JSON-LD 1.1.

A process per purpose, with its data, legal basis, recipients, storage and measures. Terms of our own, such as a
field, are nodes under this version's own address.
"""

from __future__ import annotations

import json
from typing import Any

from ..contents import Policy
from ..taxonomy import BASES
from ..values import Kind, Recipient, Retention, Service
from .processing import Processing, Touched, processing

CONTEXT = {
    "@version": 1.1,
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEASURES = ("dpv:Encryption", "dpv:AccessControlMethod", "dpv:ActivityMonitoring")


def to_dpv(policy: Policy) -> str:
    context = {**CONTEXT, "shop": f"urn:troth:policy:{policy.version}#"}
    done = list(processing(policy))
    graph = [
        _controller(policy),
        *(_process(each) for each in done),
        *(_recipient(each) for each in policy.recipients.values() if each.in_force),
        *(_service(policy, each) for each in policy.services.values() if each.in_force),
        *(_data(part, policy) for part in _all_data(done)),
        *(_storage(each) for each in policy.retention.values() if policy.clauses[each.clause].built),
    ]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"@id": f"shop:{kind}/{name}"}


def _controller(policy: Policy) -> dict[str, Any]:
    whose = policy.controller
    address = f"{whose.street_address}, {whose.locality}, {whose.region} {whose.postcode}, {whose.country}"
    return {
        **_ref("controller", "self"),
        "@type": "dpv:DataController",
        "dpv:hasName": whose.name,
        "dpv:hasAddress": address,
        "dpv:hasContact": [whose.email, whose.telephone],
        "dct:modified": {"@value": policy.changed, "@type": "xsd:date"},
    }


def _process(done: Processing) -> dict[str, Any]:
    purpose = done.purpose
    return {
        **_ref("process", purpose.name),
        "@type": "dpv:Process",
        "dct:title": purpose.label,
        "dct:description": f"We use this data {purpose.says}.",
        "dct:source": f"clause {purpose.clause}",
        "dpv:hasDataController": _ref("controller", "self"),
        "dpv:hasPurpose": {"@id": purpose.dpv},
        "dpv:hasLegalBasis": {"@id": BASES[purpose.basis].dpv},
        "dpv:hasDataSubject": [{"@id": f"dpv:{_subject(each)}"} for each in done.subjects],
        "dpv:hasPersonalData": [_ref("data", each.key) for each in done.data],
        "dpv:hasRecipient": [_ref("recipient", who.name) for who, _ in done.told],
        "dpv:hasStorageCondition": [_ref("storage", name) for name in done.retention],
        "dpv:hasTechnicalOrganisationalMeasure": [{"@id": each} for each in MEASURES],
    }


def _subject(key: str) -> str:
    return {"customer": "Customer", "employee": "Employee"}.get(key, "DataSubject")


def _recipient(recipient: Recipient) -> dict[str, Any]:
    return {
        **_ref("recipient", recipient.name),
        "@type": "dpv:DataProcessor" if recipient.acts == "for_us" else "dpv:ThirdParty",
        "dpv:hasName": recipient.label,
        "dct:description": recipient.why,
        "dct:spatial": recipient.country,
        "skos:note": {"@id": recipient.policy_url},
    }


def _service(policy: Policy, service: Service) -> dict[str, Any]:
    """What pages load from an outside party, once a visitor allows it."""
    told = f" It is told: {', '.join(service.measures)}." if service.measures else ""
    return {
        **_ref("service", service.name),
        "@type": "dpv:Service",
        "dct:title": service.label,
        "dct:description": f"{service.why}{told}",
        "dct:source": f"clause {service.clause}",
        "dpv:hasPurpose": {"@id": policy.purposes[service.purpose].dpv},
        "dpv:hasLegalBasis": {"@id": BASES[policy.purposes[service.purpose].basis].dpv},
        "dpv:hasRecipient": [_ref("recipient", service.recipient)],
    }


def _all_data(done: list[Processing]) -> list[Touched]:
    return list({part.key: part for each in done for part in each.data}.values())


def _data(part: Touched, policy: Policy) -> dict[str, Any]:
    return {
        **_ref("data", part.key),
        "@type": "dpv:PersonalData",
        "dct:title": part.field.label,
        "dct:description": part.field.why,
        "dct:subject": part.field.category,
        "dpv:hasDataSource": sorted(_doors(part.kind, policy)),
        "dpv:hasStorageCondition": _ref("storage", part.kind.retention),
    }


def _doors(kind: Kind, policy: Policy) -> set[str]:
    """The labels of the doors in force that this kind comes in by."""
    names = {name for each in policy.purposes.values() if each.in_force for name in each.collects.get(kind.name, ())}
    return {policy.sources[name].label for name in names if policy.sources[name].in_force}


def _storage(retention: Retention) -> dict[str, Any]:
    durations = sorted({f"P{term.years}Y{term.months}M{term.days}D" for term in retention.terms.values()})
    return {
        **_ref("storage", retention.name),
        "@type": "dpv:StorageDuration",
        "dct:title": retention.label,
        "dct:description": retention.says,
        "dpv:hasDuration": [{"@value": each, "@type": "xsd:duration"} for each in durations],
    }
