"""Tokens by which an employee's program comes to the office: some of the purposes of their job, and never more.

lend(user, label, purposes, days)   -> Lent       shown once; raises NotTheirs for a purpose that is not in the job
bearer(token)                       -> Bearer     who comes with it, or None for one that opens nothing
held_by(user) / everybody()         -> rows       newest first
end(public_id, user)                              from now on it opens nothing
end_unheld(user)                                  after a change of jobs: what rests on a job that is gone ends for good

A purpose that a job gives only with a reason can't be lent: a program has no reasons. What the gate is asked in the
program's name carries the purposes lent to it, so that it refuses all others itself.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from troth import gate
from troth.people.models import OfficeToken, User

PREFIX = "troth_"  # so that scanners of code for secrets can know it
LABEL = re.compile(r"\A[A-Za-z][A-Za-z0-9 ._-]{0,39}\Z")
LONGEST = 365  # days
USE_NOTED = timedelta(minutes=1)  # as exactly as its last use is told; each request would be a write otherwise
# What programs can do for: see the office's room of the API.
LENT = ("fulfil_order", "resolve_order_problem", "order_history", "billing")
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}\Z")


class NotTheirs(ValueError):
    """A purpose that is not in the employee's job, or that no program can use."""


@dataclass(frozen=True, slots=True)
class Lent:
    """`token` is told now and never again."""

    row: OfficeToken
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that came with a token. `actor`: the employee behind it, with the token's purposes and no others."""

    account: int
    actor: gate.Actor
    purposes: frozenset[str]


def lendable(user: User) -> tuple[str, ...]:
    """The purposes of the employee's job that a program can use."""
    held = _held(gate.roles_of(user.pk))
    return tuple(purpose for purpose in LENT if purpose in held)


def lend(user: User, label: str, purposes: Iterable[str], *, days: int) -> Lent:
    """Raises NotTheirs, and ValueError for a label or a time out of bounds."""
    wanted = frozenset(purposes)
    if not wanted or not wanted <= set(lendable(user)):
        raise NotTheirs
    if not LABEL.match(label) or not 1 <= days <= LONGEST:
        raise ValueError("a label of plain letters, and at most a year")
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    row = OfficeToken.objects.create(
        user=user,
        label=label,
        digest=_digest(token),
        purposes=sorted(wanted),
        ends_at=timezone.now() + timedelta(days=days),
    )
    return Lent(row, token)


def bearer(token: str) -> Bearer | None:
    """Asked of the vault each time: a job that was taken away a moment ago counts no more."""
    row = _living(OfficeToken.objects.select_related("user")).filter(digest=_digest(token)).first()
    if row is None or not _SHAPE.match(token) or not (row.user.is_active and row.user.is_staff):
        return None
    purposes = frozenset(row.purposes)
    actor = gate.employee(row.user_id, only=purposes)
    if not purposes or not purposes <= _held(actor.roles):
        _end([row.pk])
        return None
    _note_use(row)
    return Bearer(row.user_id, actor, purposes)


def held_by(user: User) -> QuerySet[OfficeToken]:
    return OfficeToken.objects.filter(user=user)


def everybody() -> QuerySet[OfficeToken]:
    return OfficeToken.objects.select_related("user")


def end(public_id: UUID, user: User | None = None) -> bool:
    """Whether this ended it. `user`: only if it is theirs."""
    found = OfficeToken.objects.filter(public_id=public_id, ended_at=None)
    found = found.filter(user=user) if user is not None else found
    return bool(found.update(ended_at=timezone.now()))


def end_unheld(user: User) -> int:
    """End those of which a purpose is in the employee's job no more; how many. Given back, the job revives none."""
    held = _held(gate.roles_of(user.pk))
    rows = _living(OfficeToken.objects.filter(user=user)).values_list("pk", "purposes")
    return _end([pk for pk, purposes in rows if not frozenset(purposes) <= held])


def _living(found: QuerySet[OfficeToken]) -> QuerySet[OfficeToken]:
    return found.filter(ended_at=None, ends_at__gt=timezone.now())


def _end(pks: Collection[int]) -> int:
    return OfficeToken.objects.filter(pk__in=list(pks), ended_at=None).update(ended_at=timezone.now())


def _held(roles: Iterable[str]) -> frozenset[str]:
    known = gate.policy().roles
    return frozenset().union(*(known[name].purposes for name in roles if name in known))


def _note_use(row: OfficeToken) -> None:
    now = timezone.now()
    if row.used_at is None or row.used_at < now - USE_NOTED:
        OfficeToken.objects.filter(pk=row.pk).update(used_at=now)


def _digest(token: str) -> str:
    """A plain hash: what is hashed has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shown:
    """A token in a list. `name`: its employee's, opened or withheld; None in a list of one's own."""

    row: OfficeToken
    purposes: tuple[str, ...]
    living: bool
    name: object = None


def in_words(purpose: str) -> str:
    return gate.policy().purposes[purpose].for_staff


def shown(rows: Iterable[OfficeToken], names: Mapping[int, object] | None = None) -> tuple[Shown, ...]:
    """`names`: of employees, by account. Living ones first."""
    now, known = timezone.now(), gate.policy().purposes
    told = [
        Shown(
            row,
            tuple(in_words(each) for each in row.purposes if each in known),
            row.ended_at is None and row.ends_at > now,
            (names or {}).get(row.user_id),
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda each: not each.living))
