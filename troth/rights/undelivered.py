"""Messages that did not go, for whoever's job they belong to: why, send them again, or leave it at that.

Nothing is opened: a row tells ids, times and words for what went wrong, never whom it was for. An order mail names its
order, where those who may can look further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.channels import queue
from troth.channels.models import Message, State
from troth.channels.templates import TEMPLATES
from troth.orders.models import Order

from . import mail_faults
from .at_work import AtWork

AT_ONCE = 100  # rows on a page
# Who sees to mails of a purpose beside those whose job it is to write them.
HELPED_BY = {
    "order_communication": "resolve_order_problem",
    "account": "customer_support",
    "account_security": "customer_support",
}


class Note(StrEnum):
    """Why somebody left it at that. A choice and no free words: they could name somebody, and the queue may not."""

    TOLD = "told"
    STALE = "stale"
    NO_ADDRESS = "no-address"

    @property
    def words(self) -> str | Promise:
        return _NOTES[self]


_NOTES = {
    Note.TOLD: _("They were told in another way"),
    Note.STALE: _("It is of no use any more"),
    Note.NO_ADDRESS: _("The address is wrong, and no other is known"),
}


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`order` is a number or "". `maybe`: it may have arrived. `note`: why somebody left it at that, or None."""

    id: UUID
    title: str
    order: str
    queued_at: datetime
    ended_at: datetime | None
    tries: int
    why: str
    clause: str
    maybe: bool
    note: Note | None


@dataclass(frozen=True, slots=True)
class Pile:
    """The newest of a pile, and how many there are in all."""

    rows: tuple[Undelivered, ...]
    total: int


def undecided(by: AtWork) -> Pile:
    """What waits for a decision. Raises `gate.Refused` for a job that no mail belongs to."""
    return _pile(queue.undecided(_theirs(by)))


def decided(by: AtWork) -> Pile:
    """What was given up, or refused by the policy. Raises `gate.Refused`."""
    return _pile(queue.decided(_theirs(by)))


def sees_any(by: AtWork) -> bool:
    return bool(_belonging_to(by))


def count(by: AtWork) -> int:
    """How many wait for this job's decision."""
    return queue.undecided(_belonging_to(by)).count()


def send_again(by: AtWork, ids: Iterable[UUID] | None) -> int:
    """Queue them once more (all that wait, for None); how many. The policy is asked anew when they leave."""
    return sum(queue.send_again(message) for message in _chosen(by, ids))


def give_up(by: AtWork, ids: Iterable[UUID], note: Note) -> int:
    """Leave it at that; how many. Whom they were for is forgotten."""
    return sum(queue.give_up(message, note.value) for message in _chosen(by, ids))


def _chosen(by: AtWork, ids: Iterable[UUID] | None) -> list[Message]:
    waiting = queue.undecided(_theirs(by))
    return [*(waiting if ids is None else waiting.filter(pk__in=list(ids)))]


def _theirs(by: AtWork) -> frozenset[str]:
    names = _belonging_to(by)
    if not names:
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])
    return names


def _belonging_to(by: AtWork) -> frozenset[str]:
    """Names of the templates that are this employee's business."""
    return frozenset(
        name
        for name, template in TEMPLATES.items()
        if template.purpose in by.purposes or HELPED_BY.get(template.purpose) in by.purposes
    )


def _pile(found: queue.Messages) -> Pile:
    messages = [*found[:AT_ONCE]]
    orders = {int(each.ids["order"]) for each in messages if "order" in each.ids}
    numbers = dict(Order.objects.filter(pk__in=orders).values_list("pk", "number"))
    total = len(messages) if len(messages) < AT_ONCE else found.count()
    return Pile(tuple(_row(each, numbers) for each in messages), total)


def _row(message: Message, numbers: dict[int, str]) -> Undelivered:
    fault, _mark, note = message.code.partition(queue.GIVEN_UP)
    return Undelivered(
        id=message.pk,
        title=mail_faults.title(message.template),
        order=numbers.get(int(message.ids.get("order", 0)), ""),
        queued_at=message.queued_at,
        ended_at=message.ended_at,
        tries=message.attempts,
        why=mail_faults.refusal(fault) if message.state == State.REFUSED else mail_faults.why(fault),
        clause=message.clause,
        maybe=message.state == State.UNKNOWN,
        note=Note(note) if note in set(Note) else None,
    )
