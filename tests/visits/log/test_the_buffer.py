"""Between request and vault: what is kept of a referrer, and what becomes of visits when the vault or the process ends."""

from __future__ import annotations

import multiprocessing
import time
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from tests.visits.log.conftest import came
from troth import gate
from troth.visits import flushing
from troth.visits.log import buffer, flush, note
from troth.visits.log.came import referrer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_the_vault_did_not_take_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    note(came())

    def locked(*_told: Any, **_more: Any) -> int:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(gate, "note", locked)
        with pytest.raises(DatabaseError):
            flush()
        assert not buffer.flushing.tried()
    assert flush() == 1


def test_a_vault_that_never_answers_does_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(buffer._waiting, "most", 10)
    monkeypatch.setattr(gate, "note", lambda *_told, **_more: 1 / 0)
    for number in range(25):
        note(came(f"203.0.113.{number}"))
    assert not buffer.flushing.tried()
    assert len(buffer._waiting) == 10
    assert buffer._waiting[-1].peer == "203.0.113.24"  # the newest stay
    assert "visit log: 15 were dropped" in caplog.text
    assert "203.0.113" not in caplog.text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://search.example/find?q=ada+marlowe&token=1#part", "search.example/find"),
        ("https://ada:secret@blog.example:8443/tubes/", "blog.example:8443/tubes/"),
        ("https://mail.example/inbox/ada.marlowe@example.com/7", "mail.example/inbox/…"),
        ("https://mail.example/inbox/ada%40example.com", "mail.example/inbox/…"),
        ("https://forum.example/reset/9f8d7c6b5a4e3d2c1b0a9f8e/now", "forum.example/reset/…"),
        (
            "https://blog.example/ten-quiet-tools-for-a-small-laboratory",
            "blog.example/ten-quiet-tools-for-a-small-laboratory",
        ),
        ("https://shop.example/account/orders/T-7K4Q93/", ""),
        ("android-app://com.example.reader/", ""),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_of_a_referrer_site_and_path_are_kept_and_no_more(said: str, kept: str) -> None:
    assert referrer(said, "shop.example:443") == kept
    assert len(referrer("https://long.example/" + "a-" * 900, "shop.example")) == 200


def test_a_batch_waits_until_there_are_enough_or_the_oldest_has_waited_long_enough() -> None:
    """A batch is an entry that stays for good: one request a second must not make one a second."""
    assert not buffer.is_due()
    note(came(at=time.time() - 25))
    note(came())
    assert not buffer.is_due()
    for _each in range(498):
        note(came())
    assert buffer.is_due()
    buffer._waiting.clear()
    note(came(at=time.time() - 31))
    note(came())
    assert buffer.is_due()


def test_one_visit_a_second_is_two_entries_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three minutes of a quiet shop, in a few milliseconds."""
    batches: list[int] = []
    monkeypatch.setattr(gate, "note", lambda _kind, batch, **_more: batches.append(len(batch)) or len(batch))
    begun = time.time()
    for second in range(180):
        monkeypatch.setattr(buffer.time, "time", lambda second=second: begun + second)
        note(came(at=begun + second))
        if buffer.is_due():
            flush()
    assert len(batches) <= 6
    assert sum(batches) >= 150


def test_no_more_of_a_header_waits_than_is_read() -> None:
    long = "x" * 60_000
    told = {"user-agent": long, "referer": f"https://journal.example/{long}", "x-forwarded-for": f"{long}, 192.0.2.7"}
    Client(headers=told).get("/products/")
    (waits,) = buffer._waiting
    assert len(repr(waits)) < 2_500
    assert waits.forwarded == " 192.0.2.7"


def test_a_worker_that_is_stopped_hands_over_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """As granian ends its forked workers: the process runs out, nobody calls anything."""
    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()
    monkeypatch.setattr(gate, "note", lambda kind, batch, **_more: told.put(len(batch)) or len(batch))
    monkeypatch.setattr(flushing, "SECOND", 3600.0)  # no batch of its own accord

    def worker() -> None:
        note(came(page="/drawn-before-the-fork/"))
        buffer.begin()
        for _each in range(3):
            note(came())

    process = fork.Process(target=worker)
    process.start()
    process.join(30)
    assert process.exitcode == 0
    assert told.get() == 3
