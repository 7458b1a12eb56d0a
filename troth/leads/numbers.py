"""The number a partner is given for one person: sealed, for that partner, for ninety days. Nothing about it is stored.

AES-256-GCM under a key derived from the shop's secret. The same person gets another number each time, so that nobody
can tell from two of them that they are about one.
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

GOOD_FOR = 90 * 24 * 3600  # seconds
_NONCE = 12
_UNTIL = struct.Struct(">Q")


class NoNumber(LookupError):
    """Another partner's, too old, or none at all."""


def seal(person: gate.PersonId, partner: str) -> str:
    """A new number. It is given to nobody but through `ask`, which is recorded."""
    nonce, until = os.urandom(_NONCE), _UNTIL.pack(int(time.time()) + GOOD_FOR)
    sealed = _cipher().encrypt(nonce, until + person.bytes, _bound_to(partner))
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(number: str, partner: str) -> gate.PersonId:
    """Raises NoNumber."""
    try:
        raw = base64.b64decode(number + "=" * (-len(number) % 4), altchars=b"-_", validate=True)
        plain = _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(partner))
    except (InvalidTag, ValueError, binascii.Error):
        raise NoNumber from None
    (until,) = _UNTIL.unpack(plain[: _UNTIL.size])
    if until < time.time():
        raise NoNumber
    return gate.PersonId(bytes=plain[_UNTIL.size :])


def _bound_to(partner: str) -> bytes:
    return f"partner {partner}".encode()


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth number for a partner").derive(secret))
