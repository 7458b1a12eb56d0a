"""A guest who buys one thing: product → basket → checkout → place → practice till → the order's own page."""

from __future__ import annotations

import random
from ipaddress import ip_network
from typing import Final

from .browser import Browser, Unexpected

# Guests come from networks of their own, and the limits that count them are those of a live shop. The range is the one
# set apart for measuring (RFC 2544, appendix C.2.2); the shop believes it, since it takes the bench for its proxy.
NETWORK: Final = ip_network("198.18.0.0/15")


def buy(port: int, product: str, number: int) -> Browser:
    """One whole order over HTTP, by a browser of its own; raises Unexpected where the shop goes another way."""
    browser = Browser(port)
    browser.headers["X-Forwarded-For"] = str(NETWORK[number % NETWORK.num_addresses])
    try:
        _to_checkout(browser, product)
        _order(browser, number)
        _pay(browser)
    finally:
        browser.close()
    return browser


def goods(products: list[str], seed: int) -> list[str]:
    """The products in an order of one's own."""
    mine = list(products)
    random.Random(seed).shuffle(mine)
    return mine


def _to_checkout(browser: Browser, product: str) -> None:
    browser.visit(product)
    browser.send("/basket/add/", {"variant": browser.field("variant"), "quantity": "1"})
    browser.visit("/checkout/")


def _order(browser: Browser, number: int) -> None:
    where = {
        "delivery-country": "US",
        "delivery-street_address": f"{number} High Street",
        "delivery-locality": "Boston",
        "delivery-region": "MA",
        "delivery-postcode": "02118",
    }
    told = {name: browser.field(name) for name in ("csrfmiddlewaretoken", "key", "seen", "terms_version")}
    # What the page's script asks once the state is chosen: its tax belongs to the sum that is agreed to.
    browser.send("/checkout/", {**told, **where, "reshape": "delivery-region", "only": "prices"})
    told |= where | {
        "method": browser.field("method"),
        "terms": "on",
        "name": f"Guest Number{number}",
        "email": f"guest{number}@example.org",
        "telephone": "+1 617 555 0143",
    }
    browser.send("/checkout/", told)
    if "/practice/till/" not in browser.path:
        raise Unexpected(f"ordered, and came to {browser.path}")


def _pay(browser: Browser) -> None:
    browser.send(browser.path, {"csrfmiddlewaretoken": browser.field("csrfmiddlewaretoken"), "act": "pay"})
    if not browser.path.startswith("/orders/"):
        raise Unexpected(f"paid, and came to {browser.path}")
