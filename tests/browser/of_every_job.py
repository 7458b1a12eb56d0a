"""Somebody who has every job, hired in a practice shop's own environment: whoever opens all of the office has to be them."""

from __future__ import annotations

import subprocess
import sys

from tests.browser.practice_shop import ROOT, PracticeShop
from tests.cast import PASSPHRASE

ADDRESS = "every.job@example.com"


def hire(shop: PracticeShop) -> tuple[str, str]:
    """Their address and passphrase."""
    command = [sys.executable, "-m", "tests.browser.of_every_job"]
    ran = subprocess.run(command, env=shop.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ADDRESS, PASSPHRASE


def main() -> None:
    import django

    django.setup()
    from troth import gate
    from troth.people import staff

    by = gate.system("manage_staff")
    staff.create("Every Job", ADDRESS, list(gate.policy().roles), by=by, password=PASSPHRASE, proven=True)


if __name__ == "__main__":
    main()
