"""A page of orders with the names that this job may see: each look is recorded, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from troth import gate
from troth.people import postal

from .. import jobs, parts, shown, trouble
from ..models import Order
from ..parts import Value
from ..shown import OrderShown
from ..trouble import Trouble
from . import filter as filters
from .filter import Filter

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
    filter: Filter
    page: int
    pages: int
    total: int


def list(asked: Filter | None = None, page: int = 1, *, actor: gate.Actor, reason: str = "") -> Listing:
    """The open orders, unless something else is asked for. Raises `gate.Refused` for an employee without any job."""
    jobs.may_look(actor)
    asked = asked or Filter()
    found = filters.in_turn(asked)
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    orders = whole(found)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listing(_rows([*orders], actor, reason), asked, page, pages, total)


def whole(found: QuerySet[Order]) -> QuerySet[Order]:
    """With all that `shown.of` looks at."""
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
