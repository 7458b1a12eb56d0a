"""A "no" is acknowledged when nothing that was checked before it is still leaving."""

import os
import threading
import time

import pytest
from django.db import connections

from tests.cast import ADA
from tests.channels.carriers import Keeping
from tests.channels.conftest import joins, use_carrier
from troth import channels, gate
from troth.channels import fence, queue
from troth.channels.models import Message, State

ROUNDS = int(os.environ.get("TROTH_ROUNDS", "40"))

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def says_yes(person: gate.PersonId) -> None:
    gate.choose(person, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(person), source="preferences")


def says_no(person: gate.PersonId) -> None:
    gate.choose(
        person, "newsletter", "email", gate.State.WITHDRAWN, actor=gate.the_person(person), source="preferences"
    )


class Worker(threading.Thread):
    """A worker beside the test, with connections of its own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            if not queue.send_due():
                time.sleep(0.001)
        connections.close_all()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure):
        self.stopping.set()
        self.join(10)


class Slow(Keeping):
    """A carrier that holds the letter until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.on_the_line, self.go_on = threading.Event(), threading.Event()

    def hand(self, sender, address, letter):
        self.on_the_line.set()
        assert self.go_on.wait(10)
        return super().hand(sender, address, letter)


def test_the_fence_waits_for_the_letter_that_is_on_the_line(monkeypatch, news):
    carrier = use_carrier(monkeypatch, Slow())
    person = joins(ADA)
    says_yes(person)
    channels.send(news, person)
    with Worker():
        assert carrier.on_the_line.wait(10)
        says_no(person)
        assert fence.in_flight(person), (
            "without the fence this would be acknowledged now, with the letter still to come"
        )
        assert not fence.settle(person, seconds=0.2), "and whoever cannot wait is told so"
        threading.Timer(0.2, carrier.go_on.set).start()
        assert fence.settle(person)
    assert len(carrier.letters) == 1
    channels.send(news, person)
    queue.send_due()
    assert len(carrier.letters) == 1


def test_nobody_waits_for_other_peoples_letters(monkeypatch, news):
    from tests.cast import BEN

    carrier = use_carrier(monkeypatch, Slow())
    ada, ben = joins(ADA), joins(BEN)
    says_yes(ada)
    channels.send(news, ada)
    with Worker():
        assert carrier.on_the_line.wait(10)
        assert fence.in_flight(ada)
        assert not fence.in_flight(ben)
        carrier.go_on.set()


def test_the_fence_knows_a_person_by_party_and_alias_too(monkeypatch):
    from tests.channels.conftest import orders

    carrier = use_carrier(monkeypatch, Slow())
    party = orders(ADA)
    person = gate.person_of_party(party)
    channels.send("order_placed", party, order=1)
    with Worker():
        assert carrier.on_the_line.wait(10)
        assert fence.in_flight(person)
        carrier.go_on.set()
    carrier.on_the_line.clear()
    carrier.go_on.clear()
    channels.send("account_exists", gate.aliases_of(person)[0])
    with Worker():
        assert carrier.on_the_line.wait(10)
        assert fence.in_flight(person)
        carrier.go_on.set()


def test_no_message_leaves_after_an_acknowledged_no(monkeypatch, news):
    """Two workers race with people who say no. The time of each hand-over is compared with that of each answer."""
    handed: dict[str, float] = {}

    class Timing(Keeping):
        def hand(self, sender, address, letter):
            time.sleep(0.002)
            handed[address] = time.monotonic()
            return super().hand(sender, address, letter)

    use_carrier(monkeypatch, Timing())
    answered: dict[str, float] = {}
    with Worker(), Worker():
        for number in range(ROUNDS):
            address = f"reader{number}@example.com"
            told = {"email": {"email": address}, "residence": {"country": "DE"}}
            person = gate.collect(None, told, purpose="account", source="sign_up").person
            says_yes(person)
            channels.send(news, person)
            time.sleep((number % 6) * 0.004)
            says_no(person)
            assert fence.settle(person)
            answered[address] = time.monotonic()
    late = [address for address, when in handed.items() if when > answered[address]]
    assert late == []
    assert not Message.objects.filter(state__in=[State.QUEUED, State.LEASED]).exists()
    refused = Message.objects.filter(state=State.REFUSED).count()
    assert refused + len(handed) == ROUNDS
    assert refused, "the race was never lost by a message: it shows nothing"
    assert handed, "the race was never won by a message: it shows nothing"
