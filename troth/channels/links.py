"""Secret links: minted when a message leaves, stored as a hash, used once, bound to one kind and a time.

The token is 256 random bits. Two values are derived from it by HKDF-SHA-256 (RFC 5869), each bound to the kind: a digest,
by which the row is found, and a key, under which the target is sealed (AES-256-GCM). Whoever reads the table learns
neither token nor target, so a target may be a person's id.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import uuid
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from .models import Link

_TOKEN_BYTES = 32
# A key seals exactly one target, once, so a fixed nonce never meets the same key twice.
_NONCE = bytes(12)


def mint(kind: str, target: uuid.UUID, *, hours: float) -> str:
    """A new token (43 URL-safe characters) that leads to `target` for so many hours."""
    token = secrets.token_bytes(_TOKEN_BYTES)
    Link.objects.create(
        kind=kind,
        digest=_derived(token, "digest", kind),
        sealed=AESGCM(_derived(token, "seal", kind)).encrypt(_NONCE, target.bytes, kind.encode()),
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def valid(kind: str, token: str) -> bool:
    """Whether `redeem` would lead somewhere now. Uses nothing up: for the page with the button."""
    return look(kind, token) is not None


def look(kind: str, token: str) -> uuid.UUID | None:
    """Where an unused, unexpired token leads, without using it up; None for every other token alike."""
    raw = _bytes_of(token)
    if raw is None:
        return None
    row = Link.objects.filter(
        kind=kind, digest=_derived(raw, "digest", kind), used_at=None, expires_at__gt=timezone.now()
    ).first()
    return _target(row, raw) if row else None


def redeem(kind: str, token: str) -> uuid.UUID | None:
    """Use the token up and return its target; None when it is unknown, of another kind, used or too old."""
    raw = _bytes_of(token)
    if raw is None:
        return None
    now = timezone.now()
    open_links = Link.objects.filter(kind=kind, digest=_derived(raw, "digest", kind), used_at=None, expires_at__gt=now)
    row = open_links.first()
    # The conditional update decides between two who come at once.
    if row is None or open_links.update(used_at=now) != 1:
        return None
    return _target(row, raw)


def sweep(days: int = 30) -> int:
    """Delete links that ended so long ago; how many."""
    ended = timezone.now() - timedelta(days=days)
    return Link.objects.filter(expires_at__lt=ended).delete()[0]


def _target(row: Link, token: bytes) -> uuid.UUID | None:
    try:
        plain = AESGCM(_derived(token, "seal", row.kind)).decrypt(_NONCE, bytes(row.sealed), row.kind.encode())
    except InvalidTag:
        return None
    return uuid.UUID(bytes=plain)


def _derived(token: bytes, what: str, kind: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"troth link {what} {kind}".encode()).derive(token)


def _bytes_of(token: str) -> bytes | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == _TOKEN_BYTES else None
