"""`kill -9` in the middle of a rotation, at every point that matters, in a shop full of people that goes on working.

Four writers and readers never stop while one rotation after another is killed. At the end one runs through: nobody was
refused or lost meanwhile, and nothing opens with the old secret any more.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests.cast import ADA, BEN, Customer
from tests.channels.test_killed_worker import store_url
from tests.gate.conftest import joins, orders
from tests.vault.later import when_all_have_written
from troth import gate
from troth.gate import keyring
from troth.vault.models import Alias, Key, Link

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "vault"]), pytest.mark.slow]

PEOPLE, BUSY, BATCH = 300, 4, 40
BREATH = 0.05  # seconds between what one of the busy does: without it they take the machine from the one who rotates
# Where a rotation is killed: the call at which it stands still (after so many of them), and whether before or after it.
POINTS = {
    "a new secret half written": ("os.link", 0, "before"),
    "a new epoch, and nothing in it": ("troth.vault.rotate.begin_epoch", 0, "after"),
    "keys wrapped, not committed": ("troth.vault.models.Key.objects.bulk_update", 1, "after"),
    "some keys committed": ("troth.vault.models.Key.objects.bulk_update", 3, "before"),
    "links digested, not committed": ("troth.vault.models.Link.objects.bulk_update", 1, "after"),
    "aliases digested, not committed": ("troth.vault.models.Alias.objects.bulk_update", 1, "after"),
    "everything but the last aliases": ("troth.vault.models.Alias.objects.bulk_update", 5, "after"),
}
ROTATION = """
import sys, time, django
django.setup()
from importlib import import_module
from troth.vault import rotate

where, calls, when = sys.argv[1], int(sys.argv[2]), sys.argv[3]
rotate.BATCH = int(sys.argv[4])
parts = where.split(".")
holder = import_module("os") if parts[0] == "os" else import_module(".".join(parts[:3]))
for part in parts[1:-1] if parts[0] == "os" else parts[3:-1]:
    holder = getattr(holder, part)
real, seen = getattr(holder, parts[-1]), []

def stands_still(*words, **named):
    seen.append(1)
    here = len(seen) > calls
    done = None if here and when == "before" else real(*words, **named)
    if here:
        print("here", flush=True)
        time.sleep(60)
    return done

setattr(holder, parts[-1], stands_still)
for step in rotate.rotate():
    pass
print("ran through", flush=True)
"""


@pytest.fixture(autouse=True)
def own_ring(tmp_path: Path, settings: object) -> None:
    settings.TROTH = replace(settings.TROTH, keys=tmp_path)  # type: ignore[attr-defined]
    keyring.ensure()
    connections.close_all()  # opened anew, they hold their locks on the files whatever an earlier test did to them


def killed(where: str, calls: int, when: str) -> bool:
    """Start a rotation of its own process and kill it at this point. Whether it came there."""
    env = {
        **os.environ,
        "TROTH_SHOP_URL": store_url("default"),
        "TROTH_VAULT_URL": store_url("vault"),
        "TROTH_KEYS": str(settings.TROTH.keys),
        "DJANGO_SETTINGS_MODULE": "troth.settings",
    }
    command = [sys.executable, "-c", ROTATION, where, str(calls), when, str(BATCH)]
    rotation = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    try:
        assert rotation.stdout
        return rotation.stdout.readline() == b"here\n"
    finally:
        rotation.send_signal(signal.SIGKILL)
        rotation.communicate()


@dataclass
class Shop:
    """Its people, by the number in their address; who came while it was open; and whatever went wrong."""

    people: list[gate.PersonId]
    done: threading.Event = field(default_factory=threading.Event)
    came: dict[str, gate.PersonId] = field(default_factory=dict)
    wrong: list[BaseException] = field(default_factory=list)
    turns: list[int] = field(default_factory=lambda: [0] * BUSY)

    def works(self, which: int) -> None:
        """One of those who are busy: reads somebody, finds them by their address, changes something, takes somebody in."""
        try:
            for turn in itertools.count():
                if self.done.wait(BREATH):
                    return
                number = (turn * BUSY + which) % len(self.people)
                reads(self.people[number], number)
                rings(self.people[number], f"+1 617 555 {turn % 10000:04}")
                if turn % 5 == 0:
                    email = f"newcomer-{which}-{turn}@example.com"
                    self.came[email] = joins(replace(BEN, email=email))
                elif turn % 5 == 1:
                    orders(at(number), self.people[number])
                self.turns[which] = turn
        except BaseException as wrong:
            self.wrong.append(wrong)
        finally:
            connections.close_all()


def at(number: int) -> Customer:
    return replace(ADA, email=f"reader{number}@example.com")


def reads(person: gate.PersonId, number: int) -> None:
    opened = gate.use(person, ["name", "email"], purpose="account", actor=gate.the_person(person))
    assert opened.first("name")["name"].reveal() == ADA.name
    assert opened.first("email")["email"].reveal() == at(number).email
    assert person in gate.persons_at(at(number).email)


def rings(person: gate.PersonId, number: str) -> None:
    gate.collect(person, {"telephone": {"telephone": number}}, purpose="account", source="account_form")


@contextmanager
def open_for_business(people: list[gate.PersonId]) -> Iterator[Shop]:
    shop = Shop(people)
    threads = [threading.Thread(target=shop.works, args=(which,)) for which in range(BUSY)]
    for thread in threads:
        thread.start()
    try:
        yield shop
    finally:
        shop.done.set()
        for thread in threads:
            thread.join()


def under(epoch: int) -> int:
    return sum(model.objects.filter(epoch=epoch).count() for model in (Key, Link, Alias))


def test_killed_at_every_point_it_goes_on_and_nobody_notices() -> None:
    people = [joins(at(number)) for number in range(PEOPLE)]
    for number, person in enumerate(people):
        gate.bind_account(person, 1000 + number)
    with open_for_business(people) as shop:
        for name, (where, calls, when) in POINTS.items():
            assert killed(where, calls, when), name
            assert len(keyring.epochs()) == (1 if where == "os.link" else 2), name  # each goes on with the one begun
            assert shop.wrong == [], name
        assert under(2) > 0
        assert under(1) > 0
        for _ in keyring.rotate():
            pass
    assert shop.wrong == []
    assert min(shop.turns) > 3  # all of them were busy all the time

    for _ in keyring.rotate(fresh=False):  # whoever came in the very moment the epoch began
        pass
    assert under(1) == 0
    assert keyring.retire(now=when_all_have_written()) == [1]
    assert keyring.epochs() == [2]
    for number, person in enumerate(people):
        reads(person, number)
        assert gate.person_of_account(1000 + number) == person
    for email, person in shop.came.items():
        assert gate.persons_at(email) == [person]


def test_what_a_killed_rotation_left_half_written_stands_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = joins(at(1))
    assert killed(*POINTS["a new secret half written"])
    assert keyring.epochs() == [1]
    (left,) = [file for file in (settings.TROTH.keys / "epochs").iterdir() if file.name.startswith(".")]
    pid = left.name.rpartition(".")[2]
    monkeypatch.setattr(os, "getpid", lambda: int(pid) if pid.isdigit() else 1)  # a container starts the next one alike
    for _ in keyring.rotate():
        pass
    reads(ada, 1)
    assert left.read_bytes() != (left.parent / "2.key").read_bytes()
