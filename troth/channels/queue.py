"""The durable queue: rows of `Message`. Written in the caller's transaction, taken under a lease, ended once.

A worker marks what it takes with the number of the attempt; every later change of the row is conditional on it, so a
worker that was thought dead and comes back changes nothing. A lease that runs out before the carrier
had the letter gives the message back. One that runs out after it ends as UNKNOWN: it may have left, so it is
not sent again by itself, and it is counted where people look.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from troth import prepared
from troth.tasks import only_ids

from . import handles, leave, speaking
from .models import ENDED, Message, State
from .templates import declared

logger = logging.getLogger("troth.channels")
Messages = QuerySet[Message]

_MESSAGES = prepared.Inserts(Message)
# Longer than the mail service may take (30 s), or a slow server would look like a dead worker.
LEASE = timedelta(seconds=90)
# A mail server that is down over a week-end loses no mail: the ninth try comes after some three days.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 120, 480, 1440, 2880))
KEPT = timedelta(days=30)
_STUCK = (State.FAILED, State.UNKNOWN)
GIVEN_UP = "/"  # between what went wrong and why it was left at that, in `code`


def send(template: str, to: handles.To, **ids: object) -> Message:
    """Queue a message. Raises UnknownTemplate, NotAnId (an argument that is none), NotSealed (`to` is no id)."""
    now = timezone.now()
    if "language" not in ids and (language := speaking.asked_in()):
        ids["language"] = language
    whose, text = handles.put(to)
    message = Message(
        template=declared(template).name, whose=whose, to=text, ids=only_ids(ids), queued_at=now, next_at=now
    )
    return _MESSAGES.write(message)


def send_now(template: str, to: handles.To, **ids: object) -> Message:
    """Queue a message and let it leave at once, for what must have left before the next step.

    Not inside a transaction (the gate refuses that). The returned message tells by its `state` what became of it; one
    that stays QUEUED is tried again later like any other, if there is still an address then.
    """
    message = send(template, to, **ids)
    taken = _take(Message.objects.filter(pk=message.pk), timezone.now())
    if taken is not None:
        _leave(taken)
    message.refresh_from_db()
    return message


def send_due(limit: int = 100) -> int:
    """Let messages leave that are due, one after another; how many were tried."""
    recover()
    tried = 0
    while tried < limit and (taken := _take(Message.objects.all(), timezone.now())) is not None:
        _leave(taken)
        tried += 1
    return tried


def recover(now: datetime | None = None) -> int:
    """End the leases that have run out; how many there were."""
    now = now or timezone.now()
    late = Message.objects.filter(state=State.LEASED, lease_until__lte=now)
    given_back = late.filter(handing_at=None).update(state=State.QUEUED, next_at=now, lease_until=None)
    unknown = late.filter(handing_at__isnull=False).update(
        state=State.UNKNOWN, ended_at=now, lease_until=None, code="worker-died"
    )
    if given_back or unknown:
        logger.warning("messages whose worker fell silent: %s taken again, %s of unknown outcome", given_back, unknown)
    return given_back + unknown


def counts() -> dict[str, int]:
    """How many messages there are by state: what staff and `doctor` look at."""
    rows = Message.objects.values_list("state").annotate(how_many=Count("pk"))
    return {**dict.fromkeys(State.values, 0), **dict(rows)}


def troubles(limit: int) -> list[Message]:
    """The newest messages that did not leave, or of which nobody knows."""
    stuck = (State.REFUSED, State.FAILED, State.UNKNOWN)
    return list(Message.objects.filter(state__in=stuck).order_by("-ended_at").defer("to", "ids")[:limit])


def newest_about(template: str, name: str, ids: Collection[int]) -> dict[int, Message]:
    """The newest message of a template about each of some ids, such as orders; ids nothing was written about lack."""
    if not ids:
        return {}
    about = Message.objects.filter(template=template, **{f"ids__{name}__in": list(ids)})
    return {int(each.ids[name]): each for each in about.order_by("queued_at").defer("to")}


def undecided(templates: Collection[str]) -> Messages:
    """Messages that did not go, or of which nobody knows, and about which nobody has decided yet; newest first."""
    stuck = Message.objects.filter(state__in=_STUCK, template__in=list(templates)).exclude(to="")
    return stuck.order_by("-ended_at").defer("to")


def decided(templates: Collection[str]) -> Messages:
    """Messages that did not go and will not: refused by the policy, or given up; newest first."""
    over = Message.objects.filter(template__in=list(templates), to="", state__in=(*_STUCK, State.REFUSED))
    return over.order_by("-ended_at")


def give_up(message: Message, note: str) -> bool:
    """Somebody decided that it shall not go. Whom it was for is forgotten; False when there was nothing to decide.

    `note` is a short word for why, never free text: this store holds nothing about anybody.
    """
    code = f"{message.code[: 58 - len(note)]}{GIVEN_UP}{note}"
    return Message.objects.filter(pk=message.pk, state__in=_STUCK).exclude(to="").update(to="", code=code) == 1


def send_again(message: Message) -> bool:
    """Somebody decided to try a failed message, or one of unknown outcome, once more; False when it is neither."""
    stuck = Message.objects.filter(pk=message.pk, state__in=_STUCK).exclude(to="")
    now = timezone.now()
    fresh = {"attempts": 0, "handing_at": None, "ended_at": None, "code": ""}
    return stuck.update(state=State.QUEUED, next_at=now, **fresh) == 1


def sweep(now: datetime | None = None) -> int:
    """Delete messages that ended longer ago than they are kept; how many."""
    ended_before = (now or timezone.now()) - KEPT
    return Message.objects.filter(state__in=ENDED, ended_at__lt=ended_before).delete()[0]


def mark_handing(message: Message) -> bool:
    """Note that the carrier gets the letter now; False when the lease is no longer ours, and it must not."""
    now = timezone.now()
    # What is left of the lease must be enough for the slowest mail service.
    return bool(_mine(message).filter(lease_until__gt=now + LEASE / 2).update(handing_at=now))


def _take(among: QuerySet[Message], now: datetime) -> Message | None:
    due = among.filter(state=State.QUEUED, next_at__lte=now).order_by("next_at")
    if not due.exists():  # a plain read: an idle worker takes no write lock
        return None
    with transaction.atomic():
        message = due.select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.state, message.lease_until = State.LEASED, now + LEASE
        message.attempts += 1
        message.handing_at = None
        message.save(update_fields=["state", "lease_until", "attempts", "handing_at"])
    return message


def _leave(message: Message) -> None:
    ending = leave.leave(message, lambda: mark_handing(message))
    now = timezone.now()
    if ending.state is State.QUEUED and message.attempts <= len(PAUSES):
        _mine(message).update(
            state=State.QUEUED,
            next_at=now + PAUSES[message.attempts - 1],
            lease_until=None,
            handing_at=None,
            code=ending.code,
        )
        return
    state = State.FAILED if ending.state is State.QUEUED else ending.state
    # Whom it was for is kept only where somebody may still decide to send it again.
    to = {} if state in (State.FAILED, State.UNKNOWN) else {"to": ""}
    _mine(message).update(state=state, ended_at=now, lease_until=None, clause=ending.clause, code=ending.code, **to)


def _mine(message: Message) -> QuerySet[Message]:
    """The row as this attempt took it; empty when another one has it."""
    return Message.objects.filter(pk=message.pk, state=State.LEASED, attempts=message.attempts)
