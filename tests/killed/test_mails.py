"""The process dies while a letter leaves: nobody gets it twice, and where nobody knows, somebody is told so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths
from tests.orders.buying import bought
from troth.channels import mailbackend, queue
from troth.channels.models import Message, State
from troth.recipients.mail_service import Handed, Outcome

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


@dataclass
class Box:
    """A mail service that keeps what it got, whoever dies: a line of a file for each letter."""

    file: int

    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        os.write(self.file, b"letter\n")
        return Handed(Outcome.TAKEN)

    @property
    def letters(self) -> int:
        return os.fstat(self.file).st_size // len(b"letter\n")

    def empty(self) -> None:
        os.ftruncate(self.file, 0)
        os.lseek(self.file, 0, os.SEEK_SET)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    made = Box(os.open(tmp_path / "box", os.O_RDWR | os.O_CREAT))
    monkeypatch.setattr(mailbackend, "carrier", lambda: made)
    yield made
    os.close(made.file)


def waiting(box: Box) -> Message:
    box.empty()
    Message.objects.all().delete()
    bought(ADA, (glasses(5), 1))
    return Message.objects.get(template="order_placed")


def the_next_worker_comes() -> None:
    Message.objects.filter(state=State.LEASED).update(lease_until=timezone.now() - timedelta(seconds=1))
    queue.send_due()


def test_a_letter_is_sent_once_or_its_outcome_is_unknown_and_seen(box: Box) -> None:
    ends = set()
    for message in deaths(lambda: waiting(box), lambda message: queue.send_due(), least=4):
        the_next_worker_comes()
        the_next_worker_comes()
        message.refresh_from_db()
        assert box.letters <= 1
        assert message.state in (State.SENT, State.UNKNOWN)
        assert box.letters == 1 or message.state == State.UNKNOWN
        assert queue.counts()["unknown"] == (message.state == State.UNKNOWN)
        ends.add((message.state, box.letters))
    assert ends == {(State.SENT, 1), (State.UNKNOWN, 0), (State.UNKNOWN, 1)}


def test_control_without_a_mark_before_the_letter_leaves_it_is_sent_twice(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "mark_handing", lambda message: True)
    most = 0
    for _message in deaths(lambda: waiting(box), lambda message: queue.send_due(), least=3):
        the_next_worker_comes()
        most = max(most, box.letters)
    assert most == 2
