"""Doing again what a restored database has forgotten: erasures, choices, restrictions, revoked roles."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import keys
from .models import Choice, Key, Person, Record, Replayed, Restriction, Role
from .ring import journal_of, ring


def replay() -> int:
    """Do again what this database has not seen; the number of lines done."""
    epochs = sorted(epoch.number for epoch in ring().epochs)
    with transaction.atomic(using="vault", durable=True):
        Replayed.objects.exclude(id__in=epochs).delete()
        return sum(_epoch(number) for number in epochs if journal_of(number).exists())


def _epoch(number: int) -> int:
    file = journal_of(number)
    mark, _ = Replayed.objects.select_for_update().get_or_create(id=number, defaults={"position": 0})
    if mark.position > file.stat().st_size:
        mark.position = 0  # another journal than the one this database knew
    done = 0
    for line, end in _whole_lines(file, mark.position):
        _do(line)
        mark.position, done = end, done + 1
    mark.save()
    return done


def _whole_lines(file: Path, start: int) -> Iterator[tuple[dict[str, list[Any]], int]]:
    """Each line with the place after it. A line is written before its transaction commits: a torn one never did."""
    with file.open("rb") as journal:
        journal.seek(start)
        for written in journal:
            start += len(written)
            if not written.endswith(b"\n"):
                return
            try:
                yield json.loads(written), start
            except ValueError:
                continue


def _do(line: dict[str, list[Any]]) -> None:
    if "all" in line:
        for each in line["all"]:
            _do(each)
        return
    if "erased" in line:
        _erase(line)
        return
    person, *rest = line.get("choice") or line.get("restriction") or line["role"]
    if not Person.objects.filter(id=person).exists():
        return
    if "choice" in line:
        _choose(person, *rest)
    elif "restriction" in line:
        _restrict(person, *rest)
    else:
        _role(person, *rest)


def _erase(line: dict[str, list[Any]]) -> None:
    for key, until in line["loose"]:
        row = Key.objects.filter(id=key).first()
        if row is not None:
            keys.cut_loose(keys.living(row), datetime.fromisoformat(until))
    Record.objects.filter(id__in=line["records"]).delete()
    Key.objects.filter(id__in=line["erased"]).delete()
    Person.objects.filter(id__in=line["people"]).delete()


def _choose(person: uuid.UUID, purpose: str, channel: str, state: str) -> None:
    Choice.objects.update_or_create(
        person_id=person,
        purpose=purpose,
        channel=channel,
        defaults={"state": state},
        create_defaults={"state": state, "source": "journal", "policy_version": "", "at": timezone.now()},
    )


def _restrict(person: uuid.UUID, what: str, on: bool) -> None:
    if on:
        Restriction.objects.get_or_create(person_id=person, what=what, until=None, defaults={"since": timezone.now()})
    else:
        Restriction.objects.filter(person_id=person, what=what, until=None).update(until=timezone.now())


def _role(person: uuid.UUID, role: str, on: bool) -> None:
    if on:
        Role.objects.get_or_create(person_id=person, role=role, defaults={"since": timezone.now()})
    else:
        Role.objects.filter(person_id=person, role=role).delete()
