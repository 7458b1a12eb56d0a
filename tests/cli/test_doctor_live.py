"""`troth doctor` about a shop that is to go live, asked from outside as its operator would: real files, a real mail server.

A shop that lacks nothing is fit; take any one thing away, and that thing is named, and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.channels.smtp_server import Server, free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DAY = 24 * 3600
Change = Callable[["LiveShop"], dict[str, str]]


@dataclass(frozen=True)
class LiveShop:
    place: Path
    env: dict[str, str]

    def troth(self, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "troth.cli.main", *words]
        env = {**self.env, **changed}
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    def unfit(self, **changed: str) -> dict[str, str]:
        ran = self.troth("doctor", "--json", **changed)
        assert ran.stdout, ran.stderr
        found = {each["what"]: each["says"] for each in json.loads(ran.stdout) if each["state"] == "unfit"}
        assert ran.returncode == (1 if found else 0)
        return found


@pytest.fixture(scope="module")
def mail_server() -> Iterator[str]:
    controller = Controller(Server(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory, mail_server: str) -> LiveShop:
    """A prepared shop that lacks nothing. Tests work on copies of it."""
    place = tmp_path_factory.mktemp("live")
    (place / "backups").mkdir()
    (place / "backups" / "last.tar").write_text("x")
    shutil.copytree(ROOT / "policies" / "celloramatech", place / "policy")
    policy = place / "policy" / "policy.yaml"
    policy.write_text(policy.read_text().replace("cellorama.example.com", "cellorama.org"))
    shop = LiveShop(place, environment(place, mail_server))
    made = shop.troth("serve", "--prepare-only")
    assert made.returncode == 0, made.stderr
    return shop


def environment(place: Path, mail_server: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "PORT", "DJANGO_"))}
    return {
        **clean,
        "PYTHONPATH": str(ROOT),
        "TROTH_MODE": "live",
        "TROTH_HOME": str(place / "home"),
        "TROTH_KEYS": str(place / "keys"),
        "TROTH_POLICY": str(place / "policy"),
        "TROTH_BACKUPS": str(place / "backups"),
        "TROTH_PROXIES": "127.0.0.1",
        "TROTH_BASE_URL": "https://shop.cellorama.org",
        "TROTH_HOSTS": "www.cellorama.org",
        "TROTH_SMTP_URL": mail_server,
        "TROTH_MAIL_FROM": "shop@cellorama.org",
        "TROTH_PAYMENT": "stripe",
        "TROTH_STRIPE_KEY": "sk_live_0123456789abcdef",
        "TROTH_STRIPE_WEBHOOK_SECRET": "whsec_0123456789abcdef",
        "TROTH_CARRIER": "table",
    }


@pytest.fixture
def shop(fit: LiveShop, tmp_path: Path) -> LiveShop:
    """A copy to take something away from."""
    shutil.copytree(fit.place, tmp_path / "live")
    moved = {name: value.replace(str(fit.place), str(tmp_path / "live")) for name, value in fit.env.items()}
    return LiveShop(tmp_path / "live", moved)


def said(**settings: str) -> Change:
    return lambda shop: settings


def stale(shop: LiveShop) -> dict[str, str]:
    _aged(shop.place / "backups" / "last.tar", days=3)
    return {}


def keys_beside_backups(shop: LiveShop) -> dict[str, str]:
    return {"TROTH_BACKUPS": str(shop.place)}


def keys_for_everybody(shop: LiveShop) -> dict[str, str]:
    (shop.place / "keys" / "django.key").chmod(0o644)
    return {}


def ring_stands_still(shop: LiveShop) -> dict[str, str]:
    _aged(shop.place / "keys" / "epochs" / "1.key", days=30)
    return {}


def tables_of_yesterday(shop: LiveShop) -> dict[str, str]:
    with sqlite3.connect(shop.place / "home" / "vault.sqlite3") as vault:
        vault.execute(
            "DELETE FROM django_migrations WHERE app = 'vault' AND id = (SELECT max(id) FROM "
            "django_migrations WHERE app = 'vault')"
        )
    return {}


def nobody_at_the_mail_server(shop: LiveShop) -> dict[str, str]:
    return {"TROTH_SMTP_URL": f"smtp://127.0.0.1:{free_port()}"}


def _aged(file: Path, days: int) -> None:
    then = time.time() - days * DAY
    os.utime(file, (then, then))


def test_a_shop_that_lacks_nothing_is_fit(fit: LiveShop) -> None:
    told = fit.troth("doctor")
    assert told.stdout.endswith("This shop is fit to run.\n"), told.stdout
    assert told.returncode == 0
    assert "UNFIT" not in told.stdout


@pytest.mark.parametrize(
    ("lacks", "named", "remedy"),
    [
        (said(TROTH_HOSTS="*"), "hosts", "TROTH_HOSTS"),
        (said(TROTH_HOSTS=".cellorama.org"), "hosts", "TROTH_HOSTS"),
        (said(TROTH_SMTP_URL=""), "mail", "TROTH_SMTP_URL"),
        (said(TROTH_MAIL_FROM="shop@celloramatech.example"), "mail", "TROTH_MAIL_FROM"),
        (nobody_at_the_mail_server, "mail", "TROTH_SMTP_URL"),
        (said(TROTH_PAYMENT="practice"), "payment", "TROTH_PAYMENT"),
        (said(TROTH_CARRIER="practice"), "carrier", "TROTH_CARRIER"),
        (said(TROTH_POLICY=str(ROOT / "policies" / "celloramatech")), "contact", "policy.yaml"),
        (said(TROTH_BACKUPS=""), "backups", "TROTH_BACKUPS"),
        (said(TROTH_BACKUPS="/nowhere/at/all"), "backups", "make one"),
        (said(TROTH_PROXIES=""), "visitors' addresses", "TROTH_PROXIES"),
        (stale, "backups", "back up now"),
        (keys_beside_backups, "backups", "TROTH_KEYS"),
        (keys_for_everybody, "key files", "chmod"),
        (ring_stands_still, "key ring", "troth keys rotate"),
        (tables_of_yesterday, "vault store", "--prepare-only"),
    ],
)
def test_each_thing_it_lacks_is_named_and_nothing_else(shop: LiveShop, lacks: Change, named: str, remedy: str) -> None:
    unfit = shop.unfit(**lacks(shop))
    assert list(unfit) == [named], unfit
    assert remedy in unfit[named]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TROTH_BASE_URL", "http://shop.cellorama.org"),
        ("TROTH_BASE_URL", ""),
        ("TROTH_KEYS", "inside"),
        ("TROTH_MODE", ""),
    ],
)
def test_what_could_not_be_safe_does_not_even_start(shop: LiveShop, setting: str, value: str) -> None:
    told = str(shop.place / "home" / "keys") if value == "inside" else value
    ended = shop.troth("doctor", **{setting: told})
    assert ended.returncode == 2
    assert setting in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def served(shop: LiveShop) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "troth.cli.main", "serve", "--port", str(port)]
    said = (shop.place / "said.txt").open("wb")
    process = subprocess.Popen(command, env=shop.env, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and asked(port, "/healthz")[0] != 200:
            assert process.poll() is None, (shop.place / "said.txt").read_text()
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(30)
        said.close()


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words: Any) -> None:
        return None


def asked(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """What the proxy gets that takes the TLS off, or somebody who comes past it."""
    told = {"Host": "shop.cellorama.org", "X-Forwarded-Proto": "https", **headers}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={k: v for k, v in told.items() if v})
    try:
        with urllib.request.build_opener(Stays).open(request, timeout=10) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}
    except urllib.error.HTTPError as answer:
        return answer.code, {name.lower(): value for name, value in answer.headers.items()}
    except OSError:
        return 0, {}


def test_behind_its_proxy_it_is_strict_and_has_no_practice_part(served: int) -> None:
    status, headers = asked(served, "/account/login/")
    assert status == 200
    assert "max-age=63072000" in headers["strict-transport-security"]
    cookie = headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    past = {"X-Forwarded-Proto": ""}
    assert asked(served, "/", **past)[1]["location"] == "https://shop.cellorama.org/"
    assert asked(served, "/", Host="localhost")[0] == 400
    assert asked(served, "/", Host="evil.example", **{"X-Forwarded-Host": "shop.cellorama.org"})[0] == 400
    for path in ("/practice/outbox/", "/practice/till/x/", "/checkout/webhook/practice/"):
        assert asked(served, path)[0] in (404, 405), path
