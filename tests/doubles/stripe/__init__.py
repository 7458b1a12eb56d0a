"""A double of Stripe on loopback, for tests: Checkout with a page to pay on, refunds, disputes, events, signed webhooks.

Written from the public reference (docs.stripe.com/api, /checkout, /webhooks, /api/idempotent_requests, /testing) and
held against their own SDK by `tests/payments/test_stripe_double.py`. Nothing in it knows the shop.

    double = StripeDouble().start()     double.address, double.key, double.secret
    double.pay(session)                 as a payer would, without a browser; the page is at session["url"]
    double.post.to = "http://…/webhook" then words leave by themselves; see `post` for duplicating, holding, dropping

    python -m tests.doubles.stripe --port 12111 --hook http://localhost:8000/checkout/webhook/stripe/
"""

from .books import Refusal
from .server import StripeDouble

__all__ = ["Refusal", "StripeDouble"]
