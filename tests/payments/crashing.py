"""Killing the process at each of its steps: before and after every statement in either store and every call to outside.

The act runs in a child made by fork, which gets SIGKILL (nothing is tidied up, as at a power cut) at the step it is
told. Stores and the provider's double live on; the parent then looks at what is left and mends it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections

from troth.recipients.stripe import client

FAILED = 70  # exit code of an act that raised


class Steps:
    """Counts steps; at `deadly` it is over."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.passed = deadly, 0

    def __call__(self) -> None:
        if self.passed == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        self()
        answer = execute(*args)
        self()
        return answer

    def watch_calls(self) -> None:
        import requests

        call = requests.Session.request

        def stepping(line: Any, *args: Any, **kwargs: Any) -> Any:
            self()
            answer = call(line, *args, **kwargs)
            self()
            return answer

        requests.Session.request = stepping  # type: ignore[method-assign]


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Run `act` in a child that dies at the step. False if it came to its end before that."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        os._exit(_live(Steps(step), act))
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the act raised before it was killed"
    return False


def _live(steps: Steps, act: Callable[[], object]) -> int:
    try:
        client._client.cache_clear()  # the parent's line is not ours
        steps.watch_calls()
        with ExitStack() as wrapped:
            for connection in connections.all():
                wrapped.enter_context(connection.execute_wrapper(steps.statement))
            act()
    except BaseException:
        import traceback

        traceback.print_exc()
        return FAILED
    return 0
