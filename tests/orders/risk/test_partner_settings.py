"""What an operator may set about a security partner: a name and a secret, both or neither."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "0123456789abcdef0123456789abcdef"


def start(**told: str) -> tuple[int, str]:
    """Exit code and what was said, of a program that only reads its settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    home = {name: os.environ[name] for name in ("TROTH_HOME", "TROTH_KEYS")}
    code = "from troth.settings import TROTH; print(TROTH.security_partner, *TROTH.security_secrets)"
    asked = {**environment, **home, **{f"TROTH_SECURITY_{name.upper()}": value for name, value in told.items()}}
    ran = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"partner": "Watchful Ltd"}, "set both or neither"),
        ({"secret": SECRET}, "set both or neither"),
        ({"partner": "Watchful Ltd", "secret": "short"}, "32 characters"),
        ({"partner": "Watchful Ltd", "secret": f"{SECRET},short"}, "32 characters"),
        ({"partner": "W" * 41, "secret": SECRET}, "40 letters"),
    ],
)
def test_halves_are_refused_at_the_start(told: dict[str, str], says: str) -> None:
    code, said = start(**told)
    assert code == 2
    assert says in said
    assert SECRET not in said


def test_two_secrets_hold_while_one_is_changed(tmp_path: Path) -> None:
    assert start(partner="Watchful Ltd", secret=f"{SECRET},{SECRET[::-1]}") == (
        0,
        f"Watchful Ltd {SECRET} {SECRET[::-1]}\n",
    )
    (tmp_path / "secret").write_text(SECRET + "\n")
    assert start(partner="Watchful Ltd", secret_file=str(tmp_path / "secret")) == (0, f"Watchful Ltd {SECRET}\n")
