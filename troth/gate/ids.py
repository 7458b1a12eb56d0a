"""Who is meant. Two kinds of opaque id, told apart by type."""

from __future__ import annotations

import uuid


class PersonId(uuid.UUID):
    """A data subject. Never stored in the shop store."""

    @classmethod
    def random(cls) -> PersonId:
        return cls(bytes=uuid.uuid4().bytes)


class PartyId(uuid.UUID):
    """Somebody's part in one order: what an order row holds. Which person it is, only the vault can tell."""

    @classmethod
    def random(cls) -> PartyId:
        return cls(bytes=uuid.uuid4().bytes)


RecordId = uuid.UUID
Whose = PersonId | PartyId
