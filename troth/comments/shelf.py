"""What pages show of comments: a sum of the stars, and the words of those that one of us has read.

Words lie sealed, and opening them for the page is a use like any other, entered for their writer. So that not every page
that is made opens them anew, the process holds what it has opened, in memory and nowhere else, under the turn it was read
at. A page asks with the revision it is made from; when that has grown, what does not stand any more is dropped, and only what is
new is opened. What the gate refuses is not shown, and not asked for again until something changed.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import OperationalError
from django.db.models import Max, Subquery

from troth import gate
from troth.catalog.models import Catalogue

from .models import STARS, Comment, Shown, State
from .purpose import ANSWER, KIND, PURPOSE, declared

ON_PRODUCT: Final = 5
ON_PAGE: Final = 20
MOST_PRODUCTS: Final = 1000  # whose rows a process holds
MOST_WORDS: Final = 5000  # comments whose words it holds


@dataclass(frozen=True, slots=True)
class Words:
    text: gate.Personal
    name: gate.Personal | None
    bought: bool
    answer: gate.Personal | None


@dataclass(frozen=True, slots=True)
class Said:
    """One comment on a page. `ref` is random; `stars` None for a question."""

    ref: UUID
    stars: int | None
    written_on: date
    words: Words


@dataclass(frozen=True, slots=True)
class Rating:
    """`average`: to one decimal. `spread`: (stars, how many gave them, of a hundred), from five down."""

    count: int
    average: float
    spread: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class OnPage:
    """`total`: of all that are shown, reviews and questions. `rating` is None while nobody gave stars.

    `whole`: the vault answered, so that the page may be kept.
    """

    said: tuple[Said, ...] = ()
    total: int = 0
    rating: Rating | None = None
    number: int = 1
    pages: int = 1
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    ref: UUID
    turn: int
    party: UUID
    record: UUID
    answer: UUID | None
    stars: int | None
    written_on: date


logger = logging.getLogger("troth.comments")
_rows: OrderedDict[int, tuple[int, tuple[_Row, ...]]] = OrderedDict()
_words: OrderedDict[tuple[int, int], Words | None] = OrderedDict()
_seen: list[int] = [0]  # the revision that was asked for last
_one_at_a_time = Lock()

NOTHING: Final = OnPage()


def revision() -> int:
    """One query; 0 before anything was ever written."""
    return Shown.objects.filter(pk=Shown.ONLY).values_list("revision", flat=True).first() or 0


def revisions() -> tuple[int, int]:
    """Of the catalogue, and of the comments shown. One query for both."""
    said = Shown.objects.filter(pk=Shown.ONLY).values("revision")[:1]
    counted = Catalogue.objects.filter(pk=Catalogue.ONLY).annotate(said=Subquery(said))
    found = counted.values_list("revision", "said").first()
    return (found[0], found[1] or 0) if found else (0, revision())


def on_product(product: int, revision: int) -> OnPage:
    """The newest few on the product of this key: its address may become another's. No query in a shop without comments, and
    none where nothing changed since the last page of it.
    """
    return _page(product, revision, 1, ON_PRODUCT)


def on_page(product: int, revision: int, number: int = 1) -> OnPage:
    """A page of all of them; beyond the last page, the last."""
    return _page(product, revision, number, ON_PAGE)


def rating(product: int, revision: int) -> Rating | None:
    """The sum of the stars alone; opens nothing."""
    if not revision or not declared():
        return None
    return _rating(_rows_of(product, revision))


def renewed() -> dict[str, date]:
    """The slugs of products, and on which day something last came to the page. One query."""
    rows = Comment.objects.filter(state=State.SHOWN, resting=False, product__isnull=False, renewed_on__isnull=False)
    newest = rows.order_by().values_list("product__slug").annotate(Max("renewed_on"))
    return dict(newest) if declared() else {}


def forget_all() -> None:
    """What the process holds."""
    with _one_at_a_time:
        _rows.clear()
        _words.clear()
        _seen[0] = 0


def _page(product: int, revision: int, number: int, size: int) -> OnPage:
    if not revision or not declared():
        return NOTHING
    _drop(revision)
    rows = _rows_of(product, revision)
    if not rows:
        return NOTHING
    pages = -(-len(rows) // size)
    number = min(max(number, 1), pages)
    some = rows[(number - 1) * size : number * size]
    words, whole = _opened(some, revision)
    said = (Said(row.ref, row.stars, row.written_on, words[row.pk]) for row in some if row.pk in words)
    return OnPage(tuple(said), len(rows), _rating(rows), number, pages, whole)


def _rating(rows: Iterable[_Row]) -> Rating | None:
    given = [row.stars for row in rows if row.stars is not None]
    if not given:
        return None
    counted = [(stars, given.count(stars)) for stars in reversed(STARS)]
    spread = tuple((stars, many, round(100 * many / len(given))) for stars, many in counted)
    return Rating(len(given), round(sum(given) / len(given), 1), spread)


def _rows_of(product: int, revision: int) -> tuple[_Row, ...]:
    with _one_at_a_time:
        held = _rows.get(product)
        if held is not None and held[0] == revision:
            _rows.move_to_end(product)
            return held[1]
    shown = Comment.objects.filter(product=product, state=State.SHOWN, resting=False).exclude(record=None)
    ordered = shown.order_by("-written_on", "-pk")
    fields = ("pk", "ref", "turn", "party", "record", "answer", "stars", "written_on")
    found = tuple(_Row(*told) for told in ordered.values_list(*fields))
    with _one_at_a_time:
        _rows[product] = revision, found
        while len(_rows) > MOST_PRODUCTS:
            _rows.popitem(last=False)
    return found


def _drop(revision: int) -> None:
    """What was opened and does not stand any more leaves the memory of the process."""
    with _one_at_a_time:
        if revision == _seen[0]:
            return
        _seen[0] = revision
        held = list(_words)
    keys = [pk for pk, _turn in held]
    shown = Comment.objects.filter(pk__in=keys, state=State.SHOWN, resting=False)
    still = set(shown.values_list("pk", "turn")) if keys else set()
    with _one_at_a_time:
        for key in held:
            if key not in still:
                _words.pop(key, None)


def _opened(rows: tuple[_Row, ...], revision: int) -> tuple[dict[int, Words], bool]:
    """Those that may be shown, by row; and whether the vault answered. For a page of an earlier revision nothing new is held:
    it may have been taken back meanwhile, and what was taken back is dropped but once.
    """
    with _one_at_a_time:
        held = {row.pk: _words[row.pk, row.turn] for row in rows if (row.pk, row.turn) in _words}
    new = [row for row in rows if row.pk not in held]
    if new:
        fresh = _asked(new)
        with _one_at_a_time:
            for row in new if revision == _seen[0] else ():
                if row.pk in fresh:
                    _words[row.pk, row.turn] = fresh[row.pk]
            while len(_words) > MOST_WORDS:
                _words.popitem(last=False)
        held |= fresh
    return {pk: words for pk, words in held.items() if words is not None}, len(held) == len(rows)


def _asked(rows: list[_Row]) -> dict[int, Words | None]:
    """A vault that can't be reached keeps nobody from buying: that page has no words, and the next one asks again."""
    parties = [gate.PartyId(int=row.party.int) for row in rows]
    try:
        opened = gate.use_each(parties, [KIND, ANSWER], purpose=PURPOSE, actor=gate.system(PURPOSE))
    except OperationalError:
        logger.warning("comments could not be opened for a page")
        return {}
    return {row.pk: _read(row, opened[party]) for row, party in zip(rows, parties, strict=True)}


def _read(row: _Row, found: gate.Opened | gate.Refused) -> Words | None:
    """None for what the gate refuses, what is gone, and other words than those that were read."""
    if isinstance(found, gate.Refused):
        return None
    record, ours = found.first(KIND), found.first(ANSWER)
    text = record["text"] if record is not None and record.id == row.record else None
    if record is None or not isinstance(text, gate.Personal):
        return None
    name = record["name"]
    answer = ours["text"] if ours is not None and ours.id == row.answer else None
    return Words(
        text,
        name if isinstance(name, gate.Personal) else None,
        isinstance(record["bought"], gate.Personal),
        answer if isinstance(answer, gate.Personal) else None,
    )
