"""From the queue to a real SMTP server and back: what the server says is what the row says, and nobody is named."""

import logging
from dataclasses import replace

import pytest

from tests.cast import ADA
from tests.channels.conftest import orders
from tests.channels.smtp_server import Server, free_port
from troth import channels
from troth.channels import queue
from troth.channels.models import Message, State

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def message(server: Server, settings) -> Message:
    settings.TROTH = replace(settings.TROTH, smtp_url=server.url)
    return channels.send("order_placed", orders(ADA), order=1)


def became(message: Message, caplog) -> Message:
    with caplog.at_level(logging.DEBUG):
        queue.send_due()
    message.refresh_from_db()
    # The double at the other end logs what it is told; everything else is ours.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    for mark in ADA.marks:
        assert mark not in ours
    return message


def test_taken(server, message, caplog):
    assert became(message, caplog).state == State.SENT
    address, letter = server.letters[0]
    assert address == ADA.email
    assert b"T-7K4Q-93" in letter


@pytest.mark.parametrize(
    ("said", "state", "code"),
    [
        ("451 4.3.0 busy, ada.marlowe@example.com", State.QUEUED, "smtp-451"),
        ("550 5.1.1 ada.marlowe@example.com unknown", State.FAILED, "smtp-550"),
    ],
)
def test_turned_away(server, message, caplog, said, state, code):
    server.rcpt = said
    became(message, caplog)
    assert (message.state, message.code) == (state, code)
    assert server.letters == []


def test_no_answer_after_the_letter(server, message, caplog, monkeypatch):
    monkeypatch.setattr("troth.channels.mailbackend.MailService", lambda url: quick(url))
    server.slow = 2.0
    became(message, caplog)
    assert (message.state, message.code) == (State.UNKNOWN, "line-broke")


def test_nobody_there(message, settings, caplog):
    settings.TROTH = replace(settings.TROTH, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    became(message, caplog)
    assert (message.state, message.code) == (State.QUEUED, "mail-unreachable")


def quick(url: str):
    from troth.recipients.mail_service import MailService

    return MailService(url, longest=0.7)
