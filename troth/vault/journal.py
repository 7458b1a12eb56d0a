"""What must not be undone by restoring a backup, kept beside the key ring so that it outlives the database.

One line of JSON each: erasures (ids of keys), choices and restrictions (opaque ids). A database restored from before
such a line replays the lines it has not seen before the shop opens. Replaying a line twice changes nothing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Choice, Key, Person, Replayed, Restriction


def file() -> Path:
    return settings.TROTH.keys / "journal"


def write_erased(keys: Iterable[uuid.UUID], people: Iterable[uuid.UUID] = ()) -> None:
    _write({"erased": [str(key) for key in keys], "people": [str(person) for person in people]})


def write_choice(person: uuid.UUID, purpose: str, channel: str, state: str) -> None:
    _write({"choice": [str(person), purpose, channel, state]})


def write_restriction(person: uuid.UUID, what: str, on: bool) -> None:
    _write({"restriction": [str(person), what, on]})


def _write(line: dict[str, list[Any]]) -> None:
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")  # one write: lines of several processes do not mix
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replay() -> int:
    """Do again what this database has not seen; the number of lines done."""
    if not file().exists():
        return 0
    with transaction.atomic(using="vault", durable=True):
        mark, _ = Replayed.objects.select_for_update().get_or_create(id=1, defaults={"position": 0})
        with file().open("rb") as journal:
            journal.seek(mark.position)
            lines = journal.read().splitlines(keepends=True)
        whole = [line for line in lines if line.endswith(b"\n")]
        for line in whole:
            _do(json.loads(line))
        mark.position += sum(map(len, whole))
        mark.save()
    return len(whole)


def _do(line: dict[str, list[Any]]) -> None:
    if "erased" in line:
        Key.objects.filter(id__in=line["erased"]).delete()
        Person.objects.filter(id__in=line["people"]).delete()
        return
    person, *rest = line.get("choice") or line["restriction"]
    if not Person.objects.filter(id=person).exists():
        return
    if "choice" in line:
        purpose, channel, state = rest
        Choice.objects.update_or_create(
            person_id=person,
            purpose=purpose,
            channel=channel,
            defaults={"state": state},
            create_defaults={"state": state, "source": "journal", "policy_version": "", "at": timezone.now()},
        )
        return
    what, on = rest
    if on:
        Restriction.objects.get_or_create(person_id=person, what=what, until=None, defaults={"since": timezone.now()})
    else:
        Restriction.objects.filter(person_id=person, what=what, until=None).update(until=timezone.now())
