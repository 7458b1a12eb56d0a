"""Counting beside the log of visits: countries without an address, and numbers that outlive every key."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.office.conftest import hired, signed_in
from tests.visits.counting.test_counting import counts, visitor
from tests.visits.log.conftest import NETWORKS
from troth import gate
from troth.vault.models import Record
from troth.visits import counting, flushing, log
from troth.visits.counting import buffer
from troth.visits.log import buffer as log_buffer
from troth.visits.log import networks
from troth.visits.models import Count
from troth.visits.models.counting import What
from troth.visits.practice.mmdb import write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(flushing, "close_old_connections", lambda: None)
    for waiting in (buffer._waiting, log_buffer._waiting):
        waiting.clear()
    yield
    for waiting in (buffer._waiting, log_buffer._waiting):
        waiting.clear()


def test_figures_are_the_same_after_every_key_of_visits_is_destroyed() -> None:
    for _each in range(30):
        visitor().get("/", headers={"sec-fetch-site": "none"})
    counting.flush()
    log.flush()
    before = [*Count.objects.order_by("pk").values_list("day", "what", "name", "many")]
    page = signed_in(hired("marketing")).get("/office/figures/visitors/file/?as=csv").content
    assert Record.objects.filter(kind="visit").exists()

    gate.expire(after_standstill=True, now=datetime.now(UTC) + timedelta(days=60))
    assert not Record.objects.filter(kind="visit").exists()
    assert [*Count.objects.order_by("pk").values_list("day", "what", "name", "many")] == before
    assert before
    assert b"30" in page


def test_countries_are_counted_where_a_network_database_is_supplied(tmp_path: Path, settings: Any) -> None:
    settings.TROTH = replace(settings.TROTH, networks=(write(tmp_path / "networks.mmdb", NETWORKS),))
    networks._opened.cache_clear()
    for address in ("203.0.113.77", "203.0.113.9", "198.51.100.7", "10.1.2.3"):
        visitor().get("/", headers={"sec-fetch-site": "none"}, REMOTE_ADDR=address)
    assert counts(What.COUNTRY) == {"US": 2, "DE": 1, "": 1}
    assert not Count.objects.filter(name__contains="203.0").exists()


def test_without_one_no_address_is_even_put_aside() -> None:
    visitor().get("/", headers={"sec-fetch-site": "none"}, REMOTE_ADDR="203.0.113.77")
    assert [each.address for each in buffer._waiting] == [None]
    assert counts(What.COUNTRY) == {}


def test_a_worker_that_ends_counts_what_it_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked worker leaves by multiprocessing's own way out, where nothing that `atexit` knows is called."""
    ours, theirs = multiprocessing.Pipe()
    monkeypatch.setattr(flushing, "SECOND", 3600.0)
    monkeypatch.setattr(flushing, "close_old_connections", lambda: None)
    monkeypatch.setattr(buffer.flushing, "_flush", lambda: theirs.send("counted"))
    worker = multiprocessing.get_context("fork").Process(target=buffer.begin)
    worker.start()
    worker.join(20)
    assert ours.poll(1)
    assert ours.recv() == "counted"
