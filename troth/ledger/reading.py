"""Reading entries back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import keys, store, tiles
from .entry import EntryBody, Recorded
from .errors import Damaged, UnknownEntry


@dataclass(frozen=True, slots=True)
class State:
    """How the ledger stands."""

    size: int  # entries a checkpoint protects
    pending: int  # entries waiting for the sequencer
    last_at: datetime | None  # time of the newest entry


def entries_for(subjects: Sequence[str], limit: int | None = 50, before: str | None = None) -> list[Recorded]:
    """Entries about any of the pseudonyms, newest first; `before` is the token of the last one shown."""
    if not subjects:
        return []
    return [_recorded(row) for row in store.entries_of(subjects, limit, before)]


def entry(token: str) -> Recorded:
    """The entry with that token. Raises UnknownEntry."""
    row = store.entry(token)
    if row is None:
        raise UnknownEntry(_("There is no ledger entry %(token)s.") % {"token": token})
    return _recorded(row)


def size() -> int:
    """Entries a checkpoint protects: one query, and it only grows."""
    latest = store.latest_checkpoint()
    return latest.size if latest else 0


def tells_of(verb: str, start: int, end: int) -> bool:
    """Whether an entry from index `start` up to before `end` does. No body has a value in it, so that words of one are codes."""
    return start < end and store.any_of(verb, start, end)


def last_at() -> datetime | None:
    """Time of the newest entry."""
    newest = store.newest_body()
    return _read(newest)[1] if newest is not None else None


def state() -> State:
    latest = store.latest_checkpoint()
    return State(latest.size if latest else 0, store.pending_count(), last_at())


def tile(path: str) -> bytes | None:
    """Hashes of the tile an address names (`0/x001/234`, `1/000.p/17`); None if the tree has no such tile."""
    try:
        wanted = tiles.parse(path)
    except ValueError:
        return None
    latest = store.latest_checkpoint()
    hashes = store.tile(wanted.level, wanted.number) if latest else None
    length = wanted.width * 32
    return hashes[:length] if hashes is not None and len(hashes) >= length else None


def verifier_key() -> str:
    """The public key, as other tools of signed notes take it."""
    latest = store.latest_checkpoint()
    return str((keys.signer() if latest else keys.ensure()).verifier)


def _recorded(row: store.Row) -> Recorded:
    body, at = _read(row.body)
    return Recorded(row.token, row.subject, body, at, row.place)


def _read(written: str) -> tuple[EntryBody, datetime]:
    try:
        body = EntryBody.read(written)
    except (ValueError, TypeError, KeyError, AttributeError):  # nothing the ledger wrote
        raise Damaged(_("A ledger entry cannot be read. Run 'troth ledger verify' to see what changed.")) from None
    if body.at is None:
        raise Damaged(_("A ledger entry has no time. Run 'troth ledger verify' to see what changed."))
    return body, body.at
