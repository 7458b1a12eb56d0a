"""/practice/outbox/: the mails are there to read, and a mail's HTML can do nothing but look like itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import ADA
from tests.channels.conftest import joins
from troth import channels
from troth.channels import queue
from troth.channels.models import Message, State
from troth.recipients.practice_mail import PracticeMail

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HOSTILE = (
    b"From: shop@example.com\r\nTo: a@example.com\r\nSubject: =?utf-8?q?=3Cscript=3Ealert(1)=3C/script=3E?=\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<head></head><script>alert(1)</script><a href='/x'>x</a>"
)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    return tmp_path / "outbox"


def test_an_empty_outbox_says_how_to_fill_it(client, folder):
    page = client.get("/practice/outbox/")
    assert page.status_code == 200
    assert b"No mail yet" in page.content


def test_the_newest_mail_stands_first_and_leads_to_its_words(client, folder):
    person = joins(ADA)
    for template in ("account_exists", "sign_in_changed"):
        channels.send(template, person)
        queue.send_due()
    listed = client.get("/practice/outbox/").content.decode()
    assert listed.index("How you sign in") < listed.index("You already have an account")
    assert ADA.email in listed
    newest = PracticeMail(folder).letters()[0]
    page = client.get(f"/practice/outbox/{newest.name}/")
    assert "A passkey, a second factor" in page.content.decode()
    assert 'href="http://localhost:8000/account/"' in page.content.decode(), "links can be followed"
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_a_hostile_mail_is_shown_and_can_do_nothing(client, folder):
    PracticeMail(folder).hand("", "", HOSTILE)
    (letter,) = PracticeMail(folder).letters()
    for path in ("/practice/outbox/", f"/practice/outbox/{letter.name}/"):
        assert b"<script>alert" not in client.get(path).content
    alone = client.get(f"/practice/outbox/{letter.name}/html/")
    policy = alone["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert alone["X-Frame-Options"] == "SAMEORIGIN"
    assert b'<base target="_top">' in alone.content


@pytest.mark.parametrize("name", ["x", "..", "20261122T163649338122-6a66fc5120f44a90", "%2e%2e%2fprepared", "a" * 900])
def test_there_is_no_other_file_to_be_had(client, folder, name):
    (folder.parent / "prepared.eml").write_text("secret")
    for path in (f"/practice/outbox/{name}/", f"/practice/outbox/{name}/html/"):
        assert client.get(path).status_code == 404


def test_what_did_not_leave_is_seen_too(client, folder):
    message = channels.send("account_exists", joins(ADA))
    assert b"One more mail is about to leave" in client.get("/practice/outbox/").content
    Message.objects.filter(pk=message.pk).update(state=State.UNKNOWN, code="worker-died", ended_at=message.queued_at)
    page = client.get("/practice/outbox/").content
    assert b"outcome unknown" in page
    assert b"worker-died" in page


def test_it_answers_to_nothing_but_reading(client, folder):
    assert client.post("/practice/outbox/").status_code == 405


def test_a_half_written_mail_is_not_listed(folder):
    folder.mkdir()
    (folder / "20261122T163649338122-6a66fc5120f44a90.part").write_bytes(b"half")
    assert PracticeMail(folder).letters() == []
