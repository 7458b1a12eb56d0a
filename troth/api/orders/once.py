"""Not twice: an `Idempotency-Key` belongs to one request, and the same request has one answer.

The verb that places orders is idempotent by itself; this adds that a key comes back with the body it came with. A key
counts for its basket. Hashes are keyed with the basket's token, which is stored nowhere, so that an address in a body
cannot be guessed from what is kept.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..models import KeptAnswer
from ..problem import Kind, Trouble

KEPT = timedelta(days=2)


@dataclass(slots=True)
class Once:
    """`first`: nothing was asked under this key before. `order`: number of the order it made, "" if none yet."""

    first: bool
    order: str = ""

    def stood(self, before: bool) -> None:
        """`before`: an order of this key was there before it was asked. Raises Trouble for a key of old whose request is
        forgotten: it may have been another one. One that came meanwhile is of this very request.
        """
        if before and self.first:
            raise _used()


@contextmanager
def under(basket: str, key: str, body: bytes) -> Iterator[Once]:
    """Around what must not be done twice. A request that comes to nothing frees its key."""
    mark, request = _digest("key", basket, key.encode()), _digest("request", basket, key.encode(), body)
    ends = timezone.now() + KEPT
    row, made = KeptAnswer.objects.get_or_create(key=mark, defaults={"request": request, "ends_at": ends})
    if row.request != request:
        raise _used()
    once = Once(made, row.order)
    try:
        yield once
    except BaseException:
        if made:
            KeptAnswer.objects.filter(pk=row.pk, order="").delete()
        raise
    if not once.order:
        return
    # If another press, which failed meanwhile, took the row away, it is written again.
    told = {"request": request, "order": once.order, "ends_at": ends}
    KeptAnswer.objects.update_or_create(key=mark, defaults=told)


def secret(basket: str, key: str) -> str:
    """The word that opens the order's state to the program: made from what it sent, so that it need not be kept."""
    told = salted_hmac("troth.api.orders.secret", f"{basket} {key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def sweep() -> int:
    """Forget what has run out; how many."""
    return KeptAnswer.objects.filter(ends_at__lt=timezone.now()).delete()[0]


def _digest(what: str, basket: str, *parts: bytes) -> str:
    told = b"\0".join(parts)
    return salted_hmac(f"troth.api.orders.{what}.{basket}", told, algorithm="sha256").hexdigest()


def _used() -> Trouble:
    return Trouble(Kind.KEY_USED, _("Another request came with this key before. Take a new key for a new order."))
