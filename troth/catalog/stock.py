"""Stock that cannot be sold twice.

`reserve` is one conditional UPDATE: the database, not this program, decides who gets the last one. Reading the
stock and then writing it back sells it as often as there are buyers; the tests show both.
Both verbs belong into the transaction of the order, and take no lock before it: several lines are reserved in the
order of their ids (`reserve_all`), so that two orders never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext, ngettext

from .models import Catalogue, Product, Status, Variant
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


def reserve(variant_id: int, quantity: int) -> bool:
    """Take `quantity` from the stock. False, and nothing changed, if it is not there or not offered."""
    if quantity < 1:
        raise ValueError("a quantity is at least 1")
    enough = Q(tracked=False) | Q(oversell=True) | Q(stock__gte=quantity)
    # A variant whose stock is not counted keeps its number: nobody maintains it.
    taken = Case(When(tracked=True, then=F("stock") - quantity), default=F("stock"), output_field=IntegerField())
    # The product's status is asked in a subquery of its own: a join would move the whole condition into one, and
    # PostgreSQL repeats only the conditions on the updated row itself when another buyer was quicker
    # (postgresql.org/docs/current/transaction-iso.html, 13.2.1).
    shown = Product.objects.filter(status=Status.PUBLISHED).values("pk")
    changed = Variant.objects.filter(enough, pk=variant_id, offered=True, product_id__in=shown).update(stock=taken)
    if changed:
        _tell_pages(variant_id, quantity)
    return bool(changed)


def release(variant_id: int, quantity: int) -> None:
    """Put `quantity` back: an order was cancelled, or could not be placed after all."""
    if quantity < 1:
        raise ValueError("a quantity is at least 1")
    if Variant.objects.filter(pk=variant_id, tracked=True).update(stock=F("stock") + quantity):
        _tell_pages(variant_id, -quantity)


def reserve_all(quantities: Mapping[int, int]) -> None:
    """Reserve several variants (id → quantity), all or none. Raises SoldOut for the first that is short."""
    with transaction.atomic():
        for variant_id in sorted(quantities):
            if not reserve(variant_id, quantities[variant_id]):
                raise SoldOut(variant_id)


def release_all(quantities: Mapping[int, int]) -> None:
    with transaction.atomic():
        for variant_id in sorted(quantities):
            release(variant_id, quantities[variant_id])


def _tell_pages(variant_id: int, taken: int) -> None:
    """Bump the revision only when pages now say something else.

    A bump at every sale would queue all orders behind one row.
    """
    row = Variant.objects.filter(pk=variant_id, tracked=True).values_list("stock", "oversell").first()
    if row is None:
        return
    stock, oversell = row
    if _words(stock, oversell) != _words(stock + taken, oversell):
        Catalogue.bump()


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
