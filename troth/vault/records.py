"""Sealed records: written, read, opened. What is opened stays a plain dict only inside the gate."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.views.decorators.debug import sensitive_variables

from .keys import LivingKey
from .models import Key, Record
from .seal import open_fields, open_sealed, seal, seal_fields


@sensitive_variables("fields")
def sealed(
    key: LivingKey,
    kind: str,
    fields: Mapping[str, str],
    *,
    source: str,
    policy_version: str,
    at: datetime,
    party: uuid.UUID | None = None,
    named: uuid.UUID | None = None,
) -> Record:
    """A sealed record, not yet in the database. `named`: its id, where somebody knows it already."""
    record = Record(id=named or uuid.uuid4(), key=key.row, kind=kind, party=party)
    record.source, record.policy_version, record.collected_at = source, policy_version, at
    record.sealed = seal_fields(key.cipher, fields, bound(key.row, record))
    return record


@sensitive_variables("rows", "plain")
def sealed_many(
    key: LivingKey,
    kind: str,
    rows: Sequence[Mapping[str, str]],
    about: Mapping[str, Any],
    *,
    source: str,
    policy_version: str,
    at: datetime,
) -> Record:
    """Many of a kind in one record, with what they have in common; not yet in the database."""
    record = Record(id=uuid.uuid4(), key=key.row, kind=kind)
    record.source, record.policy_version, record.collected_at = source, policy_version, at
    plain = json.dumps({"about": about, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    record.sealed = seal(key.cipher, plain.encode(), bound(key.row, record))
    return record


def opened_many(key: LivingKey, record: Record) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What `sealed_many` sealed: (about, rows)."""
    plain = json.loads(open_sealed(key.cipher, record.sealed, bound(key.row, record)))
    return plain["about"], plain["rows"]


def opened(key: LivingKey, record: Record) -> dict[str, str]:
    return open_fields(key.cipher, record.sealed, bound(key.row, record))


def bound(key: Key, record: Record) -> str:
    """The associated data: a sealed record moved to another person, record or kind does not open."""
    return f"record {key.person_id or key.id} {record.id} {record.kind}"
