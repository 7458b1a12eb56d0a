"""The shop's pages once more, under a policy with a cookie of their own that waits for a choice.

The served shop goes on; this is a process of pages beside it, on the same stores, and with a copy of the policy.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.browser.practice_shop import ROOT, PracticeShop, free_port

POLICY = ROOT / "policies" / "celloramatech"
TRAIL = """cookies:
  trail:
    label: Trail
    why: Remembers which shelves were looked at.
    clause: 2c
    purpose: measure_usage
    category: measurement
    life: One hour
    max_age: 3600
"""


@contextlib.contextmanager
def with_a_trail(shop: PracticeShop) -> Iterator[str]:
    """Its address. The cookie `trail` is of the category "measurement"."""
    port, place = free_port(), shop.place / "with-a-trail"
    shutil.copytree(POLICY, place)
    _declare(place / "policy.yaml")
    env = {**shop.env, "TROTH_POLICY": str(place), "TROTH_PORT": str(port)}
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--no-ws", "troth.wsgi:application"]
    with (shop.place / "with-a-trail.txt").open("wb") as said:
        process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait(f"http://localhost:{port}/healthz", process)
        yield f"http://localhost:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _declare(file: Path) -> None:
    text = file.read_text()
    assert text.count("\ncookies:\n") == 1
    file.write_text(text.replace("\ncookies:\n", f"\n{TRAIL}"))


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310
            return
        time.sleep(0.2)
    raise RuntimeError("The pages with another policy do not answer.")
