"""Signed webhooks: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, as several providers do it.

Several `v1` may stand beside each other while a secret is being changed, and marks of other schemes (`v0`) too, which
prove nothing here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterable

from .payment import NotTheirWord

WINDOW = 300  # seconds; an older (or later) signature is a replay
LONGEST = 1024  # characters
_SHAPE = re.compile(r"t=(?P<at>\d{1,12})(?P<marks>(,v\d=[0-9a-f]{64}){1,8})\Z")


def sign(body: bytes, secret: bytes, at: int | None = None) -> str:
    at = int(time.time()) if at is None else at
    return f"t={at},v1={_mark(body, secret, at)}"


def check(body: bytes, header: str, secrets: bytes | Iterable[bytes], now: int | None = None) -> None:
    """Raises NotTheirWord unless one of the marks is right under one of the secrets and the time is near `now`."""
    shape = _SHAPE.match(header) if len(header) <= LONGEST else None
    if shape is None:
        raise NotTheirWord("the signature header is missing or malformed")
    at = int(shape["at"])
    marks = [mark.removeprefix("v1=") for mark in shape["marks"].strip(",").split(",") if mark.startswith("v1=")]
    known = [secrets] if isinstance(secrets, bytes) else [secret for secret in secrets if secret]
    if not any(hmac.compare_digest(mark, _mark(body, secret, at)) for secret in known for mark in marks):
        raise NotTheirWord("the signature does not fit the body")
    if abs((int(time.time()) if now is None else now) - at) > WINDOW:
        raise NotTheirWord("the signature is too old or from the future")


def _mark(body: bytes, secret: bytes, at: int) -> str:
    return hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
