"""Not twice: a change of stock under an `Idempotency-Key` is made once, and asked again it is told again.

Unlike an order (`api.orders.once`) it touches one database only: the key is written in the transaction of the change, and of
two at once the second waits for the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..models import KeptChange
from ..problem import Kind, Trouble

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks (the employee's account), under which key, for what: address and body as they came."""

    account: int
    key: str
    request: bytes


def once(asked: Asked, act: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """What `act` says, (left, change), or said under this key before. Raises what `act` raises; then the key is free."""
    key, request = _digest("key", asked, asked.key.encode()), _digest("request", asked, asked.request)
    try:
        with transaction.atomic():
            kept = KeptChange.objects.create(key=key, request=request, ends_at=timezone.now() + KEPT)
            kept.left, kept.change = act()
            kept.save(update_fields=["left", "change"])
    except IntegrityError:
        before = KeptChange.objects.filter(key=key).first()
        if before is None:
            raise
        if before.request != request:
            raise Trouble(Kind.KEY_USED, _("Another request came with this key before. Take a new one.")) from None
        kept = before
    return kept.left, kept.change


def sweep() -> int:
    """Forget what has run out; how many."""
    return KeptChange.objects.filter(ends_at__lt=timezone.now()).delete()[0]


def _digest(what: str, asked: Asked, told: bytes) -> str:
    return salted_hmac(f"troth.api.stock.{what}.{asked.account}", told, algorithm="sha256").hexdigest()
