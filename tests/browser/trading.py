"""The shop as it trades: payments by Stripe and parcels by UPS, each of them a double on loopback that the shop knows only
by its settings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.browser.practice_shop import PracticeShop, served
from tests.doubles import carrier_ups
from tests.doubles.carrier_line import Line, listening
from tests.doubles.stripe import StripeDouble

HOOK = "/checkout/webhook/stripe/"


@dataclass(frozen=True)
class Trading:
    shop: PracticeShop
    stripe: StripeDouble
    ups: Line


@contextlib.contextmanager
def trading() -> Iterator[Trading]:
    """Their words leave for the shop by themselves, signed with the secret that the shop was told."""
    stripe = StripeDouble().start()
    try:
        with listening(carrier_ups.answer) as ups, served(**_settings(stripe, ups)) as shop:
            stripe.post.to, stripe.post.held = shop.url + HOOK, False
            yield Trading(shop, stripe, ups)
    finally:
        stripe.stop()


def _settings(stripe: StripeDouble, ups: Line) -> dict[str, str]:
    return {
        "TROTH_PAYMENT": "stripe",
        "TROTH_STRIPE_API": stripe.address,
        "TROTH_STRIPE_KEY": stripe.key,
        "TROTH_STRIPE_WEBHOOK_SECRET": stripe.secret,
        "TROTH_CARRIER": "karrio",
        "TROTH_UPS_CLIENT_ID": "ups-id",
        "TROTH_UPS_CLIENT_SECRET": "ups-secret",
        "TROTH_UPS_ACCOUNT_NUMBER": "ups-12345",
        "TROTH_UPS_SERVER_URL": ups.url,
    }
