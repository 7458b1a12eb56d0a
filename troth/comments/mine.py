"""What somebody wrote, for themselves: the words, how it stands, why it is not shown, and our answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from troth import gate
from troth.catalog import named
from troth.catalog.shown import Card

from . import theirs
from .models import Comment, State, Why
from .purpose import ANSWER, KIND

Value = gate.Personal | gate.Withheld | None
THEIRS: Final = "rights_request"  # holds also for whoever stopped processing


@dataclass(frozen=True, slots=True)
class Mine:
    """`title` and `path` are "" for a product that is not in the shop any more. `why`: in a sentence, "" unless refused.

    `unfinished`: its words were not taken in; they are to be sent again.
    """

    ref: UUID
    title: str
    path: str
    stars: int | None
    state: State
    why: str
    written_on: date
    text: Value
    name: Value
    bought: bool
    answer: Value
    unfinished: bool


def of(person: gate.PersonId) -> tuple[Mine, ...]:
    """Newest first. Opens nothing, and enters nothing, where nobody wrote anything. Raises `gate.Refused`."""
    rows = list(theirs.rows(person).select_related("product"))
    opened, cards = _opened(rows, person), _cards(rows)
    return tuple(_mine(row, opened[row.whose], cards) for row in rows)


def one(person: gate.PersonId, ref: UUID) -> Mine:
    """Raises NotThere, `gate.Refused`."""
    row = theirs.row(person, ref)
    opened = _opened([row], person)[row.whose]
    if isinstance(opened, gate.Refused):
        raise opened
    return _mine(row, opened, _cards([row]))


def stars_given(person: gate.PersonId, slug: str) -> UUID | None:
    """The comment in which they gave stars to this product already. Opens nothing."""
    rows = theirs.rows(person).filter(product__slug=slug, stars__isnull=False)
    return rows.values_list("ref", flat=True).first()


def _opened(rows: list[Comment], person: gate.PersonId) -> Mapping[gate.Whose, gate.Opened | gate.Refused]:
    if not rows:
        return {}
    parties = [row.whose for row in rows]
    return gate.use_each(parties, [KIND, ANSWER], purpose=THEIRS, actor=gate.the_person(person))


def _cards(rows: list[Comment]) -> dict[str, Card]:
    return named.cards_named([row.product.slug for row in rows if row.product is not None])


def _mine(row: Comment, answer: gate.Opened | gate.Refused, cards: dict[str, Card]) -> Mine:
    card = cards.get(row.product.slug) if row.product is not None else None
    words: dict[str, Value] = dict.fromkeys(("text", "name", "bought"))
    ours: Value = None
    if isinstance(answer, gate.Refused):
        words["text"] = gate.Withheld(answer.clause, str(answer.reason))
    else:
        record, said = answer.first(KIND), answer.first(ANSWER)
        words = {each: record[each] if record else None for each in words}
        ours = said["text"] if said and said.id == row.answer else None
    return Mine(
        row.ref,
        card.title if card else "",
        card.path if card else "",
        row.stars,
        State(row.state),
        str(Why(row.why).label) if row.why else "",
        row.written_on,
        words["text"],
        words["name"],
        bool(words["bought"]),
        ours,
        row.state == State.WRITING,
    )
