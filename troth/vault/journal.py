"""What must not be undone by restoring a backup, kept beside the key ring so that it outlives the database.

One file an epoch, beside its secret, and gone with it: until then a backup from before a line can be opened, and has to
be told; afterwards a line would only say whose keys once belonged together. One line of JSON each, opaque ids
throughout. `replay` does them again in a database restored from before; twice changes nothing.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from .ring import journal_of, ring, sync

_waiting: ContextVar[list[Mapping[str, Sequence[object]]] | None] = ContextVar("waiting", default=None)


def write_erased(
    keys: Iterable[uuid.UUID] = (),
    people: Iterable[uuid.UUID] = (),
    *,
    records: Iterable[uuid.UUID] = (),
    loose: Mapping[uuid.UUID, datetime] | None = None,
) -> None:
    """`loose`: keys that stay, but belong to nobody any more, and until when."""
    line: dict[str, list[object]] = {"erased": list(map(str, keys)), "people": list(map(str, people))}
    line["records"] = list(map(str, records))
    line["loose"] = [[str(key), until.isoformat()] for key, until in (loose or {}).items()]
    _write(line)


def write_choices(person: uuid.UUID, about: Iterable[tuple[str, str]], state: str) -> None:
    """The same word about some purposes, each on a channel."""
    _write(*({"choice": [str(person), purpose, channel, state]} for purpose, channel in about))


def write_restriction(person: uuid.UUID, what: str, on: bool) -> None:
    _write({"restriction": [str(person), what, on]})


def write_role(person: uuid.UUID, role: str, on: bool) -> None:
    _write({"role": [str(person), role, on]})


@contextmanager
def gathered() -> Iterator[None]:
    """Lines of several verbs in one transaction, written together at the end, before the transaction is: one waiting for
    the disk. What is raised inside takes the transaction back, and the lines with it. Raises OSError.
    """
    if _waiting.get() is not None:
        yield
        return
    lines: list[Mapping[str, Sequence[object]]] = []
    before = _waiting.set(lines)
    try:
        yield
    finally:
        _waiting.reset(before)
    if lines:
        _durable(lines)


def _write(*lines: Mapping[str, Sequence[object]]) -> None:
    """Durable on return, or with what they are gathered with."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.extend(lines)
    elif lines:
        _durable(lines)


def _durable(lines: Sequence[Mapping[str, Sequence[object]]]) -> None:
    """What belongs together is one line, so that a disk that fills up keeps all of it or nothing. Raises OSError, which takes
    the vault's transaction back with it.
    """
    line = lines[0] if len(lines) == 1 else {"all": lines}
    file = journal_of(ring().current.number)
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        written = _fresh_line(descriptor) + json.dumps(line).encode() + b"\n"
        if os.write(descriptor, written) != len(written):  # one write: lines of several processes do not mix
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if new:
        sync(file.parent)


def _fresh_line(descriptor: int) -> bytes:
    """A line break where a crash left the last line torn, or the next one would be spoilt with it."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    return b"\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else b""
