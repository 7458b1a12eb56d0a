"""Whom a waiting message is for, as the shop store may hold it.

A person's id may not stand in the shop store, so there it is sealed (AES-256-GCM under a key derived from the
shop's secret): the table alone links no two messages to one person. A party's id and an alias are random and
stand in the shop store anyway.
"""

from __future__ import annotations

import base64
import os
import re
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from troth.gate import PartyId, PersonId
from troth.settings.shop_secret import now_and_before

from .errors import NotSealed

To = PersonId | PartyId | str

ALIAS = re.compile(r"[0-9a-z_-]{8,64}@sealed\.invalid\Z")


def put(to: To) -> tuple[str, str]:
    """(whose, text) for the row; raises NotSealed for anything but a PersonId, a PartyId or an alias."""
    if isinstance(to, PersonId):
        nonce = os.urandom(12)
        sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, to.bytes, b"person")
        return "person", base64.b64encode(nonce + sealed).decode()
    if isinstance(to, PartyId):
        return "party", str(to)
    if isinstance(to, str) and ALIAS.match(to):
        return "alias", to
    raise NotSealed(f"a {type(to).__name__} is no PersonId, PartyId or alias")


def take(whose: str, text: str) -> To:
    """What `put` was given. Raises NotSealed for a person sealed under a secret of the shop that is named no more."""
    if whose == "person":
        return _person(base64.b64decode(text))
    if whose == "party":
        return PartyId(text)
    return text


def mailbox(to: To) -> str:
    """The alias to write on the letter. For persons and parties it is made up here and only the mail backend reads it."""
    if isinstance(to, str):
        return to
    whose = "person" if isinstance(to, PersonId) else "party"
    return f"{uuid.UUID(bytes=to.bytes)}@{whose}.sealed.invalid"


def whose_mailbox(mailbox: str) -> To | None:
    """The inverse of `mailbox`; None for what is no alias of any form."""
    local, _at, domain = mailbox.partition("@")
    if ALIAS.match(mailbox):
        return mailbox
    try:
        if domain == "person.sealed.invalid":
            return PersonId(local)
        return PartyId(local) if domain == "party.sealed.invalid" else None
    except ValueError:
        return None


def _person(raw: bytes) -> PersonId:
    for secret in now_and_before():
        try:
            return PersonId(bytes=_cipher(secret).decrypt(raw[:12], raw[12:], b"person"))
        except InvalidTag:
            continue
    raise NotSealed("whom it is for was sealed under a secret that is named no more")


def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth channels handle").derive(secret.encode()))
