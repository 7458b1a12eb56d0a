"""The account room's tests: visitors, their mailboxes, and what must be found nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from tests import apart
from tests.cast import ADA, PASSPHRASE, Customer
from troth.channels.models import Message
from troth.channels.queue import send_due
from troth.people import evenly

FORM = {"country": "US", "organization_country": "", "telephone": ""}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting, cheap hashes and fresh limits for every test."""
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    cache.clear()
    for letter in outbox().glob("*"):
        letter.unlink()
    yield
    cache.clear()


def outbox() -> Path:
    place: Path = settings.TROTH.home / "outbox"
    place.mkdir(parents=True, exist_ok=True)
    return place


def sign_up(client: Client, who: Customer = ADA, **told: str) -> Any:
    data = {"email": who.email, "password1": PASSPHRASE, "name": who.name, **FORM, **told}
    return client.post("/account/signup/", data)


def sign_in(client: Client, email: str = ADA.email, password: str = PASSPHRASE) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def post_office() -> list[str]:
    """Let everything leave that is queued; the letters, oldest first, as text with their lines joined."""
    before = set(outbox().glob("*.eml"))
    send_due()
    letters = sorted(set(outbox().glob("*.eml")) - before, key=lambda each: each.stat().st_mtime_ns)
    return [letter.read_text().replace("=\n", "").replace("=3D", "=") for letter in letters]


def link_in(letter: str, path: str) -> str:
    """The path of the first link to `path` in a letter."""
    found = re.search(rf"https?://[^\s\"<>]*?({re.escape(path)}[^\s\"<>]*)", letter)
    assert found, f"no link to {path}"
    return found.group(1)


def member(client: Client, who: Customer = ADA, **told: str) -> Client:
    """Sign up, follow the link, and be in."""
    sign_up(client, who, **told)
    (letter,) = post_office()
    client.post(link_in(letter, "/account/confirm/"))
    return client


def everything_stored() -> str:
    """Every cell of both stores, decoded the way an attacker with the files would read it."""
    cells: list[str] = []
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                cells += [_readable(cell) for row in cursor.fetchall() for cell in row]
    cells += [repr(value) for value in getattr(cache, "_cache", {}).values()]
    cells += [str(key) for key in getattr(cache, "_cache", {})]
    cells += [*_sessions(), *_files()]
    return "\n".join(cells).casefold()


def queued() -> list[str]:
    return list(Message.objects.filter(state="queued").values_list("template", flat=True))


def _readable(cell: Any) -> str:
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell).decode("latin-1")
    return str(cell)


def _files() -> list[str]:
    """The databases' own files, journals included, where they are files."""
    files = [path for path in settings.TROTH.home.glob("*.sqlite3*") if path.is_file()]
    return [apart.read(path).decode("latin-1") for path in files]


def _sessions() -> list[str]:
    from troth.people.models import Session

    return [str(row.get_decoded()) for row in Session.objects.all()]
