"""Where an account is signed in: since when, last seen when. No network address, no browser name: none is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from troth.people.models import Session
from troth.people.sessions import hashed


@dataclass(frozen=True, slots=True)
class SignedIn:
    id: uuid.UUID
    since: datetime
    seen: datetime
    until: datetime
    here: bool  # the session that asks


def sessions_of(user: Any, session_key: str | None) -> list[SignedIn]:
    """Every living session of the account, the asking one first, then by last use."""
    here = hashed(session_key) if session_key else ""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")
    found = [SignedIn(row.public_id, row.started_at, row.seen_at, row.expire_date, row.pk == here) for row in rows]
    return sorted(found, key=lambda each: not each.here)


def end(user: Any, session_id: uuid.UUID) -> bool:
    """Sign one session of the account out; whether there was one."""
    return Session.objects.filter(user=user, public_id=session_id).delete()[0] > 0


def end_others(user: Any, session_key: str | None) -> int:
    """Sign the account out everywhere but here; in how many places."""
    here = hashed(session_key) if session_key else ""
    return Session.objects.filter(user=user).exclude(pk=here).delete()[0]


def end_all(user: Any) -> int:
    """Sign the account out everywhere: after a password reset, a closed account, an employee who left."""
    return Session.objects.filter(user=user).delete()[0]
