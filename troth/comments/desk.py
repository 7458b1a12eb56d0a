"""The queue of those whose job it is: reading, showing, refusing with a reason, and answering in public.

Each look opens the words for one purpose and is an entry of the writer's. What is decided is bound to the turn that was
seen: of words that changed meanwhile, or were taken back, nothing is decided. Nor of those whose writer has stopped
processing, which nobody can read: they wait until it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.catalog import addresses
from troth.orders import jobs

from . import theirs, words
from .errors import Changed, NotThere
from .models import Comment, Shown, State, Why
from .purpose import ANSWER, BY_US, KIND, PURPOSE

AT_ONCE: Final = 10  # each is opened and entered

Value = gate.Personal | gate.Withheld | None


@dataclass(frozen=True, slots=True)
class Read:
    """One comment as staff read it. `path`: of the product's page, "" where it is not in the shop any more."""

    ref: UUID
    turn: int
    product: str
    path: str
    stars: int | None
    state: State
    why: str
    written_on: date
    text: Value
    name: Value
    bought: bool
    answer: Value


@dataclass(frozen=True, slots=True)
class Queue:
    """`more`: how many there are beyond those on the page."""

    comments: tuple[Read, ...]
    waiting: int
    more: int
    number: int
    pages: int


def check(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)


def waiting() -> int:
    """How many have been read by nobody. Opens nothing."""
    return _rows(State.WAITING).count()


def queue(state: State, actor: gate.Actor, number: int = 1) -> Queue:
    """Those that wait, the oldest first; of others the newest. Raises `gate.Refused`."""
    check(actor)
    rows = _rows(state)
    total = rows.count()
    pages = max(1, -(-total // AT_ONCE))
    number = min(max(number, 1), pages)
    order = ("begun_at", "pk") if state is State.WAITING else ("-written_on", "-pk")
    some = list(rows.select_related("product").order_by(*order)[(number - 1) * AT_ONCE : number * AT_ONCE])
    return Queue(_opened(some, actor), waiting(), total - len(some), number, pages)


def is_there(ref: UUID) -> bool:
    """Also where it is at another turn by now."""
    return Comment.objects.filter(ref=ref).exclude(state=State.GOING).exists()


def approve(ref: UUID, turn: int, actor: gate.Actor) -> None:
    """From now on it is on the page. Raises Changed, `gate.Refused`."""
    check(actor)
    _decide(ref, turn, State.SHOWN, "")


def refuse(ref: UUID, turn: int, why: Why, actor: gate.Actor) -> None:
    """It is not shown, or not any more, and its writer is told why. Raises Changed, `gate.Refused`."""
    check(actor)
    _decide(ref, turn, State.REFUSED, why.value)


@sensitive_variables("text", "told")
def answer(ref: UUID, turn: int, text: str, actor: gate.Actor) -> bool:
    """Our words, for everybody to read below theirs. Whether the number of a card was struck out.

    Raises CommentTrouble, `gate.Refused`. They may quote the writer, so they lie in the vault with theirs and go with them.
    """
    check(actor)
    told, struck = words.public(text, words.LONGEST_ANSWER)
    row = _at(ref, turn)
    person = gate.person_of_party(row.whose)
    if person is None:
        raise NotThere
    data = {ANSWER: {"text": told}}
    with gate.together(person):  # who corrects it at this moment waits, or has begun
        _at(ref, turn)
        taken = gate.collect(person, data, purpose=PURPOSE, source=BY_US, actor=actor, party=row.whose)
    with transaction.atomic():
        record = UUID(int=taken.records[ANSWER].int)
        kept = _still(ref, turn).update(answer=record, turn=F("turn") + 1, renewed_on=timezone.localdate())
        if kept:
            Shown.bump()
            channels.send("comment_news", person, comment=row.pk, news="answered")
    if not kept:
        theirs.nothing_of(row, gate.system(PURPOSE))
        raise Changed
    return struck


def take_answer_back(ref: UUID, turn: int, actor: gate.Actor) -> None:
    """Our words go, from the page and from the vault. Raises Changed, also where there is no answer; `gate.Refused`.

    It is the shop that destroys them: no employee may destroy what lies with somebody's words, whoever wrote it. The page
    lets go of them before the vault's work is done for good: nothing shows what is gone, whenever a process dies.
    """
    check(actor)
    row = _at(ref, turn)
    person = gate.person_of_party(row.whose)
    if person is None:
        raise Changed
    with gate.together(person):
        gate.forget_unfinished(row.whose, purpose=PURPOSE, actor=gate.system(PURPOSE), kind=ANSWER)
        with transaction.atomic():
            if not _still(ref, turn).exclude(answer=None).update(answer=None, turn=F("turn") + 1):
                raise Changed
            Shown.bump()


def _decide(ref: UUID, turn: int, state: State, why: str) -> None:
    row = _at(ref, turn)
    person = gate.person_of_party(row.whose)
    if person is None:
        raise Changed
    with transaction.atomic():
        told = {"renewed_on": timezone.localdate()} if state is State.SHOWN else {}
        if not _still(ref, turn).exclude(state=state).update(state=state, why=why, turn=F("turn") + 1, **told):
            raise Changed
        Shown.bump()
        channels.send("comment_news", person, comment=row.pk, news=state.value)


def _rows(state: State) -> QuerySet[Comment]:
    return Comment.objects.filter(state=state, resting=False).exclude(record=None)


def _still(ref: UUID, turn: int) -> QuerySet[Comment]:
    """The row as it was seen, if it still is so, its words are all there, and they may be read."""
    states = (State.WAITING, State.SHOWN, State.REFUSED)
    return Comment.objects.filter(ref=ref, turn=turn, state__in=states, resting=False).exclude(record=None)


def _at(ref: UUID, turn: int) -> Comment:
    row = _still(ref, turn).first()
    if row is None:
        raise Changed
    return row


def _opened(rows: list[Comment], actor: gate.Actor) -> tuple[Read, ...]:
    if not rows:
        return ()
    opened = gate.use_each([row.whose for row in rows], [KIND, ANSWER], purpose=PURPOSE, actor=actor)
    return tuple(_read(row, opened[row.whose]) for row in rows)


def _read(row: Comment, found: gate.Opened | gate.Refused) -> Read:
    told: dict[str, Value] = dict.fromkeys(("text", "name", "bought", "answer"))
    if isinstance(found, gate.Refused):
        told["text"] = gate.Withheld(found.clause, str(found.reason))
    else:
        record, ours = found.first(KIND), found.first(ANSWER)
        if record is not None and record.id == row.record:
            told |= {name: record[name] for name in ("text", "name", "bought")}
        if ours is not None and ours.id == row.answer:
            told["answer"] = ours["text"]
    return Read(
        row.ref,
        row.turn,
        row.product.title if row.product else "",
        addresses.product_path(row.product.slug) if row.product else "",
        row.stars,
        State(row.state),
        str(Why(row.why).label) if row.why else "",
        row.written_on,
        told["text"],
        told["name"],
        bool(told["bought"]),
        told["answer"],
    )
