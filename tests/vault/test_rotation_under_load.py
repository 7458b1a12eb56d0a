"""The key ring turns while people come and are read: nobody notices, and nothing is left under the old secret."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connections

from tests.cast import ADA
from tests.gate.conftest import joins
from tests.vault.later import when_all_have_written
from troth import gate
from troth.gate import keyring
from troth.vault import rotate
from troth.vault.models import Alias, Key, Link

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.fixture(autouse=True)
def own_ring(tmp_path, settings, monkeypatch):
    settings.TROTH = replace(settings.TROTH, keys=tmp_path)
    monkeypatch.setattr(rotate, "BATCH", 3)
    keyring.ensure()


def beside(work: Callable[[], None], failures: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_readers_and_newcomers_do_not_notice_the_ring_turning():
    people = [joins(replace(ADA, email=f"reader{n}@example.com")) for n in range(12)]
    done, failures, newcomers = threading.Event(), [], []

    def read() -> None:
        while not done.is_set():
            for n, person in enumerate(people):
                opened = gate.use(person, ["name"], purpose="account", actor=gate.the_person(person))
                assert opened.first("name")["name"].reveal() == ADA.name
                assert gate.persons_at(f"reader{n}@example.com") == [person]

    def come() -> None:
        for n in range(8):
            newcomers.append(joins(replace(ADA, email=f"newcomer{n}@example.com")))

    threads = [beside(read, failures), beside(come, failures)]
    for _ in keyring.rotate():
        pass
    threads[1].join()
    done.set()
    threads[0].join()
    for _ in keyring.rotate(fresh=False):  # whoever came in the very moment the epoch began
        pass

    assert failures == []
    assert sum(model.objects.exclude(epoch=2).count() for model in (Key, Link, Alias)) == 0
    assert keyring.retire(now=when_all_have_written()) == [1]
    for n, person in enumerate(newcomers):
        assert gate.persons_at(f"newcomer{n}@example.com") == [person]
