"""The SMTP adapter against a real server: what it says is what became of the letter, and it never raises."""

import socket
import threading
import time

import pytest

from tests.channels.smtp_server import free_port
from troth.recipients.mail_service import MailService, Outcome

LETTER = b"From: shop@example.com\r\nTo: ada@example.com\r\nSubject: x\r\n\r\nHello\r\n"


def hand(url: str, longest: float = 5.0):
    return MailService(url, longest).hand("shop@example.com", "ada@example.com", LETTER)


def test_a_letter_is_taken(server):
    assert hand(server.url).outcome is Outcome.TAKEN
    assert server.letters[0][0] == "ada@example.com"


@pytest.mark.parametrize(
    ("said", "outcome", "code"),
    [
        ("451 try later", Outcome.LATER, "smtp-451"),
        ("550 no such ada@example.com", Outcome.NEVER, "smtp-550"),
    ],
)
def test_an_answer_to_the_recipient_counts(server, said, outcome, code):
    server.rcpt = said
    handed = hand(server.url)
    assert (handed.outcome, handed.code) == (outcome, code)
    assert server.letters == []


@pytest.mark.parametrize(("said", "outcome"), [("452 full", Outcome.LATER), ("554 spam", Outcome.NEVER)])
def test_an_answer_to_the_letter_counts(server, said, outcome):
    server.data = said
    assert hand(server.url).outcome is outcome


def test_a_time_out_after_the_letter_went_out_is_an_unknown_outcome(server):
    server.slow = 2.0
    began = time.monotonic()
    assert hand(server.url, longest=0.7).outcome is Outcome.UNKNOWN
    assert time.monotonic() - began < 1.5


def test_nobody_listening_means_later():
    assert hand(f"smtp://127.0.0.1:{free_port()}").code == "mail-unreachable"


def test_a_server_that_never_greets_means_later_and_ends_in_time():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()
        handed = hand(f"smtp://127.0.0.1:{mute.getsockname()[1]}", longest=0.5)
    assert handed.outcome is Outcome.LATER
    assert time.monotonic() - began < 2


def test_a_line_that_breaks_before_the_letter_means_later():
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def greet_and_hang_up():
            line, _ = rude.accept()
            line.sendall(b"220 hello\r\n")
            line.recv(100)
            line.close()

        threading.Thread(target=greet_and_hang_up, daemon=True).start()
        handed = hand(f"smtp://127.0.0.1:{rude.getsockname()[1]}")
    assert handed.outcome is Outcome.LATER


def test_a_server_without_tls_is_not_given_a_password(server):
    handed = hand(server.url.replace("smtp://", "smtp+starttls://user:secret@"))
    assert handed.outcome is Outcome.LATER
    assert server.letters == []
