"""The queue of those whose job it is: approving, declining with a reason, withdrawing what held.

Each look opens a certificate and is an entry of its holder's. What is decided is bound to the state that was seen. Whoever
filed one does not approve it (`two_of_us`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth import channels, gate
from troth.channels.speaking import speaking

from .. import jobs
from ..models import PriceBook
from ..models.exemption import Exemption, Standing, WhyNot
from . import books, two_of_us
from .errors import Changed, OneOfTwo, Over
from .mine import Mine, _mine
from .purpose import PURPOSE, kinds

AT_ONCE: Final = 20  # each is opened and entered
SHOWN: Final = (Standing.ASKED, Standing.HOLDS, Standing.DECLINED, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting`: how many nobody has looked at yet. `own`: those that the employee who looks has filed; `nobody_else` may
    approve them then.
    """

    found: tuple[Mine, ...]
    waiting: int
    number: int
    pages: int
    own: frozenset[UUID] = frozenset()
    nobody_else: bool = False


def check(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)


def waiting() -> int:
    """Opens nothing."""
    return Exemption.objects.filter(state=Standing.ASKED).count()


def queue(state: Standing, actor: gate.Actor, account: int, number: int = 1) -> Queue:
    """Those that wait, the oldest first; of those that hold the one that ends first; others newest first. Raises `gate.Refused`."""
    check(actor)
    rows = Exemption.objects.filter(state=state)
    pages = max(1, -(-rows.count() // AT_ONCE))
    number = min(max(number, 1), pages)
    order = {Standing.ASKED: ("begun_at", "pk"), Standing.HOLDS: ("valid_until", "pk")}.get(state, ("-begun_at", "-pk"))
    some = list(rows.order_by(*order)[(number - 1) * AT_ONCE : number * AT_ONCE])
    opened = gate.use_each([row.whose for row in some], kinds(), purpose=PURPOSE, actor=actor) if some else {}
    own = two_of_us.own(some, account)
    alone = bool(own) and not two_of_us.somebody_else(account)
    return Queue(tuple(_mine(row, opened[row.whose]) for row in some), waiting(), number, pages, own, alone)


def approve(ref: UUID, actor: gate.Actor, account: int) -> None:
    """From now on it holds, and is kept with the books. Raises Changed, OneOfTwo, Over, `gate.Refused`."""
    check(actor)
    row = _at(ref, Standing.ASKED)
    if row.valid_until < timezone.localdate():
        raise Over
    if books.outlived(row, timezone.now()):
        raise Changed  # nothing would prove it; it is about to be swept up
    alone = ref in two_of_us.own([row], account)
    if alone and two_of_us.somebody_else(account):
        raise OneOfTwo
    _decide(row, Standing.HOLDS, "", alone=alone)
    books.enter(row, actor, _said_of(row) if alone else "")


def _said_of(row: Exemption) -> str:
    """In its holder's words, for their record."""
    with speaking(row.language):
        return gettext("Filed and approved by the same one of us: nobody else had that job then.")


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


def _decide(row: Exemption, state: Standing, why: str, *, alone: bool = False) -> None:
    person = gate.person_of_party(row.whose)
    if person is None:
        raise Changed
    with transaction.atomic():
        seen = Exemption.objects.filter(pk=row.pk, state=row.state)
        if not seen.update(state=state, why=why, alone=alone or row.alone):
            raise Changed
        PriceBook.renew()
        channels.send("exemption_news", person, exemption=row.pk, news=state.value)
