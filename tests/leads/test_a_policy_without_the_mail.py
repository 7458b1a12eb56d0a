"""A shop whose policy is older lets no mail ask about a yes that was noted: nobody is told that one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.leads.met import DORA, HEAD, SHOW, at, said_of
from tests.office.conftest import Comes, comes  # noqa: F401  (a fixture, found by its name)
from tests.orders.buying import works_at_the_desk
from troth import gate
from troth.channels.models import Message
from troth.gate import inforce
from troth.leads.models import NewsAsked
from troth.leads.shows import noting
from troth.leads.shows.person import Person, Word
from troth.leads.shows.report import Said
from troth.ledger.models import Entry
from troth.tasks import worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TOLD = {"show": "Lab Days", "place": "Boston", "day": "2026-01-02"}
ASKS, SILENT = "a mail asks them themselves", "no mail may ask them"


@contextmanager
def older() -> Iterator[None]:
    """A policy that lets people be noted, and written to about nothing."""
    now = gate.policy()
    meeting = replace(now.purposes["meet_at_shows"], channels=())
    before = replace(now, purposes=MappingProxyType({**now.purposes, "meet_at_shows": meeting}))
    with patch.object(inforce, "_told_in", lambda _language: before):
        yield


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def mia(db: None) -> gate.Actor:
    return works_at_the_desk(704, "marketing")


@pytest.fixture
def browser(comes: Comes) -> Client:  # noqa: F811  (the fixture)
    client = comes("marketing")
    client.get("/office/")
    return client


def looked_through(browser: Client) -> str:
    content = HEAD + "dora@example.com,Dora Nagy,US,Institut Muster,Buyer,yes\n"
    answer = browser.post("/office/shows/file/", {**TOLD, "file": SimpleUploadedFile("any.csv", content.encode())})
    worker.run_due()
    return str(answer["Location"])


def page(browser: Client, address: str) -> str:
    return browser.get(address, follow=True).content.decode()


def test_the_look_and_the_report_of_a_file_say_what_will_really_happen(browser: Client) -> None:
    with older():
        address = looked_through(browser)
        looked = page(browser, address)
        browser.post(f"/office/imports/{address.split('/')[-2]}/start/")
        worker.run_due()
        done = page(browser, address)
    for told in (looked, done):
        assert "1 person said yes to news, and nothing comes of it: no mail may ask them." in told
        assert "a mail asks" not in told
    assert (Message.objects.count(), NewsAsked.objects.count(), said_of(at(DORA.email))) == (0, 0, "")


def test_with_todays_policy_a_mail_is_promised_and_queued(browser: Client) -> None:
    """The control."""
    address = looked_through(browser)
    assert "a mail asks them themselves, and nothing counts" in page(browser, address)
    browser.post(f"/office/imports/{address.split('/')[-2]}/start/")
    worker.run_due()
    assert (Message.objects.count(), NewsAsked.objects.count()) == (1, 1)


def test_a_note_by_hand_says_it_too_and_takes_the_rest_in(mia: gate.Actor) -> None:
    with older():
        report = noting.note(SHOW, [DORA], mia)
        lines = [words for words, _many in report.lines]
    assert [SILENT in words for words in lines] == [False, True]
    assert (report.said[Said.ASKED], report.unasked.total(), Message.objects.count()) == (0, 1, 0)
    assert gate.persons_at(DORA.email)


def test_the_form_offers_no_mail_that_cannot_leave(browser: Client) -> None:
    with older():
        form = page(browser, "/office/shows/")
    assert "yes: nothing comes of it" in form
    assert "yes: a mail asks them" not in form
    assert "yes: a mail asks them" in page(browser, "/office/shows/"), "the control"


def test_whoever_stopped_processing_is_not_said_to_be_asked(mia: gate.Actor) -> None:
    noting.note(SHOW, [Person(DORA.email, country="US")], mia)
    dora = at(DORA.email)
    gate.restrict(dora, actor=gate.the_person(dora))
    report = noting.note(SHOW, [Person(DORA.email, country="US", news=Word.YES)], mia)
    assert (report.said[Said.ASKED], report.unasked.total(), Message.objects.count()) == (0, 1, 0)


def test_the_question_leaves_no_trace_of_anybody() -> None:
    before = Entry.objects.count()
    with older():
        assert not gate.may_mail(None, "meet_at_shows", country="US").allowed
    assert gate.may_mail(None, "meet_at_shows", country="US").allowed, "the control"
    assert Entry.objects.count() == before
