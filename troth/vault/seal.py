"""Sealing and opening: AES-256-GCM with a random 96-bit nonce in front (NIST SP 800-38D).

A person key seals far fewer than 2^32 messages, so random nonces are safe for it.
"""

import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from .errors import NotWhatWasSealed


@sensitive_variables("plain")
def seal(cipher: AESGCM, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def open_sealed(cipher: AESGCM, sealed: bytes | memoryview, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(bytes(sealed[:12]), bytes(sealed[12:]), bound_to.encode())
    except InvalidTag:
        raise NotWhatWasSealed from None


@sensitive_variables("fields")
def seal_fields(cipher: AESGCM, fields: Mapping[str, str], bound_to: str) -> bytes:
    return seal(cipher, json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":")).encode(), bound_to)


def open_fields(cipher: AESGCM, sealed: bytes | memoryview, bound_to: str) -> dict[str, str]:
    opened: dict[str, str] = json.loads(open_sealed(cipher, sealed, bound_to))
    return opened
