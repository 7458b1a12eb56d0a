"""The rounds of the task process: each can be gone on an empty shop, and none is ended by a failure."""

import logging
import threading
from functools import partial

import pytest
from django.conf import settings
from django.db import connections

from troth.cli.rounds import HOUR, Round, keep, rounds

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_each_round_can_be_gone_when_there_is_nothing_to_do():
    for one in rounds():
        one.verb()


def test_the_ledger_and_the_messages_go_round_at_least_once_a_second():
    seconds = {one.name: one.seconds for one in rounds()}
    assert seconds["ledger"] <= 1
    assert seconds["messages"] <= 1


def test_a_failing_round_goes_on_and_tells_no_value(caplog):
    stop, gone = threading.Event(), []

    def fails_twice() -> None:
        gone.append(len(gone))
        if len(gone) < 3:
            raise ValueError("ada.marlowe@example.com")
        stop.set()

    with caplog.at_level(logging.DEBUG):
        keep(Round("test", 0.001, fails_twice), stop)
    assert len(gone) == 3
    assert caplog.text.count("test: ValueError") == 2
    assert "ada" not in caplog.text


@pytest.mark.parametrize(("seconds", "kept"), [(0.01, True), (HOUR, False)])
def test_a_round_that_comes_seldom_holds_no_connection_meanwhile(
    seconds: float, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a store that lets in a hundred has no room for pages: there are two stores and dozens of rounds."""
    stop, gone, closed = threading.Event(), threading.Event(), []
    monkeypatch.setattr(type(connections), "close_all", lambda self: closed.append(threading.get_ident()))
    thread = threading.Thread(target=keep, args=(Round("test", seconds, gone.set), stop))
    thread.start()
    assert gone.wait(5)
    stop.set()
    thread.join(5)
    assert bool(closed) is not kept
    assert set(closed) <= {thread.ident}


def test_every_queue_of_tasks_has_somebody_who_works_through_it() -> None:
    worked = {one.verb.keywords["queue"] for one in rounds() if isinstance(one.verb, partial)}
    assert worked == set(settings.TASKS["default"]["QUEUES"])
