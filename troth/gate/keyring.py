"""The key ring's own verbs, for those who keep it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from troth.vault.replay import replay
from troth.vault.ring import begun, ensure, ring
from troth.vault.rotate import Progress, retire, rotate

EPOCH = timedelta(days=7)  # how long new keys are wrapped under one secret
BACKUPS = timedelta(days=28)  # how long backups are kept, and with them the secrets that open them
FINAL = EPOCH + BACKUPS  # after so long an erasure is final everywhere


def epochs() -> list[int]:
    """Numbers of the living epochs, newest first."""
    return [epoch.number for epoch in ring().epochs]


def turn(now: datetime | None = None) -> list[int]:
    """What the calendar asks for: a new epoch each week, and the end of those whose backups have expired.

    The numbers of the epochs whose secrets were destroyed. Made to be called again and again.
    """
    now = now or timezone.now()
    current = epochs()[0]
    if now - begun(current) >= EPOCH:
        for _ in rotate():
            pass
    elif len(epochs()) > 1:
        for _ in rotate(fresh=False):  # what an interrupted rotation left
            pass
    gone: list[int] = []
    for number in epochs()[1:]:
        ended = begun(number + 1) if number + 1 in epochs() else begun(number)
        if now - ended >= BACKUPS:
            gone += retire(number, now)
    return gone


__all__ = ["BACKUPS", "EPOCH", "FINAL", "Progress", "begun", "ensure", "epochs", "replay", "retire", "rotate", "turn"]
