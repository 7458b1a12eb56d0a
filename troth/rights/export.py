"""Taking one's data along: a ZIP with machine-readable JSON, a readable page, and every use with its proof.

pictures/           pictures that are held, one file each
about.txt           what is in it, and what each name in the JSON files means
data.json           records, choices and standing of everybody the reader is ("troth-export/1")
uses.json           every entry of the ledger about them, newest first
proofs/<entry>.json the inclusion proof of each entry that a checkpoint protects already
index.html          the same to read, with style.css beside it
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.catalog.notices import waiting
from troth.orders.exemptions import stood as exemptions

from . import about_orders, pictures
from .codes import readable
from .diary import diary
from .reader import Reader
from .timeline import proof, shown

FORMAT = "troth-export/1"
STYLE = Path(__file__).with_name("export.css")


@sensitive_variables()
def export(reader: Reader, *, actor: gate.Actor | None = None) -> bytes:
    """The bytes of the ZIP. Raises `gate.Refused`.

    `actor`: the employee who makes it on request; else the reader themselves. It is made in memory: what is opened is
    never laid down in a file of ours.
    """
    handed = [gate.export(person, actor=actor or gate.the_person(person)) for person in reader.persons]
    stood = exemptions.of(party for person in reader.persons for party in gate.parties_of(person)).values()
    made = timezone.now()
    data = {
        "format": FORMAT,
        "made": _iso(made),
        "policy": gate.policy().version,
        "people": [_person(each) for each in handed],
        "waits_for": [_wish(each) for each in waiting.of(reader.persons)],
        "exemptions": [_exemption(each) for each in stood],
    }
    entries = [line for each in handed for line in each.entries]
    numbers = about_orders.numbers(reader, [line.entry for line in entries])
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.txt", render_to_string("storefront/privacy/export_about.txt", {"format": FORMAT}))
        archive.writestr("data.json", _json(data))
        archive.writestr("uses.json", _json([_line(line, numbers.get(line.entry, "")) for line in entries]))
        archive.writestr("style.css", STYLE.read_text())
        archive.writestr("index.html", _page(handed, entries, made, numbers, stood))
        for name, content in pictures.files(record for each in handed for record in each.records):
            archive.writestr(name, content)
        for line in entries:
            if not line.pending and (found := proof(reader, line.entry)):
                archive.writestr(f"proofs/{line.entry}.json", _json(found))
    return packed.getvalue()


def _wish(wish: waiting.Waiting) -> dict[str, Any]:
    told = {"what": wish.title, "variant": wish.choice, "path": wish.path}
    return {**told, "state": wish.state.value, "since": _iso(wish.since)}


def _exemption(stood: exemptions.Stood) -> dict[str, Any]:
    return {"what": stood.what, "state": stood.code, "why": stood.why or None, "filed_by": stood.by or None}


def _page(
    handed: list[gate.Export],
    entries: list[gate.Line],
    made: datetime,
    numbers: Mapping[UUID, str],
    stood: Collection[exemptions.Stood],
) -> str:
    named = (replace(shown(line), order=numbers.get(line.entry, "")) for line in entries)
    lines = sorted(named, key=lambda line: line.at, reverse=True)
    people = [
        {
            "records": [_read(record) for record in each.records],
            "choices": [_chosen(about, line) for about, line in each.standing.choices.items()],
        }
        for each in handed
    ]
    told = {"people": people, "days": diary(lines), "made": made, "shop": gate.policy().name, "exemptions": stood}
    return render_to_string("storefront/privacy/export.html", told)


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
    told: dict[str, Any] = {
        "kind": record.kind,
        "label": kind.label,
        "source": record.source,
        "collected_at": _iso(record.collected_at),
        "policy": record.policy_version,
        "fields": {name: _told(record, name, value) for name, value in record.fields.items() if value},
    }
    sealed = [name for name, value in record.fields.items() if isinstance(value, gate.Withheld)]
    return {**told, "withheld": sealed} if sealed else told


def _told(record: gate.OpenedRecord, name: str, value: gate.Personal | gate.Withheld) -> str:
    """The value, or the name of the file a picture is in."""
    if not isinstance(value, gate.Personal):
        return ""
    return pictures.file_name(record, name) if name in pictures.fields(record.kind) else value.reveal()


def _read(record: gate.OpenedRecord) -> dict[str, Any]:
    """A record for the page, in the policy's words."""
    policy = gate.policy()
    kind = policy.kinds[record.kind]
    there = [(name, field.label, record[name]) for name, field in kind.fields.items() if record[name]]
    fields = [(label, _readable(name, value)) for name, label, value in there if not kind.fields[name].picture]
    seen = [(label, pictures.file_name(record, name)) for name, label, _v in there if kind.fields[name].picture]
    source = policy.sources[record.source].label if record.source in policy.sources else ""
    return {"label": kind.label, "source": source, "at": record.collected_at, "fields": fields, "pictures": seen}


def _readable(name: str, value: gate.Personal | gate.Withheld | None) -> str:
    told = value.reveal() if isinstance(value, gate.Personal) else ""
    return readable(name, told)


def _chosen(about: tuple[str, str], line: gate.ChoiceLine) -> dict[str, Any]:
    policy, (purpose, channel) = gate.policy(), about
    return {
        "purpose": policy.purposes[purpose].label,
        "channel": policy.channels[channel].label if channel in policy.channels else "",
        "yes": line.state is gate.State.GRANTED,
        "at": line.at,
    }


def _line(line: gate.Line, order: str) -> dict[str, Any]:
    return {
        "entry": str(line.entry),
        "at": _iso(line.at),
        "verb": line.verb,
        "decision": line.decision,
        "clause": line.clause,
        "code": line.code,
        "purpose": line.purpose,
        "fields": list(line.fields),
        "recipient": line.recipient,
        "channel": line.channel,
        "actor": line.actor,
        "actor_roles": line.actor_code,
        "reason": line.reason,
        "source": line.source,
        "state": line.state,
        "order": order or None,
        "refers_to": str(line.refers) if line.refers else None,
        "proof": "pending" if line.pending else f"proofs/{line.entry}.json",
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
