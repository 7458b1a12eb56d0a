"""What the desk is offered to put a case right with: which things, how many, and how much money they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from troth.catalog.money import Money
from troth.orders import refunded
from troth.orders.models import Order
from troth.orders.problems import NOT_PACKED_RIGHT, Problem
from troth.orders.returns import amounts, window
from troth.orders.returns.available import available
from troth.orders.states import UNDER_WAY

from . import mending
from .concerned import ALL_OF_IT, NEVER_CAME, proposed
from .shelf import CaseShown
from .unwaited import STRANDED

_BY_A_CARRIER = frozenset({Problem.DAMAGED, Problem.MISSING, Problem.NOT_ARRIVED, Problem.LOST, Problem.UNDELIVERABLE})
_OF_GOODS = frozenset({Problem.DAMAGED, Problem.WRONG_THING, Problem.MISSING, Problem.OTHER, *ALL_OF_IT})


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the order (its id): so many can still be settled, and so many are proposed."""

    id: int
    title: str
    most: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Offer:
    """`pieces`: what can be sent again or asked back; none for what is not about goods. `most`: money that can go back.

    `suggested`: money for the pieces that are proposed; None where there are none, or there is no money to give back.
    `on_shelf`: the things themselves most likely lie there. `ends_the_wait`: of money, for a parcel that never came.
    """

    pieces: tuple[Piece, ...]
    most: Money | None
    suggested: Money | None
    on_shelf: bool
    can_ask_back: bool
    can_claim: bool
    ends_the_wait: bool


def of(case: CaseShown) -> Offer:
    """Asks a handful of queries. Opens nothing."""
    order = Order.objects.prefetch_related("lines", "parcels__lines", "payments").get(number=case.order)
    goods = case.problem in _OF_GOODS and order.status in window.SENT
    there = available(order) if goods else {}
    wanted = proposed(order, case.problem, {each.id: each.quantity for each in case.told}) if goods else {}
    pieces = tuple(
        Piece(line.pk, line.title, there[line.pk], wanted.get(line.pk, 0))
        for line in order.lines.all()
        if there.get(line.pk)
    )
    most = refunded.left_of(order)
    return Offer(
        pieces,
        most if most.amount > 0 else None,
        _worth(order, pieces, most),
        case.problem in NOT_PACKED_RIGHT or case.problem is Problem.RETURNED,
        case.problem not in ALL_OF_IT and case.problem is not Problem.MISSING,
        case.problem in _BY_A_CARRIER and not case.claimed and mending.can_claim(order),
        case.problem in NEVER_CAME | STRANDED and (order.status in UNDER_WAY or _is_denied(order)),
    )


def _is_denied(order: Order) -> bool:
    return any(each.denied_at is not None and each.given_up_at is None for each in order.parcels.all())


def _worth(order: Order, pieces: tuple[Piece, ...], most: Money) -> Money | None:
    """No more than one refund can give back."""
    lines = {line.pk: line for line in order.lines.select_related("replaces")} if pieces else {}
    before = amounts.paid_back(order) if pieces else {}
    worth = sum(amounts.of_line(order, lines[each.id], each.proposed, before.get(each.id, 0)) for each in pieces)
    found = min(worth, most.amount)
    return Money(found, order.currency) if found > 0 else None
