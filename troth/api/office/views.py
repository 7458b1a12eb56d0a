"""The office's addresses. Each calls the verb that the desk's own screen calls, as the employee whose token it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from troth.catalog.levels import levels
from troth.orders import desk, fields, numbers
from troth.orders.desk import Print, Shelf
from troth.orders.walk import walk

from .. import cursor as onward
from ..answers import faulty
from ..problem import Problem
from . import shapes, shaping
from .bearer import OfficeToken, who

ORDERS, STOCK = "office-orders", "office-stock"
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str, Query(max_length=onward.LONGEST, description="What `next` said; none for the beginning.")]
Number = Annotated[str, Path(pattern=f"^{numbers.PATTERN}$")]
OnShelf = Annotated[Shelf, Query(description="As the desk's screen has them.")]
REFUSED = {401: Problem, 403: Problem}
ACTS = {**REFUSED, 404: Problem, 409: Problem}

router = Router(tags=["Office"], auth=OfficeToken())


@router.get("/office/orders", response={200: shapes.OrderPage, **REFUSED}, summary="Orders of a shelf")
def orders(
    request: HttpRequest, shelf: OnShelf = Shelf.OPEN, limit: Limit = 24, cursor: Cursor = ""
) -> shapes.OrderPage:
    """Numbers, states and amounts, oldest first. Opens nobody's part, so nothing is entered."""
    told = walk(shelf, who(request).actor, after=_place(onward.read(ORDERS, cursor)), most=limit + 1)
    last = told[limit - 1] if len(told) > limit else None
    more = onward.made(ORDERS, f"{last.placed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {last.number}") if last else None
    return shapes.OrderPage(items=[shaping.in_list(each) for each in told[:limit]], next=more)


@router.get("/office/orders/{number}", response={200: shapes.Opened, **REFUSED, 404: Problem}, summary="One order")
def order(request: HttpRequest, number: Number) -> shapes.Opened:
    """The people's part as the desk's screen would show it under the token's purposes; each look is recorded.

    What they do not open is `withheld`, with the clause that says so.
    """
    bearer, glance = who(request), desk.glance(number)
    opened = fields.opened(number, bearer.actor)
    if glance is None or opened is None:
        raise Http404
    return shaping.opened(glance.order, opened)


@router.post("/office/orders/{number}/pack", response={200: shapes.State, **ACTS}, summary="Packed")
def pack(request: HttpRequest, number: Number) -> shapes.State:
    """Paid → packed. For `fulfil_order`."""
    actor = who(request).actor
    return _done(number, lambda: desk.pack(number, actor))


@router.post("/office/orders/{number}/ship", response={200: shapes.Shipped, **ACTS}, summary="Hand a parcel over")
def ship(request: HttpRequest, number: Number, told: shapes.ToShip) -> shapes.Shipped:
    """Books it with the carrier, who is told what the policy grants them. For `fulfil_order`. Asked twice, it goes once."""
    actor = who(request).actor
    return shaping.shipped(_there(lambda: desk.send(number, actor, _lines(number, told), printed=Print(told.printed))))


@router.post("/office/orders/{number}/label", response={200: shapes.Shipped, **ACTS}, summary="The label once more")
def label(request: HttpRequest, number: Number, printed: shapes.Printed = "pdf") -> shapes.Shipped:
    """Of the newest parcel, if its answer was lost: the carrier is asked, and told, again. For `fulfil_order`."""
    actor = who(request).actor
    return shaping.shipped(_there(lambda: desk.label(number, actor, printed=Print(printed))))


@router.get("/office/stock", response={200: shapes.LevelPage, 401: Problem}, summary="How many are left")
def stock(request: HttpRequest, limit: Limit = 100, cursor: Cursor = "") -> shapes.LevelPage:
    """Of every variant, sold or not, in the order of their `ref`. Nothing of anybody in it: any token may ask."""
    told = levels(_ref(onward.read(STOCK, cursor)), limit + 1)
    more = onward.made(STOCK, str(told[limit - 1].ref)) if len(told) > limit else None
    return shapes.LevelPage(items=[shaping.level(each) for each in told[:limit]], next=more)


def _there[Answer](act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    except ObjectDoesNotExist:
        raise Http404 from None


def _done(number: str, act: Callable[[], None]) -> shapes.State:
    _there(act)
    seen = desk.glance(number)
    if seen is None:
        raise Http404
    return shapes.State(number=number, status=seen.order.status.value)


def _lines(number: str, told: shapes.ToShip) -> Mapping[int, int] | None:
    """So many of each line by the order's own ids; None for everything that is left."""
    seen = desk.glance(number)
    if not told.parts or seen is None:
        return None
    lines = seen.order.lines
    if any(part.line > len(lines) for part in told.parts):
        raise faulty("body.parts", "line")
    chosen: dict[int, int] = {}
    for part in told.parts:
        line = lines[part.line - 1].id
        chosen[line] = chosen.get(line, 0) + part.quantity
    return chosen


def _place(text: str) -> tuple[datetime, str] | None:
    if not text:
        return None
    at, _space, number = text.partition(" ")
    try:
        return datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=UTC), number
    except ValueError:
        raise faulty("query.cursor", "cursor") from None


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise faulty("query.cursor", "cursor") from None
