"""The double as a process of its own, for a shop that runs beside it. Prints what the shop must be told."""

from __future__ import annotations

import argparse
import time

from .server import StripeDouble


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.stripe")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--hook", default="http://localhost:8000/checkout/webhook/stripe/", help="where webhooks go")
    parser.add_argument("--key", default="", help="the key it accepts; made up if not said")
    parser.add_argument("--secret", default="", help="what it signs webhooks with; made up if not said")
    told = parser.parse_args()
    double = StripeDouble()
    double.key = told.key or double.key
    double.post.secrets = [told.secret or double.secret]
    double.post.to, double.post.held = told.hook, False
    double.start(told.port)
    print(f"TROTH_PAYMENT=stripe TROTH_STRIPE_API={double.address}")
    print(f"TROTH_STRIPE_KEY={double.key} TROTH_STRIPE_WEBHOOK_SECRET={double.post.secrets[0]}", flush=True)
    while True:
        time.sleep(5)
        double.books.expire_old()
        double.post.deliver()


if __name__ == "__main__":
    main()
