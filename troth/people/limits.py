"""How often somebody may do what writes rows or sends a mail, counted by the machinery of the log-in limits.

Two counts each: for the network a request comes from and for the address that was typed. The cache holds keyed
digests of both (`door.masked`, `door.stand_in`), times, and nothing else. A practice shop visited from its own
machine is tried out, measured and shown to a class: there the same limits are wider.
"""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.http import HttpRequest

from troth import peers
from troth.people import door

# Several people of one office share an address of the network, so it gets more than a mailbox.
RATES = {
    "guest_order": "30/h/ip,5/h/key",
    "order": "30/h/user",
    "privacy_link": "10/h/ip,3/h/key",
    "voucher": "20/h/ip",
    "stock_notice": "20/h/ip,3/h/key",
    "sign_up_news": "20/h/ip,3/h/key",
    "consent_receipt": "10/h/ip",
    "consent_choice": "30/h/key",
    "privacy_word": "30/h/key",
    "introduction": "40/h/ip",
    "looked_at_line": "120/h/user",
    "looked_at_all": "10/h/user",
    "comment": "20/h/user",
    "exemption": "20/h/user",
}
RATES_AT_HOME = {
    "guest_order": "3000/h/ip,50/h/key",
    "order": "3000/h/user",
    "privacy_link": "1000/h/ip,50/h/key",
    "voucher": "1000/h/ip",
    "stock_notice": "1000/h/ip,50/h/key",
    "sign_up_news": "1000/h/ip,50/h/key",
    "consent_receipt": "1000/h/ip",
    "consent_choice": "1000/h/key",
    "privacy_word": "1000/h/key",
    "introduction": "1000/h/ip",
    "looked_at_line": "1000/h/user",
    "looked_at_all": "1000/h/user",
    "comment": "300/h/user",
    "exemption": "300/h/user",
}


def take(request: HttpRequest, action: str, *, email: str = "", whose: UUID | None = None) -> RateLimitUsage | None:
    """Count one more; None when that is too many. `.rollback()` gives it back when nothing came of it.

    `email`, or `whose`, for somebody who is known: what a rate per key counts by, as a keyed digest.
    """
    rates = RATES_AT_HOME if at_home(request) else RATES
    key = door.stand_in(str(whose) if whose is not None else email)
    return ratelimit.consume(request, app="troth", action=action, config=rates, key=key)


def at_home(request: HttpRequest) -> bool:
    """Whether this is a practice shop and the visitor sits at its machine."""
    address = peers.of(request)
    return bool(settings.TROTH.practice) and address is not None and address.is_loopback


def network(request: HttpRequest) -> str:
    """The name a network is counted under: a keyed digest."""
    return str(get_adapter().get_client_ip(request))
