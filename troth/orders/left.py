"""What of an order still has to be sent, and what goes into a parcel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from troth.recipients.carrier import Content

from . import states
from .errors import NotLeftToSend
from .models import Order, OrderLine, ParcelLine
from .models.parcel import Booking, Parcel
from .voiding import LEASE

COUNTED = (Booking.ASKED, Booking.BOOKED, Booking.FAILED, Booking.UNHEARD)  # whose goods nobody else may pack


@dataclass(frozen=True, slots=True)
class Packed:
    """One line of the order and how many of it lie in the parcel."""

    line: OrderLine
    quantity: int


def left(order: Order, *, but: int | None = None) -> dict[int, int]:
    """How many of each line (by its id) lie in no parcel yet. `but`: a parcel that does not count. Two queries.

    A parcel without lines holds everything that was ordered.
    """
    known = order.parcels.all() if order.status in states.MAY_HAVE_PARCELS else ()
    parcels = [parcel for parcel in known if parcel.booking in COUNTED and parcel.pk != but]
    gone: dict[int, int] = {}
    lines = [*order.lines.all()]
    for parcel in parcels:
        inside = {each.line_id: each.quantity for each in parcel.lines.all()}
        for line, quantity in (inside or {line.pk: line.wanted for line in lines}).items():
            gone[line] = gone.get(line, 0) + quantity
    return {line.pk: max(line.wanted - gone.get(line.pk, 0), 0) for line in lines}


def choose(order: Order, wanted: Mapping[int, int] | None, *, but: int | None = None) -> tuple[Packed, ...]:
    """What goes into the next parcel: all that is left, or so many of each line (by its id). Raises NotLeftToSend."""
    rest = left(order, but=but)
    taken = rest if wanted is None else {line: many for line, many in wanted.items() if many}
    if not any(taken.values()) or any(many < 0 or many > rest.get(line, 0) for line, many in taken.items()):
        raise NotLeftToSend
    return tuple(Packed(line, taken[line.pk]) for line in order.lines.all() if taken.get(line.pk))


def being_booked(order: Order) -> bool:
    """Whether somebody waits for a carrier's answer about a parcel of it just now. One query."""
    return order.parcels.filter(booking=Booking.ASKED, asked_at__gt=timezone.now() - LEASE).exists()


def write(parcel: Parcel, packed: tuple[Packed, ...]) -> None:
    """Put this into the parcel, and nothing else."""
    parcel.lines.all().delete()
    ParcelLine.objects.bulk_create(ParcelLine(parcel=parcel, line=each.line, quantity=each.quantity) for each in packed)


def grams(order: Order, packed: tuple[Packed, ...]) -> int:
    """What it weighs: the order's weight if it is all of it, else the weight of its pieces, or their share."""
    pieces = sum(line.wanted for line in order.lines.all())
    inside = sum(each.quantity for each in packed)
    if inside >= pieces:
        return order.grams
    weights = {line.pk: line.variant.weight_grams for line in _with_variants(packed) if line.variant}
    if all(each.line.pk in weights for each in packed):
        return sum(weights[each.line.pk] * each.quantity for each in packed)
    return round(order.grams * inside / max(pieces, 1))


def contents(parcel: Parcel) -> tuple[Content, ...]:
    """The lines of a parcel as customs ask for them. Values are what was paid: after the discount, without the tax."""
    order = parcel.order
    inside = {each.line_id: each.quantity for each in parcel.lines.all()}
    found = OrderLine.objects.filter(order=order).select_related("variant__product")
    return tuple(
        content(order, line, inside.get(line.pk, 0) if inside else line.wanted)
        for line in found
        if not inside or line.pk in inside
    )


def content(order: Order, line: OrderLine, quantity: int) -> Content:
    """So many of one line, as customs ask for it."""
    variant = line.variant
    product = variant.product if variant else None
    return Content(
        sku=line.sku,
        title=line.title,
        quantity=quantity,
        value=(line.total - line.discount) // max(line.quantity, 1),
        currency=order.currency,
        grams=variant.weight_grams if variant else order.grams // max(quantity, 1),
        customs_code=product.customs_code if product else "",
        origin=product.origin if product else "",
    )


def _with_variants(packed: tuple[Packed, ...]) -> list[OrderLine]:
    return [*OrderLine.objects.filter(pk__in=[each.line.pk for each in packed]).select_related("variant")]
