"""What somebody did about a case, written down, and until when the next thing should be done."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from .models import Attempt, Case, Tried

# How long to wait before somebody looks again. A number that was looked up alone changes nothing.
NEXT = {
    Tried.WRITTEN: timedelta(days=3),
    Tried.REACHED: timedelta(days=3),
    Tried.MESSAGE_LEFT: timedelta(days=2),
    Tried.NO_ANSWER: timedelta(days=1),
    Tried.CLAIMED: timedelta(days=7),
}


def noted(case: Case, channel: str, tried: Tried) -> None:
    Attempt.objects.create(case=case, channel=channel, tried=tried)
    if tried in NEXT:
        Case.objects.filter(pk=case.pk, closed_at=None).update(due_at=timezone.now() + NEXT[tried])
