"""What the whole house leaves behind: nothing of anybody in the stores, the cache, the queue, the sessions or the logs.

`tests/browser/test_canary.py` looks at a served shop from outside; here the control is run as well: a house whose seals
are taken off, in which the same finder finds everybody.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connections

from tests import places, world
from tests.cast import ADA, BEN, CHIARA
from tests.finder import found, marks_of
from troth.people import evenly
from troth.people.models import Session
from troth.recipients import till_counter
from troth.vault import seal

pytestmark = pytest.mark.django_db

MARKS = marks_of(ADA, BEN, CHIARA)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def cells(store: str) -> Iterator[tuple[str, bytes]]:
    connection = connections[store]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        yield f"{table}.{column}", _bytes(value)


def beside() -> Iterator[tuple[str, bytes]]:
    """The caches, as they lie in memory and in their file, and what sessions say once decoded."""
    yield from (("limits", f"{name} {value}".encode()) for name, value in caches["limits"].rows())  # type: ignore[attr-defined]
    kept = getattr(cache, "_cache", {})
    yield from (("cache", str(key).encode() + b" " + _bytes(value)) for key, value in kept.items())
    yield from (("session", repr(row.get_decoded()).encode()) for row in Session.objects.all())


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def everybody_looks_around() -> None:
    """Each visitor opens every page of theirs once."""
    everybody = world.made()
    for who in world.EVERYBODY:
        browser = everybody.client(who)
        for address, place in places.OURS.items():
            browser.get(places.filled(address, everybody.names(who), place.token))


def test_nobody_is_found_after_everybody_looked_around(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        everybody_looks_around()
    assert found(MARKS, cells("default")) == []
    assert found(MARKS, cells("vault")) == []
    assert found(MARKS, beside()) == []
    assert found(MARKS, [("log", caplog.text.encode())]) == []


def test_with_the_seals_taken_off_the_same_search_finds_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "seal", lambda cipher, plain, bound_to: plain)
    monkeypatch.setattr(seal, "open_sealed", lambda cipher, sealed, bound_to: bytes(sealed))
    everybody_looks_around()
    seen = " ".join(found(MARKS, cells("vault")))
    for mark in (
        mark for customer in (ADA, BEN, CHIARA) for mark in (customer.name, customer.email, customer.street_address)
    ):
        assert mark in seen
    assert found(MARKS, cells("default")) == []  # the shop store holds nobody, sealed or not


@pytest.mark.parametrize("how", ["utf-8", "utf-16-le", "hex", "base64", "inside base64", "URL", "upper"])
def test_the_search_finds_a_name_however_it_is_written(how: str) -> None:
    import base64
    from urllib.parse import quote

    text = BEN.street_address
    written = {
        "utf-8": text.encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "hex": text.encode().hex().upper().encode(),
        "base64": base64.b64encode(text.encode()),
        "inside base64": base64.b64encode(f'{{"street_address":"{text}"}}'.encode()),
        "URL": quote(text).encode(),
        "upper": text.upper().encode(),
    }[how]
    assert found([text], [("here", b"before" + written + b"after")])
