"""The queue of those whose job it is: approving, declining with a reason, withdrawing what held.

Each look opens a certificate and is an entry of its holder's. What is decided is bound to the state that was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from troth import channels, gate

from .. import jobs
from ..models import PriceBook
from ..models.exemption import Exemption, Standing, WhyNot
from .errors import Changed, Over
from .mine import Mine, _mine
from .purpose import KIND, PURPOSE

AT_ONCE: Final = 20  # each is opened and entered
SHOWN: Final = (Standing.ASKED, Standing.HOLDS, Standing.DECLINED, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting`: how many nobody has looked at yet."""

    found: tuple[Mine, ...]
    waiting: int
    number: int
    pages: int


def check(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)


def waiting() -> int:
    """Opens nothing."""
    return Exemption.objects.filter(state=Standing.ASKED).count()


def queue(state: Standing, actor: gate.Actor, number: int = 1) -> Queue:
    """Those that wait, the oldest first; of those that hold the one that ends first; others newest first. Raises `gate.Refused`."""
    check(actor)
    rows = Exemption.objects.filter(state=state)
    pages = max(1, -(-rows.count() // AT_ONCE))
    number = min(max(number, 1), pages)
    order = {Standing.ASKED: ("begun_at", "pk"), Standing.HOLDS: ("valid_until", "pk")}.get(state, ("-begun_at", "-pk"))
    some = list(rows.order_by(*order)[(number - 1) * AT_ONCE : number * AT_ONCE])
    opened = gate.use_each([row.whose for row in some], [KIND], purpose=PURPOSE, actor=actor) if some else {}
    return Queue(tuple(_mine(row, opened[row.whose]) for row in some), waiting(), number, pages)


def approve(ref: UUID, actor: gate.Actor) -> None:
    """From now on it holds. Raises Changed, Over, `gate.Refused`."""
    check(actor)
    row = _at(ref, Standing.ASKED)
    if row.valid_until < timezone.localdate():
        raise Over
    _decide(row, Standing.HOLDS, "")


def decline(ref: UUID, why: WhyNot, actor: gate.Actor) -> None:
    """Its holder is told why. Raises Changed, `gate.Refused`."""
    check(actor)
    _decide(_at(ref, Standing.ASKED), Standing.DECLINED, why.value)


def withdraw(ref: UUID, why: WhyNot, actor: gate.Actor) -> None:
    """Orders from now on are taxed again, and its holder is told so at once. Raises Changed, `gate.Refused`."""
    check(actor)
    _decide(_at(ref, Standing.HOLDS), Standing.WITHDRAWN, why.value)


def _at(ref: UUID, state: Standing) -> Exemption:
    row = Exemption.objects.filter(ref=ref, state=state).first()
    if row is None:
        raise Changed
    return row


def _decide(row: Exemption, state: Standing, why: str) -> None:
    person = gate.person_of_party(row.whose)
    if person is None:
        raise Changed
    with transaction.atomic():
        if not Exemption.objects.filter(pk=row.pk, state=row.state).update(state=state, why=why):
            raise Changed
        PriceBook.renew()
        channels.send("exemption_news", person, exemption=row.pk, news=state.value)
