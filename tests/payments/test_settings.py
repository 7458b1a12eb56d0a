"""What an operator may set about payments: refused with a sentence, at start, before anything is sold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "whsec_0123456789abcdef"


def start(**told: str) -> tuple[int, str]:
    """Exit code and what was said, of a program that only reads its settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    home = {name: os.environ[name] for name in ("TROTH_HOME", "TROTH_KEYS")}
    code = "from troth.settings import TROTH; print(TROTH.stripe_key.get_secret_value(), *TROTH.stripe_webhook_secrets)"
    asked = {**environment, **home, **{f"TROTH_{name.upper()}": value for name, value in told.items()}}
    ran = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


LIVE = {"mode": "live", "base_url": "https://shop.example", "payment": "stripe"}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"payment": "paypal"}, "TROTH_PAYMENT: must be 'practice' or 'stripe'"),
        ({"payment": "stripe", "stripe_webhook_secret": SECRET}, "TROTH_STRIPE_KEY: payment by Stripe needs a key"),
        ({"payment": "stripe", "stripe_key": "sk_test_1"}, "TROTH_STRIPE_WEBHOOK_SECRET: payment by Stripe needs"),
        ({"payment": "stripe", "stripe_key": "sk_live_1"}, "in practice mode it must begin with sk_test_"),
        ({**LIVE, "stripe_key": "sk_test_1"}, "in live mode it must begin with sk_live_"),
        ({**LIVE, "stripe_key": "sk_live_1", "stripe_api": "http://127.0.0.1:1"}, "TROTH_STRIPE_API: live mode talks"),
        ({"stripe_api": "https://api.stripe.com.evil.example"}, "may only be an address of this machine"),
        ({"stripe_api": "http://10.0.0.7:80"}, "may only be an address of this machine"),
        ({"stripe_webhook_secret": f"{SECRET},secret"}, "each must begin with whsec_"),
        ({"stripe_key_file": "/nowhere/at/all"}, "TROTH_STRIPE_KEY: its file cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_no_secret_is_repeated(told: dict[str, str], says: str) -> None:
    code, said = start(**told)
    assert code == 2
    assert says in said
    assert SECRET not in said
    assert told.get("stripe_key", "nothing") not in said


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    key, secrets = tmp_path / "key", tmp_path / "secrets"
    key.write_text("rk_live_9\n")
    secrets.write_text(f"{SECRET}\n{SECRET}2\n")
    told = {**LIVE, "stripe_key_file": str(key), "stripe_webhook_secret_file": str(secrets)}
    assert start(**told) == (0, f"rk_live_9 {SECRET} {SECRET}2\n")
    code, said = start(**told, stripe_key="sk_live_1")
    assert code == 2
    assert "keep one of the two" in said


def test_their_own_address_is_no_other_address() -> None:
    told = {**LIVE, "stripe_key": "sk_live_1", "stripe_webhook_secret": SECRET, "stripe_api": "https://api.stripe.com/"}
    assert start(**told)[0] == 0
