"""A worker process killed with SIGKILL: its message is sent once by the next one, or its unknown outcome is seen."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connections
from django.utils import timezone

from tests.cast import ADA
from tests.channels.conftest import orders
from troth import channels
from troth.channels import queue
from troth.channels.models import Message, State

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "vault"]), pytest.mark.slow]

WORKER = """
import sys, time, django
django.setup()
from troth import gate
from troth.channels import mailbackend, queue, templates

templates._facts["order_placed"] = lambda leaving: {"number": "T-1", "url": "/", "lines": [], "total": "$ 1"}

def stand_still(*args, **named):
    print("here", flush=True)
    time.sleep(60)

class Line:
    hand = stand_still

if sys.argv[1] == "asking":
    gate.use = stand_still
mailbackend.carrier = Line
queue.send_due()
"""


def store_url(alias: str) -> str:
    told = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgresql://{quote(told['USER'])}:{quote(told['PASSWORD'])}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def kill_a_worker(where: str) -> None:
    env = {**os.environ, "TROTH_SHOP_URL": store_url("default"), "TROTH_VAULT_URL": store_url("vault")}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, where], env=env, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        assert worker.stdout
        assert worker.stdout.readline() == b"here\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.communicate()


def lease_runs_out() -> None:
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_killed_while_asking_the_gate_it_is_sent_once_by_the_next(post):
    message = channels.send("order_placed", orders(ADA), order=1)
    kill_a_worker("asking")
    assert queue.send_due() == 0
    lease_runs_out()
    assert queue.send_due() == 1
    message.refresh_from_db()
    assert (message.state, len(post.letters)) == (State.SENT, 1)


def test_killed_with_the_letter_on_the_line_its_outcome_is_unknown_and_seen(post):
    message = channels.send("order_placed", orders(ADA), order=1)
    kill_a_worker("handing")
    lease_runs_out()
    assert queue.send_due() == 0
    message.refresh_from_db()
    assert (message.state, post.letters) == (State.UNKNOWN, [])
    assert queue.counts()["unknown"] == 1
