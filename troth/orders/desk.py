"""The order desk: what the office's screens call. Every verb takes the employee as `actor`; their roles decide.

actor = desk.actor_for(user.pk)
desk.list(Shelf.TO_PACK, page=1, actor=actor)   -> Listing     50 orders, each look recorded, constant queries
desk.open(number, actor)                        -> Opened      everything, with sealed parts where the job ends
desk.slip(number, actor)                        -> Slip        the packing slip: where it goes, and nothing else
desk.pack / send / label / take_back / delivered / cancel / send_pay_link / hold / let_go_on / give_back / write_note
                                                change the order, or raise an OrderTrouble or gate.Refused
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from troth import gate
from troth.catalog.shown import Picture
from troth.people import postal
from troth.recipients.carrier import Print

from . import jobs, line_pictures, parts, shelves, ship, shown, telling, trouble
from .cancel import cancel
from .hold import hold, let_go_on
from .models import Order
from .notes import write as write_note
from .opening import Opened, open, returns_of
from .pack import delivered, pack
from .parts import Part, Value
from .pay_link import send_pay_link
from .refunds import give as give_back
from .shelves import Shelf, counts
from .ship import Shipped, label
from .shown import OrderShown
from .take_back import take_back
from .telling import Told
from .trouble import Trouble

__all__ = [
    "Glance",
    "Listing",
    "Opened",
    "Print",
    "Row",
    "Shelf",
    "Shipped",
    "Slip",
    "Told",
    "Trouble",
    "actor_for",
    "cancel",
    "counts",
    "delivered",
    "give_back",
    "glance",
    "hold",
    "label",
    "let_go_on",
    "list",
    "open",
    "pack",
    "returns_of",
    "send",
    "send_pay_link",
    "slip",
    "take_back",
    "write_note",
]

PER_PAGE = 50
# What a list needs of a person and no more.
LISTED = (f"{parts.CONTACT}.name", f"{parts.DELIVERY}.locality", f"{parts.DELIVERY}.country")


@dataclass(frozen=True, slots=True)
class Row:
    """One order of the list. `name` and `place` are opened or withheld; None where there is none any more.

    `trouble`: what went wrong with its payment, if something did.
    """

    order: OrderShown
    name: Value | None
    place: Value | None
    trouble: Trouble | None = None


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
class Slip:
    """What lies in the parcel, and where it goes."""

    order: OrderShown
    delivery: Part
    pictures: tuple[Picture, ...]


def actor_for(user_pk: int) -> gate.Actor:
    """The employee behind an account, with the roles the vault knows of."""
    return gate.employee(user_pk)


def list(shelf: Shelf = Shelf.OPEN, page: int = 1, *, actor: gate.Actor, search: str = "", reason: str = "") -> Listing:
    """A page of orders, oldest first where something is to be done. `search` is (the beginning of) a number."""
    found = shelves.on(shelf)
    if search:
        found = found.filter(number__istartswith=search.strip()[:16])
    found = found.order_by("placed_at" if shelf in shelves.OLDEST_FIRST else "-placed_at")
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    orders = _whole(found)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listing(_rows([*orders], actor, reason), shelf, page, pages, total)


def glance(number: str) -> Glance | None:
    """What the books say of an order. Opens nothing, so nothing is entered."""
    order = _whole(Order.objects.filter(number=number)).first()
    return Glance(told := shown.of(order), telling.told(told.carrier)) if order else None


def slip(number: str, actor: gate.Actor) -> Slip | None:
    """The packing slip: opens where the parcel goes and no more. None for a number that is not there."""
    order = _whole(Order.objects.filter(number=number)).first()
    if order is None:
        return None
    told = shown.of(order)
    return Slip(told, parts.delivery(order.whose, actor=actor), line_pictures.of(told.lines))


def send(
    number: str, actor: gate.Actor, lines: Mapping[int, int] | None = None, *, printed: Print = Print.PDF
) -> Shipped:
    """Hand a parcel to its carrier: what is left of a packed order, or so many of each line (by `LineShown.id`).

    The label is for showing and printing now; it is kept nowhere.
    """
    return ship.ship(number, actor, lines, printed=printed)


def _whole(found: QuerySet[Order]) -> QuerySet[Order]:
    return found.prefetch_related(*shown.WHOLE)


def _rows(orders: Sequence[Order], actor: gate.Actor, reason: str) -> tuple[Row, ...]:
    told = [(order, shown.of(order)) for order in orders]
    wrong, seen = trouble.of_each(told, actor), _named(orders, actor, reason)
    return tuple(Row(each, *seen[order.whose], wrong.get(order.pk)) for order, each in told)


def _named(
    orders: Sequence[Order], actor: gate.Actor, reason: str
) -> dict[gate.PartyId, tuple[Value | None, Value | None]]:
    """Name and place of each order's buyer, or the seal in their place."""
    purposes, whose = parts.NEEDED[parts.CONTACT], [order.whose for order in orders]
    purpose = jobs.purpose_for(actor, *purposes, reason=reason)
    if purpose is None or not whose:
        seal = jobs.seal(actor, *purposes)
        return dict.fromkeys(whose, (seal, seal))
    needed = "" if jobs.includes(actor, purpose) else reason
    named = gate.use_each(whose, LISTED, purpose=purpose, actor=actor, reason=needed)
    return {party: _who_and_where(named[party]) for party in whose}


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
