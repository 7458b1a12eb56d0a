"""Writing entries: a plain insert in whatever transaction is open on the vault.

There is no head to fight over; the sequencer gives entries their place in the tree later.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import batched

from . import store
from .entry import Entry, EntryBody
from .errors import NotACode

MOST_IN_A_STATEMENT = 5000  # SQLite takes 32,766 values in one statement, an entry has four

_SUBJECT = re.compile(r"[0-9a-f]{16,64}")


def append(subject: str, body: EntryBody) -> Entry:
    """Write one entry about `subject`, a pseudonym in hexadecimal.

    Raises NotACode if it would hold anything but codes and opaque ids.
    """
    entry, row = _prepared(subject, body)
    store.insert(row)
    return entry


def append_many(entries: Iterable[tuple[str, EntryBody]]) -> list[Entry]:
    """Write entries in the given order, with one statement for thousands of them."""
    prepared = [_prepared(subject, body) for subject, body in entries]
    for part in batched(prepared, MOST_IN_A_STATEMENT, strict=False):
        store.insert_many([row for _, row in part])
    return [entry for entry, _ in prepared]


def _prepared(subject: str, body: EntryBody) -> tuple[Entry, tuple[str, str, str, bytes]]:
    if not _SUBJECT.fullmatch(subject):
        raise NotACode("the subject of a ledger entry must be a pseudonym of 16 to 64 hexadecimal digits")
    at = body.at or datetime.now(UTC)
    token = str(uuid.uuid4())
    return Entry(token, at), (token, subject, body.written(at), os.urandom(16))
