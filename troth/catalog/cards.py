"""Cards: one query for a page of them, whatever stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext

from . import pictures, words
from .addresses import product_path
from .models import Product, Status, Variant
from .money import Money
from .shown import Badge, Card, CardPage, Sort, SortChoice
from .stock import CAN_BUY
from .words import reading

PER_PAGE = 20
NEW_FOR = timedelta(days=30)

ORDERS: dict[Sort, tuple[str, ...]] = {
    Sort.FEATURED: ("position", "title", "pk"),
    Sort.NEWEST: ("-created_at", "-pk"),
    Sort.CHEAPEST: ("price_from", "title", "pk"),
    Sort.DEAREST: ("-price_from", "title", "pk"),
    Sort.TITLE: ("title", "pk"),
}


class CardRow(NamedTuple):
    """The columns a card needs, in the order `COLUMNS` asks for them."""

    slug: str
    title: str
    blurb: str
    price_from: int
    price_varies: bool
    compare_at: int | None
    currency: str
    pictures: list[dict[str, Any]]
    created_at: datetime
    can_buy: bool
    alts: dict[str, str] | None = None  # what pictures show, in another language


COLUMNS = CardRow._fields[:-1]
_IN_WORDS = ("title", "blurb")


def columns(language: str = "") -> tuple[reading.Column, ...]:
    """What to ask for to get a `CardRow`; in another language, of a query with its words `beside`."""
    if not language:
        return COLUMNS
    said = (reading.told(name) if name in _IN_WORDS else name for name in COLUMNS)
    return (*said, f"{reading.SAID}__pictures")


def published() -> QuerySet[Product]:
    """Products that the shop shows, with `can_buy`."""
    buyable = Variant.objects.filter(CAN_BUY, product=OuterRef("pk"))
    return Product.objects.filter(status=Status.PUBLISHED).annotate(can_buy=Exists(buyable)).order_by()


def cards(found: QuerySet[Product], limit: int) -> tuple[Card, ...]:
    """The first `limit` of a query made from `published()`. One query."""
    return of(_told(found)[:limit])


def _told(found: QuerySet[Product]) -> QuerySet[Product, Any]:
    """Rows of `columns` in the language of the page."""
    language = words.spoken()
    listed = reading.beside(found, language) if language else found
    return listed.values_list(*columns(language))


def of(rows: Iterable[Sequence[Any]]) -> tuple[Card, ...]:
    """Rows of `columns` as cards."""
    now = timezone.now()
    return tuple(card(CardRow(*row), now) for row in rows)


def page_of(keys: Sequence[int], number: int, sorts: tuple[SortChoice, ...] = ()) -> CardPage:
    """Page `number` of products that were chosen and ordered already. One query; beyond the last page, the last."""
    pages = _pages(len(keys))
    number = max(1, min(number, pages))
    shown = keys[(number - 1) * PER_PAGE : number * PER_PAGE]
    return CardPage(by_key(shown), number, pages, len(keys), sorts)


def by_key(keys: Sequence[int]) -> tuple[Card, ...]:
    """The cards of these products, in this order; without those the shop does not show. One query for `PER_PAGE`."""
    now = timezone.now()
    rows = (row for start in range(0, len(keys), PER_PAGE) for row in _rows(keys[start : start + PER_PAGE]))
    made = {row[0]: card(CardRow(*row[1:]), now) for row in rows}
    return tuple(made[key] for key in keys if key in made)


def _rows(keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """At most `PER_PAGE`. A shorter page asks for its last product several times, by the same statement."""
    return _PAGE.rows(**{name: keys[min(place, len(keys) - 1)] for place, name in enumerate(_KEYS)})


def _page(language: str = "", **keys: int) -> QuerySet[Product, Any]:
    found = published().filter(pk__in=list(keys.values()))
    listed = reading.beside(found, language) if language else found
    return listed.values_list("pk", *columns(language))


_KEYS = tuple(f"key{place}" for place in range(PER_PAGE))
_PAGE = reading.InLanguage(_page, **dict.fromkeys(_KEYS, int))


def _pages(total: int) -> int:
    return max(1, -(-total // PER_PAGE))


def card(row: CardRow, now: datetime) -> Card:
    compare_at = Money(row.compare_at, row.currency) if row.compare_at is not None else None
    kind = badge(can_buy=row.can_buy, reduced=compare_at is not None, made=row.created_at, now=now)
    return Card(
        slug=row.slug,
        path=product_path(row.slug),
        title=row.title,
        blurb=row.blurb,
        price=Money(row.price_from, row.currency),
        from_price=row.price_varies,
        compare_at=compare_at,
        picture=pictures.first(row.pictures, row.alts),
        in_stock=row.can_buy,
        badge=kind,
        badge_text=badge_text(kind),
    )


def badge(*, can_buy: bool, reduced: bool, made: datetime, now: datetime | None = None) -> Badge:
    if not can_buy:
        return Badge.SOLD_OUT
    if reduced:
        return Badge.REDUCED
    return Badge.NEW if (now or timezone.now()) - made < NEW_FOR else Badge.NONE


def badge_text(kind: Badge) -> str:
    return _said_in(get_language(), kind)


@lru_cache(maxsize=64)
def _said_in(language: str | None, kind: Badge) -> str:
    match kind:
        case Badge.SOLD_OUT:
            return gettext("Sold out")
        case Badge.REDUCED:
            return gettext("Reduced")
        case Badge.NEW:
            return gettext("New")
        case _:
            return ""


def sort_choices(chosen: Sort, usual: str = "") -> tuple[SortChoice, ...]:
    """`usual` names the order without a choice; our own if it is empty."""
    labels = {
        Sort.FEATURED: usual or gettext("Our order"),
        Sort.NEWEST: gettext("Newest first"),
        Sort.CHEAPEST: gettext("Lowest price first"),
        Sort.DEAREST: gettext("Highest price first"),
        Sort.TITLE: gettext("By name"),
    }
    return tuple(SortChoice(sort, label, sort is chosen) for sort, label in labels.items())
