"""The revision is read without a query while nothing was written, and never late."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.catalog.counting import statements
from tests.storefront.shop.conftest import stocked
from troth.storefront import freshness

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL is asked each time"),
]


@pytest.fixture(autouse=True)
def _start() -> Iterator[None]:
    stocked()
    freshness._last.clear()
    settle()
    yield
    freshness._last.clear()


def settle() -> None:
    time.sleep(freshness.SETTLED_NS / 1e9 * 1.5)


def elsewhere(sql: str) -> None:
    """Another process writes."""
    other = sqlite3.connect(connection.settings_dict["NAME"])
    with other:
        other.execute(sql)
    other.close()


def test_a_kept_page_takes_no_query_at_all(client: Client) -> None:
    client.get("/")
    with statements() as sent:
        client.get("/")
    assert sent == []


def test_a_change_by_another_process_is_seen_by_the_very_next_page(client: Client) -> None:
    client.get("/")
    for number in range(20):
        elsewhere("UPDATE catalog_catalogue SET revision = revision + 1")
        elsewhere(f"UPDATE catalog_category SET name = 'Glass no. {number}' WHERE slug = 'glassware'")
        elsewhere("UPDATE catalog_catalogue SET revision = revision + 1")
        assert f"Glass no. {number}".encode() in client.get("/").content


def test_without_waiting_for_the_clock_to_settle_a_change_could_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: two commits within one tick of the file's clock look like one to whoever trusts the stamp."""
    monkeypatch.setattr(freshness, "_state", lambda path: (time.time_ns(), 1))
    assert freshness._stamp() is None


def test_the_state_is_never_remembered_inside_a_transaction() -> None:
    from django.db import transaction

    freshness.now()
    with transaction.atomic(), statements() as sent:
        freshness.now()
        freshness.now()
    assert len(sent) == 2


def test_another_write_costs_one_query_and_changes_nothing() -> None:
    before = freshness.now()
    elsewhere("UPDATE catalog_product SET position = position")
    with statements() as sent:
        assert freshness.now() == before
    assert len(sent) == 1


def test_a_shop_without_categories_still_has_a_revision() -> None:
    elsewhere("DELETE FROM catalog_product_categories")
    elsewhere("UPDATE catalog_catalogue SET revision = 77")
    assert freshness.now() == freshness.Front(77, ())
