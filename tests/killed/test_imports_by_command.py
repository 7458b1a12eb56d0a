"""A command that brings in a file is killed, really: its run does not stand as under way for ever, and the file goes in whole."""

from __future__ import annotations

import argparse
import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_ORDERS, ordered_at_shopify, sheet
from tests.payments.crashing import killed_at
from troth.catalog import importing
from troth.catalog.importing import folder, working
from troth.catalog.importing.pictures import runs
from troth.catalog.models import ImportRun, Product, ProductImage, RunState
from troth.cli import catalog, intake
from troth.intake.models import Taken
from troth.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "vault"]),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]
GOODS = (
    b"Handle,Title,Variant SKU,Variant Price,Image Src\nmug,Mug,M,18,https://cdn.example.com/mug.jpg\nbowl,Bowl,B,30,\n"
)


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


def troth(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    groups = parser.add_subparsers()
    catalog.register(groups)
    intake.register(groups)
    told = parser.parse_args([str(word) for word in words])
    return int(told.run(told))


def file_of(place: Path, content: bytes) -> Path:
    path = place / "sent.csv"
    path.write_bytes(content)
    return path


ORDERS = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#1002"))
COMMANDS: dict[str, tuple[bytes, tuple[str, ...], Callable[[], int]]] = {
    "products": (GOODS, ("catalog", "import"), lambda: Product.objects.count()),
    "orders": (ORDERS, ("intake", "import"), lambda: Order.objects.count()),
}


def killed_while_running(act: Callable[[], object]) -> ImportRun:
    """The first step at which a run stands as under way after the kill."""
    for step in range(6, 400, 6):
        assert killed_at(step, act), "it came to its end and never stood there half done"
        found = ImportRun.objects.filter(state=RunState.RUNNING).first()
        if found is not None:
            return found
    raise AssertionError("it never ran")


@pytest.mark.parametrize("what", COMMANDS)
def test_the_next_command_ends_it_and_the_same_file_goes_in_whole(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words, count = COMMANDS[what]
    file = file_of(tmp_path, content)
    run = killed_while_running(lambda: troth(*words, file))
    capsys.readouterr()

    assert troth(*words, file) == 0
    said = capsys.readouterr().err
    assert "broke off" in said
    assert f"troth {words[0]} undo {run.ref}" in said
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert count() == 2
    assert not ImportRun.objects.filter(state=RunState.RUNNING).exists()
    assert troth(*words, file) == 0
    assert "broke off" not in capsys.readouterr().err


def test_what_it_did_can_be_taken_back(tmp_path: Path) -> None:
    file = file_of(tmp_path, ORDERS)
    killed_while_running(lambda: troth("intake", "import", file))
    troth("intake", "import", file)
    for run in ImportRun.objects.all():
        troth("intake", "undo", str(run.ref))
    assert (Order.objects.count(), Taken.objects.count()) == (0, 0)


def test_a_killed_look_leaves_nothing(tmp_path: Path) -> None:
    file = file_of(tmp_path, ORDERS)
    for step in range(0, 60, 6):
        killed_at(step, lambda: troth("intake", "import", file, "--dry-run"))
        if ImportRun.objects.exists():
            break
    else:
        raise AssertionError("it was never under way")
    assert working.end_abandoned() == []
    assert not ImportRun.objects.exists()


def test_pictures_can_be_brought_after_a_killed_errand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importing.import_file(file_of(tmp_path, GOODS))
    assert ProductImage.objects.exists()

    def dies() -> None:
        runs.go_on = lambda *_args, **_named: os.kill(os.getpid(), signal.SIGKILL)  # in the child alone
        troth("catalog", "pictures", "--from", "cdn.example.com")

    assert killed_at(10_000, dies)
    assert ImportRun.objects.get().state == RunState.RUNNING
    runs.begun(["cdn.example.com"])  # Busy, without the mend
    assert sorted(ImportRun.objects.values_list("state", flat=True)) == [RunState.FAILED, RunState.WAITING]


# -- who is at work stays so


@pytest.fixture
def at_work() -> Iterator[ImportRun]:
    ref = uuid.uuid4()
    with working.at_work(ref):
        yield ImportRun.objects.create(ref=ref, kind="products", state=RunState.RUNNING)


def test_nobodys_work_is_ended_who_is_still_at_it(at_work: ImportRun) -> None:
    ImportRun.objects.update(made_at=timezone.now() - timedelta(days=3))
    assert working.end_abandoned() == []
    at_work.refresh_from_db()
    assert at_work.state == RunState.RUNNING


def test_the_offices_runs_are_left_to_their_tasks() -> None:
    ImportRun.objects.create(kind="products", state=RunState.RUNNING, by=7)
    ImportRun.objects.update(made_at=timezone.now() - timedelta(days=3))
    assert working.end_abandoned() == []


def test_a_run_that_nothing_is_known_of_is_given_a_day() -> None:
    run = ImportRun.objects.create(kind="products", state=RunState.RUNNING)
    assert working.end_abandoned() == []
    ImportRun.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert working.end_abandoned() == [run]


def test_what_is_taken_back_with_its_transaction_is_ended_by_the_next(tmp_path: Path) -> None:
    """As by a click that finds another errand under way."""
    ref = uuid.uuid4()
    with suppress(InterruptedError), working.at_work(ref):
        run = ImportRun.objects.create(ref=ref, kind="products", state=RunState.RUNNING)
        raise InterruptedError
    with suppress(runs.Busy), transaction.atomic():
        assert working.end_abandoned() == [run]
        raise runs.Busy
    assert working.end_abandoned() == [run]
    assert not (folder.root() / str(ref) / "working").exists()


def test_a_command_that_ended_leaves_no_folder(tmp_path: Path) -> None:
    assert troth("catalog", "import", file_of(tmp_path, GOODS)) == 0
    assert list(folder.root().iterdir()) == []
