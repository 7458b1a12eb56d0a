"""Taking one's data along: a ZIP with machine-readable JSON, a readable page, and every use with its proof."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate

from .reader import Reader
from .timeline import proof, shown


@sensitive_variables()
def export(reader: Reader, *, actor: gate.Actor | None = None) -> bytes:
    """The bytes of a ZIP file: data.json, uses.json, proofs/<entry>.json and index.html. Raises `gate.Refused`.

    `actor`: the employee who makes it on request; else the reader themselves.
    """
    handed = [gate.export(person, actor=actor or gate.the_person(person)) for person in reader.persons]
    data = {
        "format": "troth-export/1",
        "made": _iso(timezone.now()),
        "policy": gate.policy().version,
        "people": [_person(each) for each in handed],
    }
    lines = [shown(line) for each in handed for line in each.entries]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _json(data))
        archive.writestr("uses.json", _json([_line(line) for each in handed for line in each.entries]))
        for line in lines:
            if not line.pending and (found := proof(reader, line.entry)):
                archive.writestr(f"proofs/{line.entry}.json", _json(found))
        page = render_to_string(
            "storefront/privacy/export.html", {"people": data["people"], "lines": lines, "made": data["made"]}
        )
        archive.writestr("index.html", page)
    return packed.getvalue()


def _person(handed: gate.Export) -> dict[str, Any]:
    standing = handed.standing
    return {
        "country": standing.country,
        "organization_country": standing.organization_country,
        "rules": standing.jurisdiction,
        "since": _iso(standing.since),
        "processing_stopped_since": _iso(standing.restricted_since),
        "account_closed_since": _iso(standing.closed_since),
        "records": [_record(record) for record in handed.records],
        "choices": [
            {
                "purpose": purpose,
                "channel": channel,
                "state": str(line.state),
                "at": _iso(line.at),
                "source": line.source,
            }
            for (purpose, channel), line in standing.choices.items()
        ],
    }


def _record(record: gate.OpenedRecord) -> dict[str, Any]:
    kind = gate.policy().kinds[record.kind]
    return {
        "kind": record.kind,
        "label": kind.label,
        "source": record.source,
        "collected_at": _iso(record.collected_at),
        "policy": record.policy_version,
        "fields": {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)},
    }


def _line(line: gate.Line) -> dict[str, Any]:
    return {
        "entry": str(line.entry),
        "at": _iso(line.at),
        "verb": line.verb,
        "decision": line.decision,
        "clause": line.clause,
        "purpose": line.purpose,
        "fields": list(line.fields),
        "recipient": line.recipient,
        "channel": line.channel,
        "actor": line.actor,
        "actor_roles": line.actor_code,
        "source": line.source,
        "state": line.state,
        "proof": "pending" if line.pending else f"proofs/{line.entry}.json",
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
