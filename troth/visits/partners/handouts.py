"""What was handed out, kept as long as the figures are: anybody may read it."""

from __future__ import annotations

import uuid

from ..models import Handout
from .question import Question


def write(question: Question, spent: int, entry: uuid.UUID) -> None:
    Handout.objects.create(
        partner=question.partner,
        figure=question.figure,
        subject=question.subject,
        first=question.first,
        last=question.last,
        spent=spent,
        entry=entry,
    )


def given(most: int = 500) -> list[Handout]:
    """The newest first. One query."""
    return [*Handout.objects.order_by("-made_at", "-pk")[:most]]
