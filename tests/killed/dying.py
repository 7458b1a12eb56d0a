"""A process that dies after each lasting thing it does: a commit in either store, a call to outside, a line in a file.

Between two lasting things nothing is left behind by a process that is killed: what was not committed is taken back by the
store. So an act that does five of them has six ways to die, and `deaths` goes through all of them, whatever their number is.
It happens in this process, and is as hard as SIGKILL: the open transaction is rolled back, and from then on whoever
wants to tidy up in a `finally` or an `except BaseException` gets no statement, no commit, no call and no line through.
`test_as_hard_as_sigkill.py` compares both.
"""

from __future__ import annotations

import http.client
import os
import smtplib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

import pytest
from django.db import connections, transaction

MOST = 120  # lasting things; an act that does more never ends
READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "SET ", "SHOW")


class Died(BaseException):
    """Stands for kill -9: nothing between here and the top may catch it."""


class Life:
    """May do `left` lasting things; the next one is its death."""

    def __init__(self, left: int) -> None:
        self.left, self.is_over = left, False
        self.last = ""  # what it died before

    def lasting(self, what: str = "") -> None:
        """Before something that stays when the process is gone."""
        if self.is_over or not self.left:
            self.last, self.is_over = self.last or what, True
            raise Died
        self.left -= 1

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.is_over:
            raise Died
        if not context["connection"].in_atomic_block and not sql.lstrip("( \n").upper().startswith(READS):
            self.lasting(sql[:60])
        return execute(sql, params, many, context)

    def committing(self, connection: Any) -> Callable[[], None]:
        commit = connection._commit

        def instead() -> None:
            try:
                self.lasting("commit in " + connection.alias)
            except Died:
                connection._rollback()
                connection.needs_rollback = False
                raise
            commit()

        return instead

    def before(self, verb: Callable[..., Any], what: str) -> Callable[..., Any]:
        def instead(*args: Any, **kwargs: Any) -> Any:
            self.lasting(what)
            return verb(*args, **kwargs)

        return instead


CALLS: tuple[tuple[Any, str], ...] = (
    (http.client.HTTPConnection, "putrequest"),
    (smtplib.SMTP, "data"),
    (os, "write"),
    (os, "link"),
    (os, "replace"),
    (os, "unlink"),
)


@contextmanager
def living(left: int) -> Iterator[Life]:
    """What is done inside is done by a process that dies so soon."""
    life = Life(left)
    with ExitStack() as wrapped, pytest.MonkeyPatch.context() as patch:
        for connection in connections.all():
            connection.ensure_connection()
            wrapped.enter_context(connection.execute_wrapper(life.statement))
            patch.setattr(connection, "_commit", life.committing(connection))
        for holder, verb in CALLS:
            patch.setattr(holder, verb, life.before(getattr(holder, verb), verb))
        yield life


def dies(left: int, act: Callable[[], object]) -> Life:
    """The process has died after so many lasting things; or, if it `is_over` not, came to its end before."""
    with living(left) as life:
        try:
            act()
        except Died:
            assert life.is_over
    for connection in connections.all():  # as after a kill: no transaction is left open
        assert not connection.in_atomic_block, connection.alias
    return life


@contextmanager
def in_pieces() -> Iterator[None]:
    """For controls: what is done inside is in no transaction, and locks nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "atomic", lambda *args, **kwargs: nullcontext())
        for connection in connections.all():
            patch.setattr(connection.features, "has_select_for_update", False)
        yield


def deaths[Told](before: Callable[[], Told], act: Callable[[Told], object], *, least: int = 1) -> Iterator[Told]:
    """A story for each way to die, as the dead process left it; and the last, in which it lived.

    `least`: so many lasting things the act does, or the test looks at nothing.
    """
    for left in range(MOST):
        story = before()
        life = dies(left, lambda story=story: act(story))
        yield story
        if not life.is_over:
            assert left >= least, f"only {left} lasting things were done"
            return
    raise AssertionError("it never came to its end")
