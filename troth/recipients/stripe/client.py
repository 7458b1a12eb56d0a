"""Their SDK as we let it loose: version pinned, telemetry off, time-outs, no redirects, no retries of its own.

Imported at first need: the SDK and its HTTP library weigh about 25 MB, and most web workers never open a payment.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from ..payment import PaymentTrouble, ProviderRefused, ProviderUnreachable

if TYPE_CHECKING:
    import stripe

logger = logging.getLogger("troth.recipients")

VERSION = "2026-10-28.endive"  # of their API, as this adapter was written for; webhooks come in the endpoint's own
PATIENCE = (3.05, 20)  # seconds to connect, and to wait for an answer
BUSY_TRIES, BUSY_PAUSE = 5, 0.4  # seconds; the same request is under way in another process
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def client() -> stripe.StripeClient:
    here = settings.TROTH
    return _client(here.stripe_key.get_secret_value(), here.stripe_api)


@lru_cache(maxsize=4)
def _client(key: str, api: str) -> stripe.StripeClient:
    import requests
    import stripe

    stripe.enable_telemetry = False
    line = requests.Session()
    line.max_redirects = 0  # a key goes to nobody else
    line.trust_env = urlsplit(api).hostname not in LOOPBACK
    return stripe.StripeClient(
        key,
        stripe_version=VERSION,
        base_addresses={"api": api} if api else None,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=PATIENCE, session=line),
    )


def asked[Answer](act: Callable[[Any], Answer]) -> Answer:
    """What `act(client.v1)` answers. Raises ProviderUnreachable or ProviderRefused; their texts hold codes, no values."""
    for tries_left in reversed(range(BUSY_TRIES)):
        try:
            return act(client().v1)
        except Exception as error:
            if tries_left and getattr(error, "http_status", None) == 409:
                time.sleep(BUSY_PAUSE)
                continue
            raise _trouble(error) from None  # the SDK's text may quote the request, and with it the payer's address
    raise AssertionError


def _trouble(error: Exception) -> Exception:
    import stripe

    if isinstance(error, PaymentTrouble) or not isinstance(error, stripe.StripeError):
        return error
    said = f"{type(error).__name__} {error.http_status or ''} {error.code or ''}".strip()
    if isinstance(error, (stripe.AuthenticationError, stripe.PermissionError)):
        logger.error("Stripe does not accept the key it was given: %s", said)
        return ProviderUnreachable(said)
    if isinstance(error, (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.CardError)):
        return ProviderRefused(said)
    return ProviderUnreachable(said)
