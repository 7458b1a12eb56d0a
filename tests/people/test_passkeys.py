"""A passkey in a real browser: added, used alone, used as second factor; under the shop's own Content-Security-Policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import ADA, PASSPHRASE
from tests.people.conftest import everything_stored, link_in, post_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A page of a browser with a virtual authenticator in it; it fails on any error in the console."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        browser.close()
    assert problems == []


@pytest.fixture
def shop(live_server: Any) -> str:
    """Passkeys want a name, not a number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def signs_up(page: Any, shop: str) -> None:
    page.goto(f"{shop}/account/signup/")
    page.get_by_label("E-mail address").fill(ADA.email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_label("Name", exact=True).fill(ADA.name)
    page.get_by_label("Country of residence").select_option("US")
    page.get_by_role("button", name="Open an account").click()
    page.wait_for_url("**/account/confirm/")
    (letter,) = post_office()
    page.goto(shop + link_in(letter, "/account/confirm/"))
    page.get_by_role("button", name="Yes, this is my address").click()
    page.wait_for_url("**/account/")


def adds_passkey(page: Any, shop: str, *, alone: bool) -> None:
    page.goto(f"{shop}/account/security/passkeys/add/")
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Where does it live?").select_option("computer")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/security/codes/")


def signs_out(page: Any, shop: str) -> None:
    page.goto(f"{shop}/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{shop}/")


def test_a_passkey_signs_in_alone(page: Any, shop: str) -> None:
    signs_up(page, shop)
    adds_passkey(page, shop, alone=True)
    signs_out(page, shop)
    page.goto(f"{shop}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/")
    assert ADA.name in page.content()
    stored = everything_stored()
    assert not any(mark.casefold() in stored for mark in ADA.marks)


def test_a_security_key_is_a_second_factor(page: Any, shop: str) -> None:
    signs_up(page, shop)
    adds_passkey(page, shop, alone=False)
    signs_out(page, shop)
    page.goto(f"{shop}/account/login/")
    page.get_by_label("E-mail address").fill(ADA.email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/security/check/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/")
    assert Authenticator.objects.filter(type="webauthn", data__name="computer").count() == 1


def test_the_lines_of_an_address_follow_the_country(page: Any, shop: str) -> None:
    page.goto(f"{shop}/account/signup/")
    page.get_by_text("Where parcels should go").click()
    box = page.locator("[data-postal]").first
    box.get_by_label("Country").select_option("US")
    box.get_by_label("Full name").fill("Ada")
    box.get_by_label("Country").select_option("JP")
    box.get_by_label("Prefecture").wait_for()
    assert box.get_by_label("Full name").input_value() == "Ada"
    assert box.get_by_role("button").count() == 0
