"""Person keys: made, unwrapped, found, destroyed."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import days
from .errors import NobodysOwn
from .models import Key, Person, Reason
from .ring import Ring, ring
from .seal import open_sealed, seal


@dataclass(frozen=True, slots=True, repr=False)
class LivingKey:
    """A key that has been unwrapped. `subject` is its pseudonym in the ledger."""

    row: Key
    cipher: AESGCM
    subject: str

    @property
    def id(self) -> uuid.UUID:
        return self.row.id

    @property
    def person(self) -> uuid.UUID:
        """Whose own key it is. A key of another island has nobody's id: that is what islands are for."""
        if self.row.person_id is None:
            raise NobodysOwn
        return self.row.person_id


def mint(
    retention: str,
    period: str,
    *,
    person: Person | None,
    jurisdiction: str = "",
    keep_until: datetime | None = None,
) -> LivingKey:
    """A new key, not yet in the database. `person` only for the person's own island."""
    epoch = ring().current
    plain = AESGCM.generate_key(256)
    cipher, subject = AESGCM(plain), secrets.token_hex(16)
    row = Key(id=uuid.uuid4(), person=person, retention=retention, period=period)
    row.jurisdiction, row.keep_until, row.epoch = jurisdiction, keep_until, epoch.number
    row.wrapped = wrap(epoch.wrapping, plain, row.id)
    row.subject = seal(cipher, subject.encode(), f"subject {row.id}")
    return LivingKey(row, cipher, subject)


def of_day(retention: str, day: str, *, keep_until: datetime) -> LivingKey:
    """The key of a day, for what belongs to nobody, not yet in the database; it opens with the day's secret alone."""
    days.begin(day)
    epoch, key_id = ring().current, days.key_id(retention, day)
    plain = AESGCM.generate_key(256)
    cipher, subject = AESGCM(plain), secrets.token_hex(16)
    row = Key(id=key_id, person=None, retention=retention, period=day, keep_until=keep_until, epoch=epoch.number)
    row.wrapped = wrap(epoch.wrapping, days.wrap(day, plain, key_id), key_id)
    row.subject = seal(cipher, subject.encode(), f"subject {row.id}")
    return LivingKey(row, cipher, subject)


def wrap(wrapping: AESGCM, plain: bytes, key_id: uuid.UUID) -> bytes:
    nonce = os.urandom(12)
    return nonce + wrapping.encrypt(nonce, plain, key_id.bytes)


def unwrap(row: Key, keys: Ring) -> bytes:
    wrapped = bytes(row.wrapped)
    return keys.epoch(row.epoch).wrapping.decrypt(wrapped[:12], wrapped[12:], row.id.bytes)


def living(row: Key) -> LivingKey:
    return _unwrapped(row, ring())


def living_all(rows: Iterable[Key]) -> dict[uuid.UUID, LivingKey]:
    held = ring()
    return {row.id: _unwrapped(row, held) for row in rows}


def _unwrapped(row: Key, held: Ring) -> LivingKey:
    plain = unwrap(row, held)
    if len(plain) == days.WRAPPED:
        plain = days.unwrap(row.period, plain, row.id)
    cipher = AESGCM(plain)
    return LivingKey(row, cipher, open_sealed(cipher, row.subject, f"subject {row.id}").decode())


def cut_loose(key: LivingKey, until: datetime) -> None:
    """A key that stays after its person gets a new name in the ledger: its old one stands beside what they did.

    The reasons for looking go too, for each names an entry under the old one.
    """
    key.row.subject = seal(key.cipher, secrets.token_hex(16).encode(), f"subject {key.id}")
    key.row.keep_until = until
    key.row.save(update_fields=["subject", "keep_until"])
    Reason.objects.filter(key=key.row).delete()
