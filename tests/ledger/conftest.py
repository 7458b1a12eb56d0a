"""A ledger to work on, and the means to tamper with it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from troth import ledger
from troth.ledger import EntryBody

ADA, BERT = "a" * 32, "b" * 32
STEPS = (250, 260, 90)


def line(**parts: Any) -> EntryBody:
    """An entry as the gate would write it."""
    usual: dict[str, Any] = {
        "verb": "use",
        "decision": "allowed",
        "clause": "2b.i",
        "purpose": "fulfil_order",
        "kind": "order_delivery",
        "fields": ("order_delivery.name", "order_delivery.street_address"),
        "actor_kind": "employee",
        "actor": "0c7f3a52",
        "actor_words": "order_desk",
        "policy_version": "2026-11-01",
    }
    return EntryBody(**usual | parts)


def fill(count: int, subject: str = ADA) -> list[str]:
    """Append entries; their tokens."""
    return [entry.token for entry in ledger.append_many((subject, line()) for _ in range(count))]


def sql(statement: str, *values: Any) -> list[Any]:
    """What someone with the database in hand does."""
    with connections["vault"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key folder of the test's own."""
    monkeypatch.setattr(settings, "TROTH", dataclasses.replace(settings.TROTH, keys=tmp_path))
    return tmp_path


@pytest.fixture
def tokens() -> list[str]:
    """Of 600 entries under three checkpoints."""
    made: list[str] = []
    for step in STEPS:
        made += fill(step)
        ledger.sequence()
    return made
