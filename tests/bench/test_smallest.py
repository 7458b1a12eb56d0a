"""Every part of the bench runs at the smallest size, and says what docs/measures.md quotes. Nothing is timed here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.parts import PARTS, Run, Tables
from bench.sizes import TINY
from bench.stores import NoServer, postgresql

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(Path(tmp_path_factory.mktemp("bench")), TINY)


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    try:
        with postgresql() as stores:
            yield Run(Path(tmp_path_factory.mktemp("bench")), TINY, stores)
    except NoServer as none:
        pytest.skip(str(none))


def column(tables: Tables, title: str, name: str) -> list[object]:
    return [row[name] for row in tables[title]]


def test_pages_and_checkout_of_both_builds(run):
    tables = PARTS["pages"](run)
    (checkout,) = tables["Guest checkout"]
    assert checkout["SQL vault"] > checkout["plain SQL vault"] > 0
    # The shop's half is the same program; a shelf that another process has just changed costs a query more now and then.
    assert abs(checkout["SQL shop"] - checkout["plain SQL shop"]) <= 4
    kept = [row for row in tables["Pages"] if row["cache"] == "kept"]
    assert {row["SQL shop"] + row["SQL vault"] for row in kept} == {0}
    assert all(row["1: /s"] > 0 and row["4: p99 ms"] > 0 for row in tables["Pages"])
    assert all(size > 0 for size in column(tables, "Memory, PSS in MiB", "after the run"))


def test_page_weight(run):
    assert all(
        weight < 60 for weight in column(PARTS["weight"](run), "Page weight without pictures", "all kB compressed")
    )


def test_verbs_beside_plain_tables(run):
    tables = PARTS["uses"](run)
    assert all(cost > 0 for cost in column(tables, "Parts of a decision (µs of CPU)", "µs"))
    assert len(tables["Verbs of the gate beside plain tables"]) == 4


def test_erasing_and_audience_by_size(run):
    tables = PARTS["growing"](run)
    assert column(tables, "Erasing one person, by size of the shop", "people") == list(TINY.people)
    assert all(row["reached"] == row["streamed"] <= row["people"] for row in tables["Audience of a mailing"])


def test_ledger(run):
    told = {row["what"]: row["figure"] for row in PARTS["ledger"](run)["Ledger"]}
    assert told["entries"] == TINY.entries
    assert told["proof, bytes"] < 1500


def test_the_same_on_postgresql(on_postgresql):
    """Each build in databases of its own; the database's processes are counted apart from the server's."""
    (checkout,) = PARTS["pages"](on_postgresql)["Guest checkout"]
    assert checkout["SQL vault"] > checkout["plain SQL vault"] > 0
    assert checkout["CPU ms of the database"] > 0
    told = {row["what"]: row["figure"] for row in PARTS["ledger"](on_postgresql)["Ledger"]}
    assert (told["store"], told["entries"]) == ("postgresql", TINY.entries)
