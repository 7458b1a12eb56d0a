"""A receipt for a choice: the sections and fields of ISO/IEC TS 27560:2023, and the ledger's proof of what was said and when.

Nothing is stored for it. All it says stands in one ledger entry about nobody, and in the policy of that version.

The standard itself is not public. Names of fields, which of them are mandatory, and in which section they stand are taken
from the W3C Data Privacy Vocabularies group's guide "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV"
(https://w3id.org/dpv/guides/consent-27560, report of 1 August 2024, sections 7.2, 7.3 and 8). What the standard has no field for
is marked as ours by its prefix `troth_`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from troth import gate
from troth.policy import Policy, Purpose

from .asked import kept_or_loaded
from .person import SOURCE, now_asked
from .rule import waits
from .values import CATEGORIES
from .visitor import Spoken

CLAUSE: Final = "2c.consent"
SCHEMA: Final = "ISO/IEC TS 27560:2023"
NOBODY: Final = "anonymous"  # the data subject: the record does not know who it is about
_OVER, _BEFORE = "-over-signal", "-before-signal"  # of a yes: how it stands to the browser's signal
_SAID: Final = re.compile(
    rf"under=([a-z_]+)/on=(\d{{4}}-\d\d-\d\d)((?:/[a-z]+=(?:yes(?:{_OVER}|{_BEFORE})?|no))+)", re.ASCII
)

NotYetProtected = gate.NotYetProtected


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses that a receipt names, whole."""

    notice: str
    withdrawal: str
    rights: str


def witness(spoken: Spoken) -> uuid.UUID:
    """Have the ledger witness it now; the id under which the receipt can be had."""
    answers = "/".join(f"{name}={_answer(spoken, name)}" for name in CATEGORIES if name in spoken.said)
    return gate.witness(f"under={spoken.jurisdiction}/on={spoken.on}/{answers}", clause=CLAUSE, source=SOURCE)


def _answer(spoken: Spoken, category: str) -> str:
    if not spoken.said[category]:
        return "no"
    return f"yes{_OVER if category in spoken.over else _BEFORE if category in spoken.before else ''}"


def read(entry: uuid.UUID) -> tuple[gate.Witnessed, Spoken] | None:
    """What the entry witnesses; None where there is none, or the policy has changed since."""
    seen = gate.witnessed(entry)
    found = _SAID.fullmatch(seen.said) if seen is not None else None
    if seen is None or found is None or seen.policy_version != gate.policy().version:
        return None
    answers = dict(each.split("=") for each in found[3][1:].split("/"))
    said = {name: answer != "no" for name, answer in answers.items()}
    over, before = (frozenset(name for name in answers if answers[name].endswith(mark)) for mark in (_OVER, _BEFORE))
    return seen, Spoken(said, date.fromisoformat(found[2]), found[1], over, before)


def receipt(entry: uuid.UUID, places: Places, language: str) -> dict[str, Any] | None:
    """For `json.dumps`. None as `read`; raises `NotYetProtected` in the entry's first second or so."""
    found = read(entry)
    if found is None:
        return None
    seen, spoken = found
    policy = gate.policy()
    return {
        "receipt_metadata": {"schema_version": SCHEMA, "receipt_id": str(entry)},
        "consent_record": {
            "record_header": {"schema_version": SCHEMA, "record_id": str(entry), "pii_principal_id": NOBODY},
            "pii_processing": {
                "privacy_notice": places.notice,
                "troth_privacy_notice_version": policy.version,
                "language": language,
                "purposes": [
                    _purpose(policy, policy.purposes[name], category, spoken, places)
                    for category in spoken.said
                    for name in now_asked(policy).purposes.get(category, ())
                ],
            },
            "party_identification": [_controller(policy, places)],
            "events": [_event(policy, seen, spoken, category) for category in spoken.said],
        },
        "troth_ledger_proof": dict(gate.proof_of(seen)),
    }


def _purpose(policy: Policy, purpose: Purpose, category: str, spoken: Spoken, places: Places) -> dict[str, Any]:
    services = kept_or_loaded(policy, category, practice=now_asked(policy).practice)[1]
    told = {
        *(each.label for each in policy.recipients.values() if each.in_force and purpose.name in each.grants),
        *(policy.recipients[each.recipient].label for each in services if each.purpose == purpose.name),
    }
    return {
        "purpose": purpose.says,
        "purpose_type": purpose.dpv,
        "troth_purpose_id": purpose.name,
        "troth_purpose_category": category,
        "lawful_basis": "consent",
        "pii_information": [
            {"pii_type": policy.kinds[kind].label, "pii_attribute_id": sorted(fields), "pii_optional": True}
            for kind, fields in purpose.uses.items()
        ]
        or [{"pii_type": _("none that we keep")}],
        "pii_controllers": [policy.controller.name],
        "collection_method": _("said on the banner or on the page of choices"),
        "processing_method": [purpose.use],
        "storage_locations": [policy.controller.country],
        "retention_period": sorted({policy.retention[policy.kinds[kind].retention].says for kind in purpose.uses})
        or [_("Nothing is kept by us.")],
        "jurisdiction": policy.jurisdictions[spoken.jurisdiction].label,
        "recipient_third_parties": sorted(told),
        "withdrawal_method": places.withdrawal,
        "privacy_rights": places.rights,
    }


def _controller(policy: Policy, places: Places) -> dict[str, str]:
    who = policy.controller
    address = (who.street_address, f"{who.locality} {who.region} {who.postcode}", who.country)
    return {
        "party_id": who.name,
        "party_role": "PII controller",
        "party_type": "organization",
        "party_name": who.name,
        "party_address": ", ".join(address),
        "party_email": who.email,
        "party_phone": who.telephone,
        "party_contact": who.privacy_contact,
        "party_url": places.notice,
    }


def _event(policy: Policy, seen: gate.Witnessed, spoken: Spoken, category: str) -> dict[str, Any]:
    models: Mapping[str, Any] = now_asked(policy).models[spoken.jurisdiction]
    first = category not in models or waits(models[category])
    event: dict[str, Any] = {
        "event_time": spoken.on.isoformat(),
        "validity_duration": "P6M" if first else "P12M",
        "entity_id": NOBODY,
        "event_type": "explicit",
        "event_state": "given" if spoken.said[category] else "refused",
        "troth_purpose_category": category,
        "troth_witnessed_time": seen.at.isoformat(),
    }
    if category in spoken.over | spoken.before:
        effect = "overruled by this" if category in spoken.over else "came later and counts"
        event["troth_privacy_signal"] = {"name": "Sec-GPC", "effect": effect}
    return event
