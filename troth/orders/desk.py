"""The order desk: what the office's screens call. Every verb takes the employee as `actor`; their roles decide.

actor = desk.actor_for(user.pk)
desk.list(Shelf.TO_PACK, page=1, actor=actor)   -> Listing     50 orders, each look recorded, constant queries
desk.open(number, actor)                        -> Opened      everything, with sealed parts where the job ends
desk.pack / send / label / delivered / cancel   change the order, or raise NotPossible or gate.Refused
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.catalog.shown import Picture
from troth.people import postal

from . import jobs, line_pictures, parts, ship, shown, states, telling
from .cancel import cancel
from .models import Order
from .pack import delivered, pack
from .parts import Parts, Value
from .ship import Shipped, label
from .shown import OrderShown
from .states import Status
from .telling import Told

__all__ = [
    "Glance",
    "Listing",
    "Opened",
    "Row",
    "Shelf",
    "Shipped",
    "Told",
    "actor_for",
    "cancel",
    "counts",
    "delivered",
    "glance",
    "label",
    "list",
    "open",
    "pack",
    "send",
]

PER_PAGE = 50
# What a list needs of a person and no more.
LISTED = (f"{parts.CONTACT}.name", f"{parts.DELIVERY}.locality", f"{parts.DELIVERY}.country")


class Shelf(StrEnum):
    """A filter of the list."""

    OPEN = "open"
    TO_PACK = "to-pack"
    TO_SHIP = "to-ship"
    UNPAID = "unpaid"
    SENT = "sent"
    ALL = "all"

    @property
    def words(self) -> str | Promise:
        return _WORDS[self]


_WORDS: dict[Shelf, str | Promise] = {
    Shelf.OPEN: _("Open"),
    Shelf.TO_PACK: _("To pack"),
    Shelf.TO_SHIP: _("To ship"),
    Shelf.UNPAID: _("Waiting for payment"),
    Shelf.SENT: _("Sent"),
    Shelf.ALL: _("All"),
}
_STATUS: dict[Shelf, frozenset[Status]] = {
    Shelf.OPEN: states.OPEN,
    Shelf.TO_PACK: frozenset({Status.PAID}),
    Shelf.TO_SHIP: frozenset({Status.PACKED}),
    Shelf.UNPAID: states.AWAITS_PAYMENT,
    Shelf.SENT: frozenset({Status.SHIPPED, Status.DELIVERED}),
    Shelf.ALL: frozenset(Status),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One order of the list. `name` and `place` are opened or withheld; None where there is none any more."""

    order: OrderShown
    name: Value | None
    place: Value | None


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[Row, ...]
    shelf: Shelf
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Glance:
    """An order without anybody's part of it."""

    order: OrderShown
    told: Told | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One order for the desk, and what this employee may do with it now.

    `pictures` go with the lines, one each. `told`: who will be told what when it is sent, or was. `can_give_reason`:
    the job opens more to words that say why.
    """

    order: OrderShown
    parts: Parts
    pictures: tuple[Picture, ...]
    told: Told | None
    can_give_reason: bool
    can_pack: bool
    can_ship: bool
    can_print_again: bool
    can_deliver: bool
    can_cancel: bool


def actor_for(user_pk: int) -> gate.Actor:
    """The employee behind an account, with the roles the vault knows of."""
    return gate.employee(user_pk)


def list(shelf: Shelf = Shelf.OPEN, page: int = 1, *, actor: gate.Actor, search: str = "", reason: str = "") -> Listing:
    """A page of orders, oldest first where something is to be done. `search` is (the beginning of) a number."""
    found = Order.objects.filter(status__in=_STATUS[shelf])
    if search:
        found = found.filter(number__istartswith=search.strip()[:16])
    found = found.order_by("placed_at" if shelf in (Shelf.TO_PACK, Shelf.TO_SHIP) else "-placed_at")
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    orders = _whole(found)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listing(_rows([*orders], actor, reason), shelf, page, pages, total)


def counts() -> dict[Shelf, int]:
    """How many orders stand on each shelf. Opens nothing; one query."""
    by_status = dict(Order.objects.values_list("status").annotate(many=Count("pk")))
    return {shelf: sum(by_status.get(status, 0) for status in _STATUS[shelf]) for shelf in Shelf}


def glance(number: str) -> Glance | None:
    """What the books say of an order. Opens nothing, so nothing is entered."""
    order = _whole(Order.objects.filter(number=number)).first()
    return Glance(told := shown.of(order), telling.told(told.carrier)) if order else None


def open(number: str, actor: gate.Actor, *, reason: str = "") -> Opened | None:
    """One order, each part under the purpose it is needed for. None for a number that is not there."""
    order = _whole(Order.objects.filter(number=number)).first()
    if order is None:
        return None
    told, desk = shown.of(order), jobs.includes(actor, "fulfil_order")
    return Opened(
        told,
        parts.opened(order.whose, actor=actor, reason=reason),
        line_pictures.of(told.lines),
        telling.told(told.carrier),
        can_give_reason=jobs.wants_reason(actor, "fulfil_order"),
        can_pack=desk and order.status == Status.PAID,
        can_ship=desk and order.status == Status.PACKED,
        can_print_again=desk and order.status == Status.SHIPPED,
        can_deliver=desk and order.status == Status.SHIPPED,
        can_cancel=jobs.includes(actor, "resolve_order_problem") and states.may_follow(order.status, Status.CANCELLED),
    )


def send(number: str, actor: gate.Actor) -> Shipped:
    """Hand a packed order to its carrier. The label is for showing and printing now; it is kept nowhere."""
    return ship.ship(number, actor)


def _whole(found: QuerySet[Order]) -> QuerySet[Order]:
    return found.select_related("parcel").prefetch_related(*shown.WHOLE)


def _rows(orders: Sequence[Order], actor: gate.Actor, reason: str) -> tuple[Row, ...]:
    purposes = parts.NEEDED[parts.CONTACT]
    purpose = jobs.purpose_for(actor, *purposes, reason=reason)
    if purpose is None or not orders:
        seal = jobs.seal(actor, *purposes)
        return tuple(Row(shown.of(order), seal, seal) for order in orders)
    named = gate.use_each(
        [order.whose for order in orders],
        LISTED,
        purpose=purpose,
        actor=actor,
        reason="" if jobs.includes(actor, purpose) else reason,
    )
    return tuple(Row(shown.of(order), *_who_and_where(named[order.whose])) for order in orders)


def _who_and_where(answer: gate.Opened | gate.Refused) -> tuple[Value | None, Value | None]:
    if isinstance(answer, gate.Refused):
        seal = gate.Withheld(answer.clause, answer.reason)
        return seal, seal
    contact, delivery = answer.first(parts.CONTACT), answer.first(parts.DELIVERY)
    return contact["name"] if contact else None, _place(delivery, answer.grant) if delivery else None


def _place(delivery: gate.OpenedRecord, grant: gate.Grant) -> Value | None:
    """ "Boston, United States", or the seal of whichever of the two is sealed."""
    told = [value for name in ("locality", "country") if (value := delivery[name]) is not None]
    for value in told:
        if isinstance(value, gate.Withheld):
            return value
    country = delivery["country"]
    words = [value.reveal() for value in told if isinstance(value, gate.Personal)]
    if isinstance(country, gate.Personal):
        words[-1] = postal.country_name(country.reveal())
    return gate.Personal(", ".join(words), grant) if words else None
