"""Doorkeeper, the practice service: its page is in this shop, and whoever sits there says who they are. A live shop has none.

Its code is the word itself, sealed: nothing of who signed in is kept anywhere, and a code is good for a minute, for the
asking it was given for, and for whoever asked.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from ..payment import NotTheirWord
from . import claims
from .asking import Asked
from .claims import Told

NAME: Final = "doorkeeper"
GOOD_FOR: Final = 60  # seconds
_NONCE: Final = 12
# Said beside what may be told, so that one sees it thrown away.
CHATTER: Final = {"picture": "https://practice.example.com/face.png", "birthdate": "1980-02-29", "locale": "en"}


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    page: str = ""
    realm: str = NAME

    def begin(self, asked: Asked, granted: frozenset[str]) -> str:
        told = {"back": asked.back, "state": asked.state, "nonce": asked.nonce, "challenge": asked.challenge}
        return f"{reverse('practice-doorkeeper')}?{urlencode(told)}"

    @sensitive_variables()
    def told(self, asked: Asked, granted: frozenset[str], answer: Mapping[str, str]) -> Told:
        word = _opened(answer.get("code", ""), asked.challenge)
        if not hmac.compare_digest(str(word.pop("nonce", "")).encode(), asked.nonce.encode()):
            raise NotTheirWord("the word belongs to another asking")
        if word.pop("until") < time.time():
            raise NotTheirWord("the code is too old")
        return claims.read(word, granted)


@sensitive_variables()
def code(email: str, name: str, *, proven: bool, nonce: str, challenge: str, chatter: bool = True) -> str:
    """What its page sends back with whoever said who they are. Raises LookupError in a live shop."""
    if not settings.TROTH.practice:
        raise LookupError(NAME)
    subject = hmac.new(_secret(b"number"), email.strip().casefold().encode(), "sha256").hexdigest()[:24]
    told = {"sub": subject, "email": email.strip(), "email_verified": proven, "name": name, "nonce": nonce}
    word = {**told, **(CHATTER if chatter else {}), "until": int(time.time()) + GOOD_FOR}
    start = os.urandom(_NONCE)
    sealed = AESGCM(_secret(b"code")).encrypt(start, json.dumps(word).encode(), challenge.encode())
    return base64.urlsafe_b64encode(start + sealed).decode()


@sensitive_variables()
def _opened(sealed: str, challenge: str) -> dict[str, Any]:
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        plain = AESGCM(_secret(b"code")).decrypt(raw[:_NONCE], raw[_NONCE:], challenge.encode())
    except (InvalidTag, ValueError, binascii.Error):
        raise NotTheirWord("no code of this service, or not for this asking") from None
    word: dict[str, Any] = json.loads(plain)
    return word


def _secret(what: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"troth practice doorkeeper " + what).derive(settings.SECRET_KEY.encode())
