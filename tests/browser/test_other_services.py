"""Signing in with another service, at a provider that is not ours and at an address of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread

from tests.browser.conftest import Visits
from tests.browser.practice_shop import PracticeShop, served

pytestmark = pytest.mark.browser

IDA = {"email": "ida.sommer@example.com", "email_verified": True, "name": "Ida Sommer", "birthdate": "1980-02-29"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=[User(sub="ida", claims=IDA)], require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def shop(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeShop]:
    """The service is called as the policy calls its stand-in."""
    file: Path = tmp_path_factory.mktemp("operator") / "sign_in.toml"
    file.write_text(f'[doorkeeper]\nissuer = "{provider}"\nclient_id = "troth"\nclient_secret = "a secret"\n')
    with served(TROTH_SIGN_IN_FILE=str(file)) as one:
        yield one


def test_a_newcomer_comes_by_a_service_and_comes_again(visits: Visits, provider: str) -> None:
    ida = visits("ida")
    ida.pays_at = provider  # the one other address a whole page may lead to
    ida.goes_to("/account/login/").sees("It tells us your e-mail address and your name").shows("sign-in")
    ida.presses("Go on with Doorkeeper")
    ida.page.get_by_role("button", name="ida").first.click()
    ida.sees("Nothing of that is kept until you say yes", IDA["email"]).shows("newcomer")  # type: ignore[arg-type]
    ida.chooses("country", "US").presses("Open an account")
    ida.is_at("/account/$").sees("Ida Sommer")
    ida.goes_to("/my/privacy/data/").sees("sign-in with another service").does_not_see("1980")
    ida.goes_to("/account/").presses("Sign out")

    again = visits("again")
    again.pays_at = provider
    again.goes_to("/account/login/").presses("Go on with Doorkeeper")
    again.page.get_by_role("button", name="ida").first.click()
    again.is_at("/account/$").sees("Ida Sommer")
    for who in (ida, again):  # what the provider's own page fetches is its own affair
        who.complaints[:] = [each for each in who.complaints if not each.startswith(f"{provider}/")]
