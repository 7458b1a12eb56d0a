"""Every address of the shop: what is posted to it, and whether it asks the gate. An address without a row fails a test.

`posts` is what a form there sends; None where nothing is sent. Gaps in the form are filled like gaps in the address.
Wagtail's own addresses are listed in `tests/wagtail_addresses.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import PASSPHRASE

TYPED = {
    "name": "Dora Typed",
    "street_address": "1 Typed Street",
    "locality": "Boston",
    "region": "MA",
    "postcode": "02118",
    "country": "US",
}
DELIVERED = {f"delivery-{line}": words for line, words in TYPED.items() if line != "name"}
FRESH = "nine calm flasks beside a window"
NOTHING: dict[str, str] = {}


@dataclass(frozen=True)
class Place:
    """`token`: which of the world's tokens opens it."""

    posts: dict[str, Any] | None = None
    token: str = ""


OURS: dict[str, Place] = {
    "/": Place(),
    "/products/": Place(),
    "/products/<slug>/": Place(),
    "/categories/<slug>/": Place(),
    "/search/": Place(),
    "/sitemap.xml": Place(),
    "/robots.txt": Place(),
    "/healthz": Place(),
    "/basket/": Place(),
    "/basket/add/": Place({"variant": "{variant}", "quantity": "1"}),
    "/basket/change/": Place({"variant": "{variant}", "quantity": "2"}),
    "/checkout/": Place(
        {"name": "Dora Typed", "email": "dora@example.com", "method": "{method}", "seen": "{seen}", **DELIVERED}
    ),
    "/checkout/webhook/<provider>/": Place(NOTHING),
    "/orders/": Place(),
    "/orders/<number>/": Place(),
    "/orders/<number>/pay/": Place(NOTHING),
    "/orders/<number>/again/": Place(NOTHING),
    "/orders/<token>/": Place(NOTHING, token="orders"),
    "/account/": Place(),
    "/account/details/": Place({"name": "Dora Typed", "country": "US", "telephone": "+1 617 555 0199"}),
    "/account/sessions/": Place(NOTHING),
    "/account/login/": Place({"login": "dora@example.com", "password": PASSPHRASE}),
    "/account/logout/": Place(NOTHING),
    "/account/inactive/": Place(),
    "/account/signup/": Place(
        {
            "email": "dora@example.com",
            "password1": FRESH,
            "name": "Dora Typed",
            "country": "US",
            "organization_country": "",
        }
    ),
    "/account/once-more/": Place({"password": PASSPHRASE}),
    "/account/email/": Place({"new": "1", "email": "dora@example.com"}),
    "/account/confirm/": Place(),
    "/account/confirm/<token>/": Place(NOTHING, token="confirm"),
    "/account/password/": Place({"oldpassword": PASSPHRASE, "password1": FRESH, "password2": FRESH}),
    "/account/password/first/": Place({"password1": FRESH, "password2": FRESH}),
    "/account/password/forgotten/": Place({"email": "dora@example.com"}),
    "/account/password/forgotten/sent/": Place(),
    "/account/password/link/<token>/": Place(NOTHING, token="password"),
    "/account/password/new/": Place({"password1": FRESH}),
    "/account/addresses/": Place(),
    "/account/addresses/add/": Place(TYPED),
    "/account/addresses/shape/": Place(),
    "/account/addresses/<address>/": Place(TYPED),
    "/account/addresses/<address>/remove/": Place(NOTHING),
    "/account/security/": Place(),
    "/account/security/check/": Place({"code": "000000"}),
    "/account/security/once-more/": Place({"code": "000000"}),
    "/account/security/app/": Place({"code": "000000"}),
    "/account/security/app/remove/": Place(NOTHING),
    "/account/security/codes/": Place(),
    "/account/security/codes/new/": Place(NOTHING),
    "/account/security/codes/download/": Place(),
    "/account/security/passkeys/": Place(),
    "/account/security/passkeys/add/": Place({"credential": "{}"}),
    "/account/security/passkeys/once-more/": Place({"credential": "{}"}),
    "/account/security/passkeys/sign-in/": Place({"credential": "{}"}),
    "/account/security/passkeys/<pk>/remove/": Place(NOTHING),
    "/account/security/passkeys/<pk>/": Place({"name": "Key"}),
    "/privacy/": Place(),
    "/privacy/data/": Place(),
    "/my/privacy/": Place(),
    "/my/privacy/link/": Place({"email": "chiara.venn@example.co.uk"}),
    "/my/privacy/enter/<token>/": Place(NOTHING, token="enter"),
    "/my/privacy/leave/": Place(NOTHING),
    "/my/privacy/data/": Place(),
    "/my/privacy/data/<record>/": Place(TYPED),
    "/my/privacy/data/<record>/remove/": Place(NOTHING),
    "/my/privacy/copy/": Place(NOTHING),
    "/my/privacy/uses/": Place(),
    "/my/privacy/uses/<entry>/proof/": Place(),
    "/my/privacy/choices/": Place({"purpose": "newsletter", "channel": "email", "answer": "yes"}),
    "/my/privacy/choices/stop-mails/": Place(NOTHING),
    "/my/privacy/stop/<purpose>/<token>/": Place(NOTHING, token="stop"),
    "/my/privacy/processing/": Place({"answer": "stop"}),
    "/my/privacy/account/": Place({"answer": "close"}),
    "/my/privacy/erase/": Place({"sure": "on"}),
    "/ledger/checkpoint": Place(),
    "/ledger/key": Place(),
    "/ledger/tile/<place>": Place(),
    "/practice/till/<session>/": Place({"act": "leave"}),
    "/practice/outbox/": Place(),
    "/practice/outbox/<name>/": Place(),
    "/practice/outbox/<name>/html/": Place(),
    "/<var>": Place(),  # text pages from the office
    "/office/orders/": Place(),
    "/office/orders/<number>/": Place({"reason": "Somebody asked where their parcel is."}),
    "/office/orders/<number>/slip/": Place(),
    "/office/orders/<number>/pack/": Place(NOTHING),
    "/office/orders/<number>/send/": Place(NOTHING),
    "/office/orders/<number>/label/": Place(NOTHING),
    "/office/orders/<number>/delivered/": Place(NOTHING),
    "/office/orders/<number>/cancel/": Place(NOTHING),
    "/office/people/": Place({"email": "ada.marlowe@example.com"}),
    "/office/people/<ticket>/": Place(),
    "/office/people/<ticket>/record/": Place(),
    "/office/people/<ticket>/no-more-mails/": Place(NOTHING),
    "/office/people/<ticket>/processing/": Place({"stop": "1"}),
    "/office/people/<ticket>/purchases/": Place({"stop": "1"}),
    "/office/people/<ticket>/export/": Place(NOTHING),
    "/office/people/<ticket>/erase/": Place({"sure": "yes"}),
    "/office/people/<ticket>/correct/<record>/": Place(TYPED),
    "/office/staff/": Place(),
    "/office/staff/invite/": Place({"name": "Dora Typed", "email": "dora@example.com", "roles": ["marketing"]}),
    "/office/staff/<public_id>/": Place({"roles": ["marketing"]}),
    "/office/staff/<public_id>/leave/": Place(NOTHING),
}
WAGTAIL = Path(__file__).with_name("wagtail_addresses.txt").read_text().splitlines()
GAP = re.compile(r"<(\w+)>")


def every_address() -> set[str]:
    """As the resolver knows them, with gaps for what varies: "/orders/<number>/"."""
    return {GAP_TYPE.sub("<", simplify_regex(each)) for each in _walk(get_resolver().url_patterns, "")}


GAP_TYPE = re.compile(r"<\w+:")


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address


def filled(address: str, names: dict[str, str], token: str = "") -> str:
    """The address with every gap filled."""
    known = {**names, "token": names.get(f"token of {token}", names.get("token", ""))}
    return GAP.sub(lambda gap: known.get(gap.group(1), "1"), address)
