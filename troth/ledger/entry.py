"""What an entry says, as values."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from .errors import NotACode

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode
# No space, no @, no + and nothing beyond ASCII: no name, address or telephone number gets in by accident.
_CODE = re.compile(r"[A-Za-z0-9_.:/*(){}~=-]{1,255}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBody:
    """What happened, in codes and opaque ids; never a value. Empty parts are left out of the written form."""

    verb: str  # collect, use, disclose, …
    decision: str = ""  # allowed, refused; of an outcome: delivered, failed, unknown
    clause: str = ""  # the clause of the policy it rests on
    code: str = ""  # why it was refused, as a stable word
    purpose: str = ""
    kind: str = ""
    fields: tuple[str, ...] = ()
    recipient: str = ""
    channel: str = ""
    state: str = ""  # of a choice: granted, declined, withdrawn, objected
    actor_kind: str = ""
    actor: str = ""  # opaque reference
    actor_words: str = ""  # code for the words that say who it was ("order_desk")
    source: str = ""
    policy_version: str = ""
    refers: str = ""  # token of the earlier entry this one is about
    at: datetime | None = None  # aware; None means now

    def written(self, at: datetime) -> str:
        """Canonical JSON: sorted keys, no spaces, ASCII, `at` in UTC to the microsecond. Raises NotACode."""
        said: dict[str, Any] = {}
        for name in _WORDS:
            if word := getattr(self, name):
                if not _CODE.fullmatch(word):
                    raise NotACode(f"'{name}' of a ledger entry must be a code or an opaque id")
                said[name] = word
        if self.fields:
            if not all(map(_CODE.fullmatch, self.fields)):
                raise NotACode("'fields' of a ledger entry must be names of fields")
            said["fields"] = sorted(self.fields)
        said["at"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return _encode(said)

    @classmethod
    def read(cls, body: str) -> EntryBody:
        """From its written form. What a later version added is passed over."""
        said = json.loads(body)
        known: dict[str, Any] = {name: said[name] for name in _WORDS if name in said}
        at = datetime.fromisoformat(said["at"])
        return cls(**known, fields=tuple(said.get("fields", ())), at=at)


_WORDS = tuple(field.name for field in fields(EntryBody) if field.name not in ("fields", "at"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was just written."""

    token: str  # its random id
    at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it is read back."""

    token: str
    subject: str
    body: EntryBody
    at: datetime
    index: int | None  # place in the tree; None while it waits for the sequencer

    @property
    def pending(self) -> bool:
        """True while no checkpoint protects it yet."""
        return self.index is None
