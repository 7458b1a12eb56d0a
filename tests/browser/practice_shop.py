"""The whole shop as somebody starts it: `troth serve`, in a folder, with keys and stores of its own."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
STORES = ("TROTH_SHOP_URL", "TROTH_VAULT_URL")


@dataclass(frozen=True)
class PracticeShop:
    """`urls`: the stores' addresses where they are PostgreSQL, else empty. `log`: all that the processes said.

    `settings`: what else its operator has set.
    """

    place: Path
    port: int
    urls: dict[str, str]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def home(self) -> Path:
        return self.place / "home"

    @property
    def keys(self) -> Path:
        return self.place / "keys"

    @property
    def log(self) -> Path:
        return self.place / "said.txt"

    @property
    def env(self) -> dict[str, str]:
        """What every process of this shop is started with. Nothing of the tests' own."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "PYTEST", "DJANGO"))
        }
        kept.pop("PORT", None)
        own = {"TROTH_HOME": str(self.home), "TROTH_KEYS": str(self.keys), "TROTH_PORT": str(self.port)}
        return {
            **kept,
            **own,
            **self.urls,
            **self.settings,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "troth.settings",
        }

    @property
    def people(self) -> dict[str, tuple[str, str]]:
        """Practice log-ins: job → (address, passphrase). Of the customers, the first."""
        note = json.loads((self.home / "prepared.json").read_text())
        return {who: (address, passphrase) for who, address, passphrase in reversed(note["log_ins"])}

    def troth(self, *words: str) -> str:
        """What the `troth` command answers about this shop."""
        command = [sys.executable, "-m", "troth.cli.main", *words]
        ran = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
        return ran.stdout


@contextlib.contextmanager
def served(**settings: str) -> Iterator[PracticeShop]:
    """A prepared shop that answers. Stopped, with its stores taken away, at the end."""
    with tempfile.TemporaryDirectory(prefix="troth-browser-") as folder, _stores() as urls:
        shop = PracticeShop(Path(folder), free_port(), urls, settings)
        command = [sys.executable, "-m", "troth.cli.main", "serve", "--port", str(shop.port)]
        with shop.log.open("wb") as said:
            process = subprocess.Popen(
                command, env=shop.env, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            _wait_for(shop, process)
            yield shop
        finally:
            _stop(process)


def _wait_for(shop: PracticeShop, process: subprocess.Popen[bytes], seconds: float = 150.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{shop.url}/healthz", timeout=5) as answer:  # noqa: S310
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"The practice shop does not answer. It said:\n{shop.log.read_text()[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(25)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # its children notice and end themselves
        process.wait()


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextlib.contextmanager
def _stores() -> Iterator[dict[str, str]]:
    """Where the tests run on PostgreSQL, two databases on the same server; else nothing, and the shop uses files."""
    given = {name: os.environ.get(name, "") for name in STORES}
    if not all(url.startswith("postgres") for url in given.values()):
        yield {}
        return
    import psycopg

    own = secrets.token_hex(4)  # a process may serve several shops at once
    names = {variable: f"{variable.split('_')[1].lower()}_browser_{own}" for variable in STORES}
    with contextlib.ExitStack() as tidy:
        for variable, name in names.items():
            server = tidy.enter_context(psycopg.connect(given[variable], autocommit=True))
            server.execute(f'CREATE DATABASE "{name}"')
            tidy.callback(server.execute, f'DROP DATABASE "{name}" WITH (FORCE)')
        yield {
            variable: urlunsplit(urlsplit(given[variable])._replace(path=f"/{name}"))
            for variable, name in names.items()
        }
