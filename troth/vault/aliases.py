"""Aliases: `<random>@sealed.invalid` stands for an e-mail address everywhere outside the vault."""

from __future__ import annotations

import secrets
import uuid

from . import reading
from .models import Alias, Record
from .ring import ring

DOMAIN = "sealed.invalid"  # RFC 2606: can never be delivered to
DIGEST = "address"


def new() -> str:
    return f"{secrets.token_hex(16)}@{DOMAIN}"


def is_alias(address: str) -> bool:
    return address.lower().endswith(f"@{DOMAIN}")


def normalized(address: str) -> str:
    """One spelling an address: no surrounding space, ASCII letters small.

    The local part is case-sensitive by RFC 5321 and nowhere in practice; two accounts that differ in case are a trap.
    Nothing else is folded: "ß" and "ss", or a Kelvin sign and a "k", are different mailboxes, perhaps of different
    people (domains since IDNA 2008, RFC 5891), and one must not open what the other ordered (Unicode TR 36, section 2).
    """
    return "".join(sign.lower() if sign.isascii() else sign for sign in address.strip())


def number(address: str) -> int:
    """Of a lock for what is done at an address: eight bytes of its keyed digest, as PostgreSQL numbers locks."""
    return int.from_bytes(ring().current.digest(DIGEST, normalized(address))[:8], signed=True)


def given(alias: str, address: str, record: Record, person: uuid.UUID) -> Alias:
    """An alias for an address, not yet in the database."""
    epoch = ring().current
    handle = epoch.digest(DIGEST, normalized(address))
    return Alias(alias=alias, handle=handle, epoch=epoch.number, person_id=person, record=record)


def at(address: str) -> list[Alias]:
    """Everybody known at an address: an account's alias first, then guests'."""
    return reading.aliases(ring().digests(DIGEST, normalized(address)))
