"""Every worker that takes an import of the office is killed: the run is ended with words, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_CUSTOMERS, in_shopify, sheet
from tests.intake.looks import vault
from tests.office.conftest import Comes, comes  # noqa: F401  (a fixture, found by its name)
from troth import gate
from troth.catalog.importing import folder, unworked
from troth.catalog.models import ImportRun, RunState
from troth.intake import kinds
from troth.intake.models import Taken
from troth.intake.taking_contacts import TakingContacts
from troth.tasks import worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PEOPLE = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN))
TRIES = 3


class Killed(BaseException):
    """The process ends here: nothing catches it, and nothing is tidied up."""


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def paul(comes: Comes) -> Client:  # noqa: F811  (the fixture)
    browser = comes("privacy_officer")
    browser.get("/office/")
    return browser


def looked_through(browser: Client) -> str:
    answer = browser.post("/office/imports/", {"file": SimpleUploadedFile("any.csv", PEOPLE), "currency": ""})
    return str(answer["Location"])


def killed_at_every_try() -> None:
    for _ in range(TRIES):
        with pytest.raises(Killed):
            worker.run_due()
        worker.recover(timezone.now() + timedelta(hours=1))
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    assert worker.run_due() == 0, "it is given up"


def state() -> str:
    return ImportRun.objects.get().state


def dies_after_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    carries_out: Callable[..., None] = TakingContacts._carry_out

    def once(self: TakingContacts, plans: Any) -> None:
        carries_out(self, plans)
        raise Killed

    monkeypatch.setattr("troth.intake.taking_contacts.AT_ONCE", 1)
    monkeypatch.setattr(TakingContacts, "_carry_out", once)


def test_an_import_is_said_to_have_broken_off_and_can_be_taken_back(
    paul: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vault()
    address = looked_through(paul)
    worker.run_due()
    paul.post(f"{address}start/")
    with monkeypatch.context() as here:
        dies_after_the_first(here)
        killed_at_every_try()
    assert (state(), gate.persons_at(ADA.email) != []) == (RunState.RUNNING, True), (
        "the control: it stands there half done"
    )

    assert [run.ref for run in unworked.end_given_up()] == [ImportRun.objects.get().ref]
    page = paul.get(address)
    assert "The import broke off" in page.content.decode()
    assert "Refresh" not in page, "nobody looks for progress any more"

    paul.post(f"{address}undo/")
    worker.run_due()
    assert (state(), Taken.objects.count(), vault()) == (RunState.UNDONE, 0, before)


def test_it_can_be_gone_on_with_instead(paul: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = looked_through(paul)
    worker.run_due()
    paul.post(f"{address}start/")
    with monkeypatch.context() as here:
        dies_after_the_first(here)
        killed_at_every_try()
    unworked.end_given_up()
    paul.post(f"{address}start/")
    worker.run_due()
    assert (state(), [len(gate.persons_at(each.email)) for each in (ADA, BEN)]) == (RunState.DONE, [1, 1])


def test_an_undo_that_was_killed_can_be_asked_for_again(paul: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = vault()
    address = looked_through(paul)
    worker.run_due()
    paul.post(f"{address}start/")
    worker.run_due()
    paul.post(f"{address}undo/")

    def dies(*_told: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as here:
        here.setattr(kinds, "undone", dies)
        killed_at_every_try()
    assert state() == RunState.UNDOING, "the control"
    unworked.end_given_up()
    paul.post(f"{address}undo/")
    worker.run_due()
    assert (state(), vault()) == (RunState.UNDONE, before)


def test_a_look_that_was_killed_says_so_and_keeps_no_file(paul: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = looked_through(paul)

    def dies(*_told: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as here:
        here.setattr(kinds, "_read", dies)
        killed_at_every_try()
    assert state() == RunState.LOOKING, "the control"
    unworked.end_given_up()
    assert "every try broke off" in paul.get(address).content.decode()
    assert not folder.sent(ImportRun.objects.get().ref).exists()


@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_nothing_is_ended_that_a_task_is_about(paul: Client, status: str) -> None:
    looked_through(paul)
    DBTaskResult.objects.update(status=status, started_at=timezone.now())
    assert unworked.end_given_up() == []
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert len(unworked.end_given_up()) == 1, "the control"


def test_what_a_command_began_is_left_to_its_lock() -> None:
    ImportRun.objects.create(kind="products", state=RunState.RUNNING, by=None)
    assert unworked.end_given_up() == []
