"""A file of people met at a show goes the way of all files: looked through, brought in the background, taken back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import ADA, BEN
from tests.intake.looks import vault
from tests.leads.met import HEAD, at, said_of
from tests.office.conftest import Comes, comes, member  # noqa: F401  (fixtures, found by their names)
from troth import gate, people
from troth.catalog.importing import folder
from troth.catalog.models import ImportRun, RunState
from troth.channels.models import Message
from troth.leads.models import Met, NewsAsked, ShowNotes
from troth.leads.shows import noting, rows
from troth.leads.shows.noting import Noting
from troth.tasks import worker
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SHOW = {"show": "Lab Days", "place": "Boston", "day": "2026-01-02"}
PEOPLE = (
    HEAD
    + "dora@example.com,Dora Nagy,US,Institut Muster,Buyer,yes\n"
    + f"{ADA.email},Somebody Else,DE,Prahl,Head,no\n"
    + "evi@example.com,Evi Roth,DE,Prahl,,Special offers\n"
    + "odd,,,,,\n"
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def mia(comes: Comes) -> Client:  # noqa: F811  (the fixture)
    browser = comes("marketing")
    browser.get("/office/")  # takes her seat
    return browser


def send(browser: Client, content: str | bytes, **changes: str) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return browser.post("/office/shows/file/", {**SHOW, **changes, "file": SimpleUploadedFile("any.csv", content)})


def looked_through(browser: Client, content: str | bytes) -> str:
    answer = send(browser, content)
    assert answer.status_code == 302, answer.content.decode()
    worker.run_due()
    return str(answer["Location"])


def brought(browser: Client, content: str | bytes) -> str:
    address = looked_through(browser, content)
    browser.post(f"{address}start/")
    worker.run_due()
    return address


def state() -> str:
    return ImportRun.objects.get().state


def test_it_is_looked_through_brought_in_and_taken_back(mia: Client) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    before = vault()
    address = looked_through(mia, PEOPLE)
    page = mia.get(address, follow=True).content.decode()
    for words in ("2 new", "1 known here; where they work was added", "Lab Days, Boston", "1 row is not imported"):
        assert words in page
    assert "2 people said yes to news" in page
    assert (vault(), ShowNotes.objects.count(), Message.objects.count()) == (before, 0, 0), "nothing is kept"

    mia.post(f"{address}start/")
    worker.run_due()
    assert (state(), ShowNotes.objects.get().people, NewsAsked.objects.count()) == (RunState.DONE, 3, 2)
    assert said_of(ada) == "declined"
    assert not folder.sent(ImportRun.objects.get().ref).exists()

    mia.post(f"{address}undo/")
    worker.run_due()
    assert (state(), ShowNotes.objects.count(), Met.objects.count(), NewsAsked.objects.count()) == ("undone", 0, 0, 0)
    assert gate.persons_at("dora@example.com") == []
    assert Record.objects.filter(kind="lead").count() == 0
    assert said_of(ada) == "declined", "a no stays said"


def test_no_name_of_anybody_is_on_the_page_or_in_the_report(mia: Client) -> None:
    address = brought(mia, PEOPLE)
    shown = mia.get(address, follow=True).content.decode() + mia.get(f"{address}report.csv").content.decode()
    shown += mia.get(f"{address}report.json").content.decode() + str(ImportRun.objects.values())
    assert not [mark for mark in ("dora@", "Nagy", "Institut Muster", "evi@") if mark in shown]
    assert "Lab Days" in shown, "the control"


def test_it_is_done_in_the_name_of_who_sent_the_file(mia: Client) -> None:
    brought(mia, PEOPLE)
    dora = at("dora@example.com")
    lines = gate.timeline(dora, actor=gate.the_person(dora))
    assert {(line.actor, line.actor_code) for line in lines} == {("employee", "marketing")}


def test_the_same_file_again_adds_nothing_and_asks_nobody_twice(mia: Client) -> None:
    brought(mia, PEOPLE)
    before = vault(), Message.objects.count()
    brought(mia, PEOPLE)
    assert (vault(), Message.objects.count()) == before
    newest = ImportRun.objects.first()
    assert newest is not None
    assert newest.counts == {"new": 0, "added": 0, "unchanged": 3, "refused": 0}


def dying(at_call: int, verb: Callable[..., Any]) -> Callable[..., Any]:
    """The process dies when it comes to this for so-manieth time."""
    calls = 0

    def dies(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at_call:
            raise SystemExit
        return verb(*args, **more)

    return dies


@pytest.mark.parametrize("where", ["before the vault", "in the vault", "after the vault", "in a later batch"])
def test_killed_halfway_it_goes_on_and_nobody_is_there_twice(
    mia: Client, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    assert people.person_of(member(ADA)) is not None
    monkeypatch.setattr(noting, "TOGETHER", 2)
    address = looked_through(mia, PEOPLE)
    ref = ImportRun.objects.get().ref
    with monkeypatch.context() as here:
        if where == "before the vault":
            here.setattr(gate, "together", dying(1, gate.together))
        elif where == "in the vault":
            here.setattr(gate, "collect", dying(2, gate.collect))
        else:
            here.setattr(Noting, "_write", dying(1 if where == "after the vault" else 2, Noting._write))
        mia.post(f"{address}start/")
        with pytest.raises(SystemExit):
            worker.run_due()
    assert state() == RunState.RUNNING

    from troth.office.imports import work

    work.bring.func(str(ref))  # as the next worker does, when the lease has run out
    assert ImportRun.objects.get().counts == {"new": 2, "added": 1, "unchanged": 0, "refused": 0}
    assert (state(), Met.objects.count(), Record.objects.filter(kind="lead").count()) == (RunState.DONE, 3, 3)
    assert (NewsAsked.objects.count(), Message.objects.filter(template="news_confirm").count()) == (2, 2)
    assert at("dora@example.com") != at("evi@example.com")
    assert not Met.objects.filter(record=None).exists()


def test_whose_job_has_changed_since_brings_nothing_in(mia: Client) -> None:
    address = looked_through(mia, PEOPLE)
    run = ImportRun.objects.get()
    assert run.by is not None
    gate.revoke_role(run.by, "marketing", actor=gate.system("manage_staff"))
    mia.post(f"{address}start/")
    worker.run_due()
    assert (gate.persons_at("dora@example.com"), ShowNotes.objects.count()) == ([], 0)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, PEOPLE)
    return out.getvalue()


def test_an_archive_with_one_table_is_as_good(mia: Client) -> None:
    brought(mia, archive("people.csv"))
    assert at("dora@example.com")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook",
        archive("a.csv", "b.csv"),
        b"\x00\x01\x02\x03" * 9,
    ],
    ids=["empty", "PDF", "workbook", "two tables", "a program"],
)
def test_what_is_no_table_is_refused_at_the_door(mia: Client, content: bytes) -> None:
    answer = send(mia, content)
    assert answer.status_code == 422
    assert "office-error" in answer.content.decode()
    assert (ImportRun.objects.count(), list(folder.root().iterdir())) == (0, [])


def test_a_file_that_is_too_large_is_refused_while_it_comes(mia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LARGEST", 2000)
    assert send(mia, PEOPLE + "x@example.com,,,,,\n" * 500).status_code == 422
    assert (ImportRun.objects.count(), list(folder.root().iterdir())) == (0, [])
    assert send(mia, PEOPLE).status_code == 302, "the control"


def test_columns_nobody_knows_are_asked_about(mia: Client) -> None:
    address = looked_through(mia, "contact,who\ndora@example.com,Dora Nagy\n")
    assert state() == RunState.REFUSED
    assert "one column with e-mail addresses" in mia.get(address, follow=True).content.decode()
    mia.post(f"{address}look/", {"column-0": "email", "column-1": "name"})
    worker.run_due()
    mia.post(f"{address}start/")
    worker.run_due()
    assert at("dora@example.com")
    assert ShowNotes.objects.get().show == "Lab Days", "the show stays said"


def test_the_show_is_asked_for_before_the_file(mia: Client) -> None:
    assert send(mia, PEOPLE, show="").status_code == 422
    assert send(mia, PEOPLE, day="2999-01-01").status_code == 422
    assert ImportRun.objects.count() == 0


def test_the_screen_lists_the_files_and_leads_back(mia: Client) -> None:
    address = brought(mia, PEOPLE)
    assert address.replace("imports", "shows") in mia.get("/office/shows/").content.decode()
    assert 'href="/office/shows/"' in mia.get(address, follow=True).content.decode()
    assert address not in mia.get("/office/imports/").content.decode(), "that is the screen of another job"
    answer = mia.post(f"/office/shows/{ImportRun.objects.get().ref}/back/")
    assert answer["Location"] == f"{address}undo/", "what came by a file is taken back in the background"


@pytest.mark.parametrize("who", ["order_desk", "privacy_officer", "no job", "superuser"])
def test_a_run_is_nobody_elses_business(mia: Client, comes: Comes, who: str) -> None:  # noqa: F811  (the fixture)
    address = looked_through(mia, HEAD + f"{BEN.email},,,,,\n")
    browser = comes(who)
    assert browser.get(address).status_code in (403, 404)
    assert browser.post(f"{address}start/").status_code in (403, 404)
    worker.run_due()
    assert gate.persons_at(BEN.email) == []


def test_the_page_of_a_file_lies_below_the_screen_it_was_sent_at(mia: Client) -> None:
    """So that the office's menu marks the trade shows, which it tells by the beginning of the address."""
    ref = looked_through(mia, PEOPLE).split("/")[-2]
    page = mia.get(f"/office/imports/{ref}/", follow=True)
    assert (page.request["PATH_INFO"], page.status_code) == (f"/office/shows/{ref}/", 200)
    mia.post(f"/office/imports/{ref}/start/")
    worker.run_due()
    page = mia.get(f"/office/imports/{ref}/undo/", follow=True)
    assert (page.request["PATH_INFO"], page.status_code) == (f"/office/shows/{ref}/undo/", 200)
    mia.post(f"/office/shows/{ref}/undo/")
    worker.run_due()
    assert state() == RunState.UNDONE
