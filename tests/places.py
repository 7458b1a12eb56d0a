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
    "/products/<old>/": Place(),
    "/collections/<shelf>/products/<old>": Place(),
    "/product-page/<old>": Place(),
    "/product/<old>/": Place(),
    "/go/<banner>/<place>/": Place(),
    "/seen/product/<slug>.gif": Place(),
    "/seen/banner/<banner>/<place>.gif": Place(),
    "/feeds/google.xml": Place(),
    "/feeds/<language>/google.xml": Place(),
    "/categories/<slug>/": Place(),
    "/search/": Place(),
    "/notices/": Place({"variant": "{variant}", "email": "dora@example.com"}),
    "/notices/<token>/": Place(NOTHING, token="notice"),
    "/sitemap.xml": Place(),
    "/robots.txt": Place(),
    "/healthz": Place(),
    "/privacy/figures/": Place(),
    "/media/images/<name>": Place(),
    "/basket/": Place(),
    "/basket/add/": Place({"variant": "{variant}", "quantity": "1"}),
    "/basket/change/": Place({"variant": "{variant}", "quantity": "2"}),
    "/basket/voucher/": Place({"code": "TEN"}),
    "/basket/currency/": Place({"currency": "EUR"}),
    "/checkout/": Place(
        {
            "name": "Dora Typed",
            "email": "dora@example.com",
            "method": "{method}",
            "seen": "{seen}",
            "terms": "on",
            "terms_version": "{terms}",
            **DELIVERED,
        }
    ),
    "/checkout/back/": Place(),
    "/checkout/webhook/<provider>/": Place(NOTHING),
    "/checkout/warnings/<partner>/": Place(NOTHING),
    "/orders/": Place(),
    "/orders/<number>/": Place(),
    "/orders/<number>/pay/": Place(NOTHING),
    "/orders/<number>/again/": Place(NOTHING),
    "/orders/<number>/papers/<paper>/": Place(),
    "/orders/<number>/cancel/": Place(NOTHING),
    "/orders/<number>/returns/": Place({"why": "faulty", "wish": "money"}),
    "/orders/<number>/returns/<ref>/off/": Place(NOTHING),
    "/orders/<number>/returns/<ref>/label/": Place(NOTHING),
    "/orders/<number>/differences/<ref>/": Place(NOTHING),
    "/orders/phone/<token>/": Place(NOTHING, token="phone"),
    "/orders/begun/<ref>/": Place({"name": "Dora Typed", "email": "dora@example.com", "terms": "on", **DELIVERED}),
    "/orders/<token>/": Place(NOTHING, token="orders"),
    "/account/": Place(),
    "/account/suggestions/": Place(),
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
    "/privacy/cookies/": Place(),
    "/privacy/cookies.json": Place(),
    "/privacy/services/<name>/": Place({"back": "/products/"}),
    "/privacy/choices/": Place({"answer": "none"}),
    "/privacy/choices/receipt/": Place(NOTHING),
    "/privacy/choices/receipt/<entry>/": Place(),
    "/privacy/choices/receipt/<entry>/file/": Place(),
    "/.well-known/gpc.json": Place(),
    "/my/privacy/": Place(),
    "/my/privacy/link/": Place({"email": "chiara.venn@example.co.uk"}),
    "/my/privacy/enter/<token>/": Place(NOTHING, token="enter"),
    "/my/privacy/leave/": Place(NOTHING),
    "/my/privacy/data/": Place(),
    "/my/privacy/orders/<number>/": Place(),
    "/my/privacy/data/<record>/": Place(TYPED),
    "/my/privacy/data/<record>/remove/": Place(NOTHING),
    "/my/privacy/copy/": Place(NOTHING),
    "/my/privacy/uses/": Place(),
    "/my/privacy/uses/<entry>/proof/": Place(),
    "/my/privacy/choices/": Place({"purpose": "newsletter", "channel": "email", "answer": "yes"}),
    "/my/privacy/choices/moved/": Place(),
    "/my/privacy/choices/stop-mails/": Place(NOTHING),
    "/my/privacy/stop/<purpose>/<token>/": Place(NOTHING, token="stop"),
    "/my/privacy/looked-at/": Place(),
    "/my/privacy/looked-at/word/": Place({"purpose": "browsing_record", "answer": "yes"}),
    "/my/privacy/looked-at/remove/": Place(NOTHING),
    "/my/privacy/looked-at/<record>/remove/": Place(NOTHING),
    "/my/privacy/wishes/": Place({"wish": "{variant}"}),
    "/my/privacy/processing/": Place({"answer": "stop"}),
    "/my/privacy/account/": Place({"answer": "close"}),
    "/my/privacy/erase/": Place({"sure": "on"}),
    "/ledger/checkpoint": Place(),
    "/terms/": Place(),
    "/terms/<version>/": Place(),
    "/ledger/key": Place(),
    "/ledger/tile/<place>": Place(),
    "/practice/till/<session>/": Place({"act": "leave"}),
    "/delivery/<token>/": Place({"arrived": "well"}, token="delivery"),
    "/practice/parcels/": Place(),
    "/practice/parcels/<number>/": Place({"stage": "moving"}),
    "/practice/outbox/": Place(),
    "/practice/outbox/<name>/": Place(),
    "/practice/outbox/<name>/html/": Place(),
    "/api/v1/": Place(),
    "/api/v1/openapi.json": Place(),
    "/api/v1/products": Place(),
    "/api/v1/products/<slug>": Place(),
    "/api/v1/variants/<ref>": Place(),
    "/api/v1/categories": Place(),
    "/api/v1/search": Place(),
    "/api/v1/basket": Place(),
    "/api/v1/basket/lines/<ref>": Place(),
    "/api/v1/basket/voucher": Place(),
    "/api/v1/basket/currency": Place(),
    "/api/v1/basket/quote": Place(NOTHING),
    "/api/v1/orders": Place(NOTHING),
    "/api/v1/orders/<number>": Place(),
    "/api/v1/orders/<number>/payment": Place(NOTHING),
    "/api/v1/office/orders": Place(),
    "/api/v1/office/orders/<number>": Place(),
    "/api/v1/office/orders/<number>/pack": Place(NOTHING),
    "/api/v1/office/orders/<number>/ship": Place(NOTHING),
    "/api/v1/office/orders/<number>/label": Place(NOTHING),
    "/api/v1/office/stock": Place(),
    "/api/v1/office/stock/<ref>": Place(NOTHING),
    "/api/v1/<rest>": Place(NOTHING),
    "/<var>": Place(),  # text pages from the office
    "/office/banners/<pk>/": Place(),
    "/office/catalogue/changes/": Place({"step": "look", "price_by": "percent", "price_number": "5"}),
    "/office/catalogue/changes/<ref>/": Place(),
    "/office/catalogue/changes/<ref>/undo/": Place(NOTHING),
    "/office/catalogue/words/": Place(),
    "/office/catalogue/locations/": Place({"name": "Typed store", "code": "typed", "ships": "on", "priority": "1"}),
    "/office/catalogue/locations/<ref>/": Place({"name": "Typed store", "code": "typed", "priority": "1"}),
    "/office/catalogue/locations/<ref>/close/": Place(NOTHING),
    "/office/catalogue/locations/<ref>/main/": Place(NOTHING),
    "/office/catalogue/stock/journal/": Place(),
    "/office/catalogue/stock/<ref>/": Place(),
    "/office/catalogue/stock/<ref>/count/": Place({"now": "3", "seen": "2", "why": "counted"}),
    "/office/catalogue/stock/<ref>/move/": Place({"quantity": "1", "source": "main", "target": "typed"}),
    "/office/phone-orders/": Place(),
    "/office/phone-orders/new/": Place(NOTHING),
    "/office/phone-orders/<ref>/": Place({"name": "Dora Typed", "email": "dora@example.com", **DELIVERED}),
    "/office/phone-orders/<ref>/known/": Place({"number": "{number}", "reason": "They ring and want the same again"}),
    "/office/phone-orders/<ref>/put/": Place({"variant": "{variant}", "quantity": "1"}),
    "/office/phone-orders/<ref>/change/": Place({"variant": "{variant}", "quantity": "2"}),
    "/office/phone-orders/<ref>/voucher/": Place({"code": "TEN"}),
    "/office/phone-orders/<ref>/currency/": Place({"currency": "EUR"}),
    "/office/phone-orders/<ref>/language/": Place({"language": "de"}),
    "/office/phone-orders/<ref>/send/": Place(NOTHING),
    "/office/phone-orders/<ref>/off/": Place(NOTHING),
    "/office/phone-orders/returns/<number>/<ref>/difference/": Place(NOTHING),
    "/office/phone-orders/returns/<number>/<ref>/difference/off/": Place(NOTHING),
    "/office/phone-orders/returns/<number>/<ref>/label/": Place(NOTHING),
    "/office/orders/": Place(),
    "/office/orders/<number>/": Place({"reason": "Somebody asked where their parcel is."}),
    "/office/orders/<number>/slip/": Place(),
    "/office/orders/<number>/pack/": Place(NOTHING),
    "/office/orders/<number>/send/": Place(NOTHING),
    "/office/orders/<number>/part/": Place({}),
    "/office/orders/<number>/take-back/": Place({"parcel": "00000000-0000-4000-8000-000000000000"}),
    "/office/orders/<number>/label/": Place(NOTHING),
    "/office/orders/<number>/delivered/": Place(NOTHING),
    "/office/orders/<number>/cancel/": Place(NOTHING),
    "/office/orders/<number>/papers/<paper>/": Place(NOTHING),
    "/office/orders/<number>/papers/<paper>/anew/": Place(NOTHING),
    "/office/orders/<number>/pay-link/": Place(NOTHING),
    "/office/payments/": Place(),
    "/office/payments/compare/": Place({}),
    "/office/payments/disputes/<dispute>/": Place(),
    "/office/payments/disputes/<dispute>/write/": Place({}),
    "/office/orders/problems/": Place(),
    "/office/orders/figures.csv": Place(),
    "/office/orders/views/": Place({"name": "By telephone", "query": "shelf=all&origin=phone"}),
    "/office/orders/views/<ref>/rename/": Place({"name": "By post"}),
    "/office/orders/views/<ref>/first/": Place({"first": "1"}),
    "/office/orders/views/<ref>/earlier/": Place(NOTHING),
    "/office/orders/views/<ref>/drop/": Place(NOTHING),
    "/office/orders/selected/": Place({"order": "{number}", "do": "pack"}),
    "/office/orders/pick-list/": Place(),
    "/office/orders/slips/": Place(),
    "/office/orders/<number>/note/": Place({"text": "Rang them: they want the blue lid."}),
    "/office/orders/<number>/hold/": Place(NOTHING),
    "/office/orders/<number>/go-on/": Place(NOTHING),
    "/office/orders/<number>/give-back/": Place({"amount": "1.00", "why": "goodwill", "key": "a-key-of-the-form"}),
    "/office/orders/<number>/returns/": Place({"why": "faulty", "wish": "money"}),
    "/office/orders/<number>/returns/<ref>/agree/": Place(NOTHING),
    "/office/orders/<number>/returns/<ref>/refuse/": Place({"why": "used"}),
    "/office/orders/<number>/returns/<ref>/off/": Place(NOTHING),
    "/office/orders/<number>/returns/<ref>/arrived/": Place(NOTHING),
    "/office/orders/<number>/returns/<ref>/money/": Place({"amount": "1.00"}),
    "/office/orders/<number>/returns/<ref>/replace/": Place(NOTHING),
    "/office/orders/<number>/problems/": Place({"problem": "stuck"}),
    "/office/orders/<number>/problems/<ref>/write/": Place(NOTHING),
    "/office/orders/<number>/problems/<ref>/ring/": Place(NOTHING),
    "/office/orders/<number>/problems/<ref>/rang/": Place({"tried": "reached"}),
    "/office/orders/<number>/problems/<ref>/close/": Place({"outcome": "sent"}),
    "/office/browsers/": Place(),
    "/office/browsers/mended/": Place(NOTHING),
    "/office/messages/": Place(),
    "/office/messages/again/": Place({"everything": "1"}),
    "/office/messages/give-up/": Place({"note": "stale"}),
    "/office/people/": Place({"email": "ada.marlowe@example.com"}),
    "/office/people/<ticket>/": Place(),
    "/office/people/<ticket>/record/": Place(),
    "/office/people/<ticket>/no-more-mails/": Place(NOTHING),
    "/office/people/<ticket>/processing/": Place({"stop": "1"}),
    "/office/people/<ticket>/purchases/": Place({"stop": "1"}),
    "/office/people/<ticket>/export/": Place(NOTHING),
    "/office/people/<ticket>/erase/": Place({"sure": "yes"}),
    "/office/people/<ticket>/add/<kind>/": Place({**TYPED, "reason": "They wrote a letter, and we rang them back."}),
    "/office/people/<ticket>/email/": Place(
        {"email": "dora.new@example.com", "reason": "They wrote a letter, and we rang them back."}
    ),
    "/office/people/<ticket>/correct/<record>/": Place(TYPED),
    "/office/visits/": Place(),
    "/office/visits/<purpose>/": Place({"reason": "A customer says that the basket stays empty."}),
    "/office/checks/": Place(),
    "/office/checks/practice/": Place({"number": "{number}", "band": "elevated", "reasons": ["card_testing"]}),
    "/office/checks/<number>/": Place({"decision": "release", "reason": "Rang them; it is theirs."}),
    "/office/partners/": Place(
        {
            "partner": "lab_compass",
            "what": "page_visitors /",
            "first": "2026-01-01",
            "last": "2026-01-02",
            "kind": "csv",
        }
    ),
    "/office/figures/": Place(),
    "/office/figures/<page>/": Place(),
    "/office/figures/<page>/file/": Place(),
    "/office/imports/": Place({"currency": "USD"}),
    "/office/imports/products.csv": Place(),
    "/office/imports/<ref>/": Place(),
    "/office/imports/<ref>/look/": Place({"currency": "USD"}),
    "/office/imports/<ref>/start/": Place(NOTHING),
    "/office/imports/<ref>/undo/": Place(NOTHING),
    "/office/imports/<ref>/forget/": Place(NOTHING),
    "/office/imports/<ref>/report.csv": Place(),
    "/office/imports/<ref>/report.json": Place(),
    "/office/language/": Place({"language": "de"}),
    "/office/tokens/": Place(),
    "/office/tokens/new/": Place({"label": "Packing bench", "purposes": ["fulfil_order"], "days": "30"}),
    "/office/tokens/<public_id>/end/": Place(NOTHING),
    "/office/webhooks/": Place({"url": "http://127.0.0.1:9/", "events": ["order.paid"]}),
    "/office/webhooks/<ref>/": Place({"events": ["order.paid"]}),
    "/office/webhooks/<ref>/secret/": Place(NOTHING),
    "/office/webhooks/<ref>/switch/": Place({"on": "1"}),
    "/office/webhooks/<ref>/try/": Place(NOTHING),
    "/office/webhooks/<ref>/again/": Place({"word": "00000000-0000-4000-8000-000000000000"}),
    "/office/webhooks/<ref>/remove/": Place(NOTHING),
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
