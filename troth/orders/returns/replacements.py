"""What is sent in place of what came back: another variant of the same product, at its price today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from troth.catalog import stock
from troth.catalog.locations.shares import Share, Taken
from troth.catalog.models import Variant
from troth.catalog.money import Money
from troth.catalog.words import naming

from .. import taken
from ..errors import NotEnoughLeft, NotPossible
from ..models import Order, OrderLine, ReturnLine
from . import amounts


@dataclass(frozen=True, slots=True)
class Replacement:
    """`extra`: what it costs more than what came back, below 0 for less; minor units, tax and discount as they were paid."""

    line: ReturnLine
    new: Variant
    title: str
    extra: int
    paid: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant that can be sent instead; what one of it costs less, or more, at today's prices."""

    variant: int
    name: str
    cheaper: Money
    dearer: Money


def choices(line: OrderLine, *, dearer: bool = False) -> tuple[Choice, ...]:
    """The variants of its product that cost no more, the same one first; `dearer`: all of them. Two queries."""
    same = Variant.objects.filter(pk=line.variant_id).select_related("product").first()
    if same is None:
        return ()
    found = Variant.objects.filter(stock.CAN_BUY, product=same.product, currency=same.currency)
    if not dearer:
        found = found.filter(price__lte=same.price)
    ordered = sorted(found, key=lambda each: (each.pk != same.pk, each.pk))
    named = naming.names(same.product, ordered)
    return tuple(_choice(same, each, name) for each, name in zip(ordered, named, strict=True))


def weigh(order: Order, lines: Iterable[ReturnLine], instead: Mapping[int, int]) -> list[Replacement]:
    """`instead`: another variant (id) for a line of the return (id); the same one without. Raises NotPossible."""
    return [_replacement(order, each, instead.get(each.pk, each.line.variant_id)) for each in lines]


def reserve(found: Iterable[Replacement]) -> Taken:
    """All of them, or none. Raises NotEnoughLeft."""
    wanted: dict[int, int] = {}
    titles: dict[int, str] = {}
    for each in found:
        wanted[each.new.pk] = wanted.get(each.new.pk, 0) + each.line.quantity
        titles[each.new.pk] = each.title
    try:
        return stock.reserve_all(wanted)
    except stock.SoldOut as short:
        raise NotEnoughLeft([titles[short.variant_id]]) from None


def write(order: Order, found: Iterable[Replacement], from_where: Taken) -> None:
    """The lines that are sent instead. They cost nothing; what each stands for is remembered."""
    left = {variant: [*shares] for variant, shares in from_where.items()}
    for each in found:
        sent = OrderLine.objects.create(
            order=order,
            variant=each.new,
            sku=each.new.sku,
            title=each.title,
            quantity=each.line.quantity,
            price=0,
            total=0,
        )
        taken.remember([sent], _of_line(each, left))
        ReturnLine.objects.filter(pk=each.line.pk).update(replaced_by=sent, worth=each.paid + each.extra)


def _of_line(each: Replacement, left: dict[int, list[Share]]) -> Taken:
    """So much of what was taken of a variant as this line needs; two lines may want the same one."""
    shares, needed, rest = [], each.line.quantity, []
    for share in left.get(each.new.pk, []):
        some = min(share.quantity, needed)
        needed -= some
        if some:
            shares.append(Share(share.location, some))
        if share.quantity > some:
            rest.append(Share(share.location, share.quantity - some))
    left[each.new.pk] = rest
    return {each.new.pk: tuple(shares)} if shares else {}


def _replacement(order: Order, each: ReturnLine, variant: int | None) -> Replacement:
    old = Variant.objects.filter(pk=each.line.variant_id).select_related("product").first()
    new = Variant.objects.filter(pk=variant).select_related("product").first() if variant else None
    if old is None or new is None or new.product_id != old.product_id or new.currency != old.currency:
        raise NotPossible
    paid = amounts.of_line(order, each.line, each.quantity)
    title = each.line.title if new.pk == old.pk else _written(naming.name(new, order.language))
    return Replacement(each, new, title, _extra(paid, old, new, each.quantity), paid)


def _extra(paid: int, old: Variant, new: Variant, quantity: int) -> int:
    """In proportion to what was paid, so that discount and tax go with it. What cost nothing is charged at its price."""
    if not old.price:
        return new.price * quantity
    less = new.price < old.price
    share = paid * abs(new.price - old.price)
    return -(share // old.price) if less else -(-share // old.price)


def _choice(same: Variant, each: Variant, name: naming.Name) -> Choice:
    less, more = max(same.price - each.price, 0), max(each.price - same.price, 0)
    return Choice(each.pk, _written(name), Money(less, same.currency), Money(more, same.currency))


def _written(name: naming.Name) -> str:
    return f"{name.title} · {name.choice}"[:512] if name.choice else name.title
