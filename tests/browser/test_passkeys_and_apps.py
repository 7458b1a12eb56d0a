"""Signing in with more than a password, at the served shop and under its own Content-Security-Policy.

Chromium's virtual authenticator stands for the fingerprint reader; the app's codes are counted here (RFC 6238).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.visitor import Visitor
from tests.cast import PASSPHRASE, Customer

pytestmark = pytest.mark.browser

Mailboxes = Callable[[str], Mailbox]
FLORA = Customer(
    "Flora Tamsin", "flora.tamsin@example.com", "+16175550181", "3 Reed Row", "Boston", "02118", "US", "MA"
)
GUIDO = Customer("Guido Halm", "guido.halm@example.com", "+16175550182", "8 Pike Row", "Boston", "02118", "US", "MA")
HELGA = Customer("Helga Brandt", "helga.brandt@example.com", "+16175550183", "4 Oak Row", "Boston", "02118", "US", "MA")


class FingerprintReader:
    """The authenticator in somebody's computer."""

    def __init__(self, who: Visitor, *, willing: bool = True) -> None:
        self.devtools: CDPSession = who.context.new_cdp_session(who.page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": willing,
            "automaticPresenceSimulation": True,
        }
        self.id = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    @property
    def keys(self) -> list[dict[str, str]]:
        return list(self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def refuses(self) -> None:
        """The wrong finger, from now on."""
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def code(secret: str, at: float | None = None) -> str:
    """Six digits, as an app counts them (RFC 6238 over RFC 4226)."""
    counter = int((time.time() if at is None else at) // 30)
    mac = hmac.new(
        base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", counter), hashlib.sha1
    ).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def another(secret: str, seen: str) -> str:
    """The next code the app shows; half a minute at most."""
    while (shown := code(secret)) == seen:
        time.sleep(0.5)
    return shown


def once_more(who: Visitor) -> None:
    """The shop asks for the password again before it changes how one signs in."""
    if who.path == "/account/once-more/":
        who.writes(password=PASSPHRASE).presses("Continue")


def adds_a_passkey(who: Visitor, *, alone: bool = True) -> None:
    who.goes_to("/account/security/").follows("Add a passkey")
    once_more(who)
    who.chooses("name", "computer")
    who.named("passwordless").set_checked(alone)
    who.shows("add-a-passkey").presses("Add it").is_at("/account/security/codes/").shows("recovery-codes")


def signs_out(who: Visitor) -> None:
    who.goes_to("/account/").presses("Sign out").is_at("/$")
    who.goes_to("/account/").is_at("/account/login/")


def test_a_passkey_is_added_signs_in_alone_and_is_removed(visits: Visits, mailbox_of: Mailboxes) -> None:
    flora = visits()
    shopping.signs_up(flora, FLORA, mailbox_of(FLORA.email))
    reader = FingerprintReader(flora)
    adds_a_passkey(flora)
    (key,) = reader.keys
    assert key["rpId"] == "localhost"
    assert FLORA.name not in str(base64.b64decode(key["userHandle"]))  # a device gives the handle to whoever holds it
    assert mailbox_of(FLORA.email).waits_for("sign")  # she is told, in case it was not she

    signs_out(flora)
    flora.presses("Sign in with a passkey").is_at("/account/").sees(FLORA.name).shows("signed-in-by-passkey")

    flora.goes_to("/account/security/passkeys/").sees("signs in alone", "Computer").shows("passkeys").follows("Remove")
    once_more(flora)
    flora.presses("Remove").is_at("/account/security/").does_not_see("You have one.")
    signs_out(flora)
    with flora.page.expect_event("load"):  # of the page that the answer leads to
        flora.presses("Sign in with a passkey")  # the device still offers it; the shop does not know it
    flora.goes_to("/account/").is_at("/account/login/")
    shopping.signs_in(flora, FLORA.email)  # the password alone is enough again


def test_a_passkey_that_does_not_know_the_finger_lets_nobody_in(visits: Visits, mailbox_of: Mailboxes) -> None:
    guido = visits()
    shopping.signs_up(guido, GUIDO, mailbox_of(GUIDO.email))
    reader = FingerprintReader(guido)
    adds_a_passkey(guido)
    signs_out(guido)
    reader.refuses()
    guido.presses("Sign in with a passkey").sees("That did not work").shows("wrong-finger")
    guido.goes_to("/account/").is_at("/account/login/")
    shopping.tries_to_sign_in(guido, GUIDO.email)
    guido.is_at("/account/security/check/")  # and the password alone is half the way
    guido.goes_to("/account/").is_at("/account/security/check/")


def test_an_app_is_added_and_asked_for_and_a_code_works_once(visits: Visits, mailbox_of: Mailboxes) -> None:
    helga = visits()
    shopping.signs_up(helga, HELGA, mailbox_of(HELGA.email))
    helga.goes_to("/account/security/").follows("Add an app")
    once_more(helga)
    secret = helga.page.locator("main code").inner_text().strip()
    square = helga.page.get_by_alt_text("Square code", exact=False)
    assert square.evaluate("picture => picture.complete && picture.naturalWidth > 0")  # drawn, under the strict policy
    helga.writes(code="000000").shows("add-an-app").presses("Add it").is_at("/account/security/app/")
    helga.page.reload()
    secret = helga.page.locator("main code").inner_text().strip()
    helga.writes(code=(seen := code(secret))).presses("Add it").is_at("/account/security/codes/")
    recovery = helga.page.locator("main li").first.inner_text().strip()
    signs_out(helga)

    shopping.tries_to_sign_in(helga, HELGA.email)
    helga.is_at("/account/security/check/").writes(code=seen).presses("Sign in").sees("Incorrect code").shows(
        "used-code"
    )
    helga.goes_to("/account/").is_at("/account/security/check/")  # who looked over her shoulder has nothing

    comes_in_with(helga, another(secret, seen))
    signs_out(helga)
    comes_in_with(helga, recovery)
    helga.goes_to("/account/security/").follows("Remove the app")
    once_more(helga)
    helga.presses("Remove").is_at("/account/security/").sees("Add an app")
    signs_out(helga)
    shopping.signs_in(helga, HELGA.email)


def comes_in_with(who: Visitor, typed: str) -> None:
    if who.path == "/account/security/check/":
        who.presses("Cancel").is_at("/account/login/")
    shopping.tries_to_sign_in(who, HELGA.email)
    who.is_at("/account/security/check/").writes(code=typed).presses("Sign in").is_at("/account/$")
