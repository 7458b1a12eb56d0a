"""Correcting one's own data: the record is replaced, and the ledger says so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from troth import gate

from .mine import Owned, one
from .reader import Reader


class NotYours(LookupError):
    """There is no such record among the reader's own, or it is not one to correct by oneself."""


def to_correct(reader: Reader, record_id: UUID) -> Owned:
    owned = one(reader, record_id)
    if owned is None or not owned.correctable:
        raise NotYours
    return owned


def correct(reader: Reader, record_id: UUID, fields: Mapping[str, str]) -> None:
    """Replace one record. Raises `NotYours`, and `gate.Refused`."""
    owned = to_correct(reader, record_id)
    gate.collect(
        owned.person,
        {owned.record.kind: fields},
        purpose="rights_request",
        source="preferences",
        actor=gate.the_person(owned.person),
        replaces=record_id,
    )


def remove(reader: Reader, record_id: UUID) -> None:
    """Take one record out of the account: an address, the telephone number."""
    owned = to_correct(reader, record_id)
    gate.discard(owned.person, record_id, actor=gate.the_person(owned.person))
