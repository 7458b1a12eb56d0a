"""Accounts with carriers, as an operator sets them: nonsense ends the start with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UPS = {"TROTH_UPS_CLIENT_ID": "id", "TROTH_UPS_CLIENT_SECRET": "hush", "TROTH_UPS_ACCOUNT_NUMBER": "A1"}
SHOW = "import troth.settings as s; a = s.TROTH.carriers['ups']; print(a, a.client_secret.get_secret_value() == 'hush')"


def start(folder: Path, code: str = "import troth.settings", **told: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    places = {"TROTH_HOME": str(folder / "home"), "TROTH_KEYS": str(folder / "keys"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code], env={**plain, **places, **told}, capture_output=True, text=True, check=False
    )


def test_an_account_is_read_and_its_secret_is_not_printed(tmp_path: Path) -> None:
    done = start(tmp_path, SHOW, TROTH_CARRIER="karrio", **UPS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("True")
    assert "hush" not in done.stdout


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush\n")
    told = {**UPS, "TROTH_UPS_CLIENT_SECRET": "", "TROTH_UPS_CLIENT_SECRET_FILE": str(secret)}
    assert start(tmp_path, SHOW, TROTH_CARRIER="karrio", **told).stdout.strip().endswith("True")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"TROTH_CARRIER": "pigeon"}, "must be 'practice', 'table' or 'karrio'"),
        ({"TROTH_CARRIER": "karrio"}, "needs an account with a carrier"),
        ({"TROTH_CARRIER": "karrio", **UPS, "TROTH_UPS_ACCOUNT_NUMBER": ""}, "TROTH_UPS_ACCOUNT_NUMBER is missing"),
        ({"TROTH_CARRIER": "karrio", **UPS, "TROTH_FEDEX_CLIENT_ID": "x"}, "FEDEX is not whole"),
        ({"TROTH_CARRIER": "karrio", **UPS, "TROTH_UPS_SERVER_URL": "https://ups.example"}, "on this machine"),
        (
            {
                "TROTH_CARRIER": "karrio",
                **UPS,
                "TROTH_UPS_SERVER_URL": "http://127.0.0.1:9",
                "TROTH_MODE": "live",
                "TROTH_BASE_URL": "https://shop.example",
            },
            "practice mode only",
        ),
        ({"TROTH_CARRIER": "karrio", **UPS, "TROTH_UPS_CLIENT_SECRET_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(told: dict[str, str], sentence: str, tmp_path: Path) -> None:
    done = start(tmp_path, **told)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "hush" not in done.stderr
    assert "Traceback" not in done.stderr


def test_without_karrio_it_says_what_to_install(tmp_path: Path) -> None:
    hide = (
        "import importlib.util as u; real = u.find_spec; "
        "u.find_spec = lambda name, *more: None if name == 'karrio' else real(name, *more); import troth.settings"
    )
    done = start(tmp_path, hide, TROTH_CARRIER="karrio", **UPS)
    assert done.returncode == 2
    assert "requirements/carriers.txt" in done.stderr
