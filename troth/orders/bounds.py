"""How much one visitor may order in a while: each order writes to somebody and keeps goods from others.

Every door by which orders are placed asks here, the checkout's page and programs alike.
"""

from __future__ import annotations

from allauth.core.internal.ratelimit import RateLimitUsage
from django.core.cache import cache
from django.http import HttpRequest

from troth.people import limits

from . import unpaid
from .models.order import RESERVED_FOR

UNPAID, UNPAID_AT_HOME = 5, 3000  # orders of guests of one network that keep goods back at a time


def take(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Count an order that is about to be placed; None when it is one too many. Who is signed in counts as themselves."""
    if request.user.is_authenticated:
        return limits.take(request, "order")
    most, kept = UNPAID_AT_HOME if limits.at_home(request) else UNPAID, _kept(request)
    if len(kept) >= most and len(unpaid.still(kept)) >= most:
        return None
    return limits.take(request, "guest_order", email=email)


def keep(request: HttpRequest, order: int) -> None:
    """Remember that a guest's order came from here, for as long as it keeps goods back."""
    if not request.user.is_authenticated:
        most = UNPAID_AT_HOME if limits.at_home(request) else UNPAID
        kept = _kept(request)
        if len(kept) >= most:
            kept = unpaid.still(kept)
        cache.set(_name(request), [*kept, order], RESERVED_FOR.total_seconds())


def _kept(request: HttpRequest) -> list[int]:
    return list(cache.get(_name(request), ()))


def _name(request: HttpRequest) -> str:
    return f"troth:unpaid:{limits.network(request)}"
