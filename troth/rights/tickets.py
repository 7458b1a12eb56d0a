"""What stands for a person in an office address: sealed, for one employee, for two hours.

A person's own id is not written into addresses or sessions: both lie about, the one in browsers, the other in the shop
store. The ticket is AES-256-GCM under a key derived from the shop's secret; nothing about it is stored.
"""

from __future__ import annotations

import base64
import binascii
import os
import struct
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from troth import gate

GOOD_FOR = 2 * 3600  # seconds
_NONCE = 12
_UNTIL = struct.Struct(">Q")


class NoTicket(LookupError):
    """A ticket that is somebody else's, too old, or none at all."""


def write(person: gate.PersonId, account: int) -> str:
    """A ticket for the employee with that account."""
    nonce, until = os.urandom(_NONCE), _UNTIL.pack(int(time.time()) + GOOD_FOR)
    sealed = _cipher().encrypt(nonce, until + person.bytes, _bound_to(account))
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(ticket: str, account: int) -> gate.PersonId:
    """Raises NoTicket."""
    try:
        raw = base64.b64decode(ticket + "=" * (-len(ticket) % 4), altchars=b"-_", validate=True)
        plain = _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(account))
    except (InvalidTag, ValueError, binascii.Error):
        raise NoTicket from None
    (until,) = _UNTIL.unpack(plain[: _UNTIL.size])
    if until < time.time():
        raise NoTicket
    return gate.PersonId(bytes=plain[_UNTIL.size :])


def _bound_to(account: int) -> bytes:
    return f"account {account}".encode()


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth office ticket").derive(secret))
