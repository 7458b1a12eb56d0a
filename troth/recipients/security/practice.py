"""The practice partner: a security partner that says what somebody of the staff lets it say. A live shop has none."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

from .. import signature
from .words import HEADER, PRACTICE, Band, Reason


def secret() -> bytes:
    """What it shares with the shop; of this installation."""
    return salted_hmac("troth.recipients.security", "warnings", algorithm="sha256").digest()


def message(order: str, band: Band, reasons: Iterable[Reason] = ()) -> tuple[bytes, dict[str, str]]:
    """Body and headers of its word about an order. Raises LookupError in a live shop."""
    if not settings.TROTH.practice:
        raise LookupError(PRACTICE)
    told = {
        "id": secrets.token_urlsafe(16),
        "order": order,
        "band": str(band),
        "reasons": [str(each) for each in reasons],
    }
    body = json.dumps(told).encode()
    return body, {HEADER: signature.sign(body, secret())}
