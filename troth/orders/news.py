"""A yes to news that came by another road than its owner's privacy page: it counts once the mailbox is known to be theirs.

At the checkout it is the box "Write to me about new products". Who is signed in has shown that. A guest may have typed
anybody's address, so their wish travels in the link of the mail that confirms the order, and counts when that link is used.
What was said at a trade show travels in a mail of its own. Nothing here ever takes back a no: only its owner
does that, on their privacy page, or by signing up anew from their own mailbox (`leads.sign_ups`).

A yes of an order is queued with what it hangs on, so that it counts also where the process dies before it was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from troth import gate, tasks

from .models import Order

PURPOSE, CHANNEL = "newsletter", "email"
NO = frozenset({gate.State.DECLINED, gate.State.WITHDRAWN, gate.State.OBJECTED})
GO_ON_AFTER = timedelta(minutes=5)  # who was recording it has done so, or died


def remember(order: Order, *, source: str) -> None:
    """In the shop's transaction in which the yes is given. Who calls it records the yes after that, with `grant`."""
    go_on.using(run_after=timezone.now() + GO_ON_AFTER).enqueue(order.pk, source)


@tasks.task(tries=10)
def go_on(order: int, source: str) -> None:
    """The yes of an order (its id), unless it counts already or its owner has said something else since."""
    placed = Order.objects.filter(pk=order).only("party", "placed_at").first()
    person = gate.person_of_party(placed.whose) if placed else None
    if placed is None or person is None:
        return
    standing = gate.standing(person)
    line = standing.choices.get((PURPOSE, CHANNEL)) if standing else None
    if line is None or line.at < placed.placed_at:
        grant(person, source=source)


def grant(person: gate.PersonId, *, source: str) -> None:
    """Record the yes to the newsletter, unless there is a no. The order stands whatever becomes of it."""
    try:
        say_yes(person, source=source)
    except gate.Refused:
        return  # the refusal is in the ledger


def say_yes(person: gate.PersonId, *, source: str, about: Sequence[str] = (PURPOSE,)) -> None:
    """Record the yes to each of these kinds of news to which they have not said no. Raises `gate.Refused`."""
    with gate.together(person):  # a no in the same instant waits, and comes after it
        standing = gate.standing(person)
        wanted = [(purpose, CHANNEL) for purpose in about if standing and not _said_no(standing, purpose)]
        if wanted:
            gate.choose_all(person, wanted, gate.State.GRANTED, actor=gate.the_person(person), source=source)


def _said_no(standing: gate.Standing, purpose: str) -> bool:
    """A no for mails about this, or for this on every channel."""
    lines = (standing.choices.get((purpose, channel)) for channel in (CHANNEL, ""))
    return any(line is not None and line.state in NO for line in lines)
