"""`give`: the policy decides and the ledger has it, the allowance pays, and only then is anything drawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from troth import gate

from . import allowance, noise
from .cells import Exact, released
from .handouts import write
from .question import Question

PURPOSE = "partner_figures"


@dataclass(frozen=True, slots=True)
class Given:
    """What may leave: numbers with noise by day. `loss`, `spent`: thousandths of epsilon. `entry`: the ledger's line."""

    question: Question
    rows: Mapping[date, Sequence[int]]
    loss: int
    spent: int
    entry: uuid.UUID


def give(question: Question, exact: Exact, actor: gate.Actor) -> Given:
    """Raises `gate.Refused`, AllowanceSpent and NoNoise; then nothing was given, and the ledger says so."""
    noise.check()
    entry = gate.give_figures(question.figure, purpose=PURPOSE, recipient=question.partner, actor=actor)
    try:
        with transaction.atomic():
            spent = allowance.spend(question)
            rows = released(question, exact)
            write(question, spent, entry)
    except BaseException:
        gate.outcome(entry, "failed")
        raise
    gate.outcome(entry, "delivered")
    return Given(question, rows, allowance.EACH, spent, entry)
