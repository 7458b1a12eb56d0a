"""Stock that cannot be sold twice.

`reserve` is one conditional UPDATE: the database, not this program, decides who gets the last one. Reading the
stock and then writing it back sells it as often as there are buyers; the tests show both.
Both verbs belong into the transaction of the order, and take no lock before it: several lines are reserved in the
order of their ids (`reserve_all`), so that two orders never wait for each other in a circle.

In a shop with several locations the variant's stock is the sum of those that send, and decides as before; from where the
pieces come is settled after it, while its row is held (see `locations`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext, ngettext

from troth import prepared
from troth.prepared.changes import Change

from .locations import putting, taking
from .locations.shares import Taken
from .models import Catalogue, Location, Product, Status, Variant
from .shown import Availability

# From this number on pages say how many are left, and a sale changes what they say.
FEW = 5
MOST_AT_ONCE = 999

# A variant that can be bought now, whatever else its row says.
CAN_BUY = Q(offered=True) & (Q(tracked=False) | Q(oversell=True) | Q(stock__gt=0))


class SoldOut(Exception):
    """Not enough is left. `.variant_id` says of what."""

    def __init__(self, variant_id: int) -> None:
        self.variant_id = variant_id
        super().__init__(gettext("There is not enough left in stock."))


@dataclass(frozen=True, slots=True)
class Back:
    """So many pieces that go back to the location (its key) they came from; None: to the main one, or the only one."""

    variant: int
    quantity: int
    location: int | None = None


def reserve(variant_id: int, quantity: int) -> bool:
    """Take `quantity` from the stock. False, and nothing changed, if it is not there or not offered."""
    try:
        reserve_all({variant_id: quantity})
    except SoldOut:
        return False
    return True


def _reserve(variant_id: int, quantity: int) -> bool:
    """Raises SoldOut. Whether it may lie in several locations."""
    if quantity < 1:
        raise ValueError("a quantity is at least 1")
    if not _TAKEN.run(variant=variant_id, quantity=quantity):
        raise SoldOut(variant_id)
    return _tell_pages(variant_id, quantity)


def _taken(variant: int, quantity: int) -> Change:
    enough = Q(tracked=False) | Q(oversell=True) | Q(stock__gte=quantity)
    # A variant whose stock is not counted keeps its number: nobody maintains it.
    left = Case(When(tracked=True, then=F("stock") - quantity), default=F("stock"), output_field=IntegerField())
    # The product's status is asked in a subquery of its own: a join would move the whole condition into one, and
    # PostgreSQL repeats only the conditions on the updated row itself when another buyer was quicker
    # (postgresql.org/docs/current/transaction-iso.html, 13.2.1).
    shown = Product.objects.filter(status=Status.PUBLISHED).values("pk")
    return Variant.objects.filter(enough, pk=variant, offered=True, product_id__in=shown), {"stock": left}


_TAKEN = prepared.Changes(_taken, variant=int, quantity=int)


def release(variant_id: int, quantity: int) -> bool:
    """Put `quantity` back: an order was cancelled, or could not be placed after all. False for what is not counted, or gone."""
    if quantity < 1:
        raise ValueError("a quantity is at least 1")
    counted = Variant.objects.filter(pk=variant_id, tracked=True).update(stock=F("stock") + quantity)
    if counted:
        _tell_pages(variant_id, -quantity)
    return bool(counted)


def change(variant_id: int, difference: int) -> None:
    """So many more or fewer are for sale, whether they are counted or not; for numbers changed by hand."""
    Variant.objects.filter(pk=variant_id).update(stock=F("stock") + difference)
    _tell_pages(variant_id, -difference)


def reserve_all(quantities: Mapping[int, int]) -> Taken:
    """Reserve several variants (id → quantity), all or none. Raises SoldOut for the first that is short.

    Where the shop has several locations: from which each was taken, to be remembered and told to `give_back`. Else {}.
    """
    with transaction.atomic():
        several = [_reserve(variant_id, quantities[variant_id]) for variant_id in sorted(quantities)]
        return taking.take(quantities) if any(several) else {}


def release_all(quantities: Mapping[int, int]) -> None:
    with transaction.atomic():
        for variant_id in sorted(quantities):
            release(variant_id, quantities[variant_id])


def give_back(pieces: Iterable[Back]) -> None:
    """Put everything back to where it was taken from. Two queries more than `release` where locations are named.

    A location that does not send any more has it back all the same; one that is closed left it to the main one.
    """
    goods = sorted(pieces, key=lambda each: each.variant)
    named = {each.location for each in goods if each.location is not None}
    with transaction.atomic():
        if named:  # held first: what a location is (the main one, one that sends) changes only while nobody holds them
            keys = {each.variant for each in goods}
            list(Variant.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        places = {place.pk: place for place in Location.objects.filter(pk__in=named)} if named else {}
        for each in goods:
            place = places.get(each.location or 0)
            if place is None or place.ships:
                if release(each.variant, each.quantity) and place is not None:
                    putting.put(each.variant, place, each.quantity)
            elif Variant.objects.select_for_update().filter(pk=each.variant, tracked=True).first() is not None:
                putting.put(each.variant, place, each.quantity)


def _tell_pages(variant_id: int, taken: int) -> bool:
    """Bump the revision only when pages now say something else. Whether the shop has several locations, by the way.

    A bump at every sale would queue all orders behind one row.
    """
    rows = _LEFT.rows(variant=variant_id)
    if not rows:
        return False
    stock, oversell, several = rows[0]
    if _words(stock, oversell) != _words(stock + taken, oversell):
        Catalogue.bump()
    return bool(several)


def _left(variant: int) -> QuerySet[Variant, Any]:
    columns = ("stock", "oversell", Exists(Location.objects.filter(main=False)))
    return Variant.objects.filter(pk=variant, tracked=True).values_list(*columns)


_LEFT = prepared.Rows(_left, variant=int)


def _words(stock: int, oversell: bool) -> tuple[Availability, str]:
    found = availability(tracked=True, oversell=oversell, stock=stock)
    return found, words(found, stock)


def availability(*, tracked: bool, oversell: bool, stock: int, offered: bool = True) -> Availability:
    if not offered:
        return Availability.SOLD_OUT
    if not tracked:
        return Availability.IN_STOCK
    if stock <= 0:
        return Availability.ON_ORDER if oversell else Availability.SOLD_OUT
    return Availability.FEW_LEFT if stock <= FEW else Availability.IN_STOCK


def words(found: Availability, stock: int) -> str:
    """What a page says: "In stock", "Only 3 left"."""
    match found:
        case Availability.FEW_LEFT:
            return ngettext("Only %(count)d left", "Only %(count)d left", stock) % {"count": stock}
        case Availability.ON_ORDER:
            return gettext("Made to order")
        case Availability.SOLD_OUT:
            return gettext("Sold out")
        case _:
            return gettext("In stock")


def most(*, tracked: bool, oversell: bool, stock: int, offered: bool = True) -> int:
    """The largest quantity that can be asked for now."""
    if not offered:
        return 0
    if not tracked or oversell:
        return MOST_AT_ONCE
    return max(0, min(stock, MOST_AT_ONCE))


def buyable_first() -> Case:
    """For ordering: 0 for what can be bought, 1 for the rest."""
    return Case(When(CAN_BUY, then=Value(0)), default=Value(1), output_field=IntegerField())
