"""How words are signed: Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec).

`webhook-signature` is `v1,` and the base 64 of HMAC-SHA256 over `id.timestamp.body`; while a secret is being changed there
are two, with a blank between. A secret is `whsec_` and the base 64 of its 32 bytes. It is made from the installation's
key and the address's own number, so that no store and no backup of one holds it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from django.utils.crypto import salted_hmac

from .models import Endpoint

PREFIX = "whsec_"


def secret_of(endpoint: Endpoint, *, former: bool = False) -> str:
    """As it is shown, once. `former`: the one before."""
    return PREFIX + base64.b64encode(_key(endpoint, endpoint.round - former)).decode()


def headers(endpoint: Endpoint, ref: str, body: bytes, now: datetime) -> dict[str, str]:
    """For one try: its time is that of the try, so that a program can refuse what comes late or again."""
    at = int(now.timestamp())
    former = endpoint.former_until is not None and endpoint.former_until > now
    rounds = [endpoint.round, *([endpoint.round - 1] if former else [])]
    marks = (mark(_key(endpoint, each), ref, at, body) for each in rounds)
    return {"webhook-id": ref, "webhook-timestamp": str(at), "webhook-signature": " ".join(marks)}


def mark(key: bytes, ref: str, at: int, body: bytes) -> str:
    told = hmac.new(key, f"{ref}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(told).decode()}"


def genuine(secret: str, told: Mapping[str, str], body: bytes) -> bool:
    """What a program checks, beside the time: one of the marks is right under its secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    wanted = mark(key, told["webhook-id"], int(told["webhook-timestamp"]), body)
    return any(hmac.compare_digest(each, wanted) for each in told["webhook-signature"].split(" "))


def _key(endpoint: Endpoint, number: int) -> bytes:
    return salted_hmac("troth.recipients.webhooks", f"{endpoint.public_id} {number}", algorithm="sha256").digest()
