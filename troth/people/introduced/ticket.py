"""What a service said of a newcomer, until they say yes: sealed, in the page they have before them, and nowhere here.

AES-256-GCM under a key from the shop's secret, bound to a random word in the browser's session, good for half an hour.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import time
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from troth.recipients.sign_in import Told

GOOD_FOR: Final = 1800  # seconds
LONGEST: Final = 4096
_NONCE: Final = 12


class NoTicket(LookupError):
    """Somebody else's, too old, or none at all."""


@sensitive_variables("told", "word")
def write(service: str, told: Told, browser: str) -> str:
    """`browser`: the word in the session that will bring it back."""
    word = {"subject": told.subject, "email": told.email, "name": told.name, "until": int(time.time()) + GOOD_FOR}
    start = os.urandom(_NONCE)
    sealed = _cipher().encrypt(start, json.dumps(word).encode(), _bound_to(service, browser))
    return base64.urlsafe_b64encode(start + sealed).decode()


@sensitive_variables("plain", "word")
def read(sealed: str, service: str, browser: str) -> Told:
    """Raises NoTicket."""
    if not browser or len(sealed) > LONGEST:
        raise NoTicket
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        plain = _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(service, browser))
    except (InvalidTag, ValueError, binascii.Error):
        raise NoTicket from None
    word: dict[str, Any] = json.loads(plain)
    if word["until"] < time.time():
        raise NoTicket
    return Told(subject=word["subject"], email=word["email"], proven=True, name=word["name"])


def _bound_to(service: str, browser: str) -> bytes:
    return f"{service} {browser}".encode()


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth introduction").derive(secret))
