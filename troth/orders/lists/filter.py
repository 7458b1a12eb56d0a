"""Which orders are asked for. Numbers, times and words of fixed lists; nobody is ever sought by name here.

filter = Filter(shelf=Shelf.ALL, statuses=frozenset({Status.PAID}), overdue=4)
found(filter)     -> QuerySet[Order]
in_turn(filter)   -> the same, in the order in which they are worked through
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.utils import timezone

from troth.catalog.models import Variant

from .. import numbers, shelves, shipping
from ..models import Order, OrderEvent, OrderLine
from ..models.order import Origin, What
from ..shelves import Shelf
from ..states import Status
from . import money
from .money import MoneyState

LONGEST_TEXT = 255  # an article number's; see OrderLine.sku
LONGEST_REFERENCE = 40
MISREAD = str.maketrans("OIL", "011")
NOT_SENT = (Status.PAID, Status.PACKED, Status.PART_SHIPPED)


@dataclass(frozen=True, slots=True)
class Amounts:
    """From `least` to `most`, both included, in minor units of `currency`; None: no bound on that side."""

    currency: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """On one of the days from `first` to `last`, or within the last so many `days`, today included."""

    first: date | None = None
    last: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Every part narrows what the others leave. `overdue`: paid longer than so many days ago, and not sent yet.

    `text`: the beginning of an order's number or of its number in an earlier shop, or a whole article number.
    `carrier` and `method`: as `shipping` names them. `held`: None for either.
    `product`: its key; orders with any of its variants.
    """

    shelf: Shelf = Shelf.OPEN
    text: str = ""
    statuses: frozenset[Status] = field(default_factory=frozenset)
    placed: Placed | None = None
    carrier: str = ""
    method: str = ""
    money: MoneyState | None = None
    origin: Origin | None = None
    amounts: Amounts | None = None
    held: bool | None = None
    overdue: int | None = None
    product: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than a shelf."""
        return self != Filter(self.shelf)


def found(asked: Filter) -> QuerySet[Order]:
    narrowed = shelves.on(asked.shelf).filter(_plain(asked))
    if asked.text:
        narrowed = narrowed.filter(_named(asked.text))
    if asked.money is not None:
        narrowed = narrowed.filter(money.is_so(asked.money))
    if asked.overdue is not None:
        narrowed = narrowed.filter(_paid_before(timezone.now() - timedelta(days=asked.overdue)))
    if asked.product is not None:
        narrowed = narrowed.filter(pk__in=_with_product(asked.product).order_by().values("order"))
    return narrowed


def in_turn(asked: Filter) -> QuerySet[Order]:
    """Oldest first where the oldest waits the longest, else newest first."""
    oldest_first = asked.shelf in shelves.OLDEST_FIRST or asked.overdue is not None
    return found(asked).order_by(*(("placed_at", "pk") if oldest_first else ("-placed_at", "-pk")))


def called(text: str) -> str | None:
    """The number of the one order that has exactly this number, here or in an earlier shop; None for none or several."""
    typed = text.strip()
    if not typed:
        return None
    either = Q(number__in=_numbers(typed)) | Q(reference__in=_references(typed))
    known = Order.objects.filter(either).values_list("number", flat=True)[:2]
    return known[0] if len(known) == 1 else None


def names_some(text: str) -> bool:
    """Whether any order has a number that begins so, or an article of this number: then it is nobody's name."""
    return bool(text.strip()) and Order.objects.filter(_named(text)).exists()


def next_to_pack(number: str) -> str | None:
    """Whose turn it is after this one: the oldest that was placed later, or else the oldest of all."""
    waiting = shelves.on(Shelf.TO_PACK).exclude(number=number).order_by("placed_at", "pk")
    placed_at = Order.objects.filter(number=number).values_list("placed_at", flat=True).first()
    later = waiting.filter(placed_at__gte=placed_at).first() if placed_at else None
    found = later or waiting.first()
    return found.number if found else None


def is_sku(text: str) -> bool:
    """Whether it is the article number of something that was ordered."""
    typed = text.strip()
    return bool(typed) and _with_sku(typed).exists()


def _plain(asked: Filter) -> Q:
    """What stands in the order's own row."""
    wanted = Q()
    if asked.statuses:
        wanted &= Q(status__in=asked.statuses)
    if asked.placed is not None:
        wanted &= _placed(asked.placed)
    if asked.method:
        wanted &= Q(method=asked.method)
    if asked.carrier:
        wanted &= Q(method__in=[one.code for one in shipping.services() if one.carrier == asked.carrier])
    if asked.origin is not None:
        wanted &= Q(origin=asked.origin)
    if asked.amounts is not None:
        wanted &= _worth(asked.amounts)
    if asked.held is not None:
        wanted &= Q(held_since__isnull=not asked.held)
    return wanted


def _placed(asked: Placed) -> Q:
    """Days are those of the shop's own time zone."""
    first = asked.first
    if asked.days is not None:
        first = timezone.localdate() - timedelta(days=asked.days - 1)
    wanted = Q(placed_at__gte=_midnight(first)) if first else Q()
    return wanted & Q(placed_at__lt=_midnight(asked.last + timedelta(days=1))) if asked.last else wanted


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _worth(asked: Amounts) -> Q:
    wanted = Q(currency=asked.currency)
    if asked.least is not None:
        wanted &= Q(total__gte=asked.least)
    if asked.most is not None:
        wanted &= Q(total__lte=asked.most)
    return wanted


def _named(text: str) -> Q:
    """Each part along an index of its own."""
    typed = text.strip()[:LONGEST_TEXT]
    named = Q(pk__in=_with_sku(typed).order_by().values("order"))
    for number in _numbers(typed):
        named |= Q(number__startswith=number)
    for reference in _references(typed):
        named |= Q(reference__startswith=reference)
    return named


def _with_sku(typed: str) -> QuerySet[OrderLine]:
    return OrderLine.objects.annotate(sought=Upper("sku")).filter(sought=Upper(Value(typed)))


def _with_product(product: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(variant__in=Variant.objects.filter(product=product).values("pk"))


def _numbers(typed: str) -> list[str]:
    """As it was typed, and as somebody reads it from a note: without "T-", with an O for a nought (Crockford's base 32)."""
    forms = [typed.upper()]
    said = forms[0].removeprefix("T-").translate(MISREAD)
    if len(said) <= numbers.LENGTH and set(said) <= set(numbers.ALPHABET):
        forms.append(f"T-{said}")
    return [*dict.fromkeys(forms)]


def _references(typed: str) -> list[str]:
    """As it was typed, in capitals, and with the mark that one shop system writes before its numbers."""
    forms = (typed, typed.upper(), f"#{typed}")
    return [each for each in dict.fromkeys(forms) if len(each) <= LONGEST_REFERENCE]


def _paid_before(moment: datetime) -> Q:
    paid = OrderEvent.objects.filter(order=OuterRef("pk"), what__in=(What.PAID, What.PAID_LATE), at__lt=moment)
    return Q(Exists(paid), status__in=NOT_SENT)
