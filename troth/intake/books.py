"""The shop's half of a past order: its row, lines and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from troth.catalog.models import Variant
from troth.orders import numbers
from troth.orders.models import Order, OrderDiscount, OrderEvent, OrderLine, OrderTax, Payment, Placing, Refund
from troth.orders.models.order import By, Origin
from troth.orders.models.order import What as Happened
from troth.orders.models.payment import EARLIER_SHOP, Paying
from troth.orders.models.refund import Giving, Why
from troth.orders.states import Status

from . import parcels
from .models import Taken
from .past_order import PastOrder

# Nothing gives stock back from these; the lines of all others name no variant, whose stock was never taken for them.
DONE: Final = frozenset({Status.DELIVERED, Status.REFUNDED})
Known = tuple[PastOrder, Taken, str]


def write(known: Sequence[Known]) -> None:
    """New orders with all that hangs on them, in the caller's transaction; a statement a table."""
    if not known:
        return
    variants = _variants(known)
    orders = Order.objects.bulk_create(
        [
            Order(
                number=number,
                party=row.party,
                key_digest=numbers.digest(numbers.secret()),
                origin=Origin.IMPORT,
                reserved_until=past.placed_at,
                **_columns(past),
            )
            for (past, row, _mark), number in zip(known, _numbers(len(known)), strict=True)
        ]
    )
    pairs = list(zip(orders, known, strict=True))
    lines = OrderLine.objects.bulk_create(
        line for order, (past, _r, _m) in pairs for line in _lines(order, past, variants)
    )
    OrderEvent.objects.bulk_create(event for order, (past, _r, _m) in pairs for event in _events(order, past))
    both = [(order, past) for order, (past, _row, _mark) in pairs]
    _write_sums(both)
    _write_payments(both)
    parcels.write(both, lines)
    for _order, (past, row, mark) in pairs:
        row.mark, row.status, row.itemised = mark, past.status, past.itemised
    Taken.objects.bulk_create([row for _past, row, _mark in known if row.pk is None])
    Taken.objects.bulk_update([row for _past, row, _mark in known], ["mark", "status", "itemised"])
    Placing.objects.filter(party__in=[row.party for _past, row, _mark in known]).delete()


def rewrite(order: Order, past: PastOrder, row: Taken, mark: str) -> None:
    """What the file says now, unless somebody moved the order in this very moment."""
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        if held.status != row.status:
            return
        Order.objects.filter(pk=order.pk).update(**_columns(past))
        order.lines.all().delete()
        order.events.all().delete()
        order.payments.filter(provider=EARLIER_SHOP).delete()
        order.parcels.all().delete()
        order.taxes.all().delete()
        order.discounts.all().delete()
        lines = OrderLine.objects.bulk_create(_lines(order, past, _variants([(past, row, mark)])))
        OrderEvent.objects.bulk_create(_events(order, past))
        _write_sums([(order, past)])
        _write_payments([(order, past)])
        parcels.write([(order, past)], lines)
        row.mark, row.status, row.itemised = mark, past.status, past.itemised
        row.save(update_fields=["mark", "status", "itemised"])


def _columns(past: PastOrder) -> dict[str, Any]:
    sums = past.sums
    return {
        "reference": past.number[:40],
        "status": past.status,
        "currency": past.currency,
        "goods": sums.goods,
        "discount": sums.discount,
        "shipping": sums.shipping,
        "tax": sums.tax,
        "tax_included": sums.tax_included,
        "total": sums.total,
        "placed_at": past.placed_at,
    }


def _numbers(many: int) -> list[str]:
    """Numbers nobody has. A clash in the same instant is caught by the unique column, and the batch fails whole."""
    found: set[str] = set()
    while len(found) < many:
        wanted = {numbers.order_number() for _ in range(many - len(found))}
        found |= wanted - set(Order.objects.filter(number__in=wanted).values_list("number", flat=True))
    return list(found)


def _variants(known: Sequence[Known]) -> dict[str, int]:
    """Our variants by article number, where exactly one has it."""
    skus = {line.sku for past, _row, _mark in known if past.status in DONE for line in past.lines if line.sku}
    found: dict[str, list[int]] = {}
    for sku, pk in Variant.objects.filter(sku__in=skus).values_list("sku", "pk"):
        found.setdefault(sku, []).append(pk)
    return {sku: pks[0] for sku, pks in found.items() if len(pks) == 1}


def _lines(order: Order, past: PastOrder, variants: dict[str, int]) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            variant_id=variants.get(line.sku) if past.status in DONE else None,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            price=line.price,
            total=line.price * line.quantity,
        )
        for line in past.lines
    ]


def _write_sums(known: Sequence[tuple[Order, PastOrder]]) -> None:
    """What the order's own columns do not say: taxes by name, and what was taken off without the file saying why (its name
    stays empty). On how much a tax fell, no file tells: `base` is 0.
    """
    OrderTax.objects.bulk_create(
        OrderTax(order=order, name=tax.name, rate=tax.rate, base=0, amount=tax.amount, included=not past.sums.tax)
        for order, past in known
        for tax in past.taxes
    )
    OrderDiscount.objects.bulk_create(
        OrderDiscount(order=order, label="", amount=past.unexplained) for order, past in known if past.unexplained
    )


def _write_payments(known: Sequence[tuple[Order, PastOrder]]) -> None:
    """What the file knows of the money: the provider's reference, and the part of it that went back there, on the latest
    day it has. Nobody here can give back the rest. Of most orders it knows nothing but that they were paid.
    """
    told = [(order, past) for order, past in known if _has_payment(past)]
    paid = Payment.objects.bulk_create(_payment(order, past) for order, past in told)
    Refund.objects.bulk_create(
        Refund(
            payment=payment,
            ref=numbers.secret(),
            amount=past.given_back,
            why=Why.ELSEWHERE,
            by=By.STAFF,
            state=Giving.DONE,
            decided_at=past.last_known,
            ended_at=past.last_known,
        )
        for payment, (_order, past) in zip(paid, told, strict=True)
        if past.given_back
    )


def _has_payment(past: PastOrder) -> bool:
    """A cancelled order that was paid has one, too: what was never paid, the shop forgets."""
    kept = past.status is Status.CANCELLED and not past.unpaid
    return bool(past.given_back or past.payment_reference or kept or _sent_unpaid(past))


def _sent_unpaid(past: PastOrder) -> bool:
    """What was sent there without being paid is not to pass for paid; what waits says so by its state."""
    return past.unpaid and past.status in (Status.DELIVERED, Status.PART_SHIPPED)


def _payment(order: Order, past: PastOrder) -> Payment:
    whole, unpaid = past.status is Status.REFUNDED, _sent_unpaid(past)
    return Payment(
        order=order,
        ref=numbers.secret(),
        provider=EARLIER_SHOP,
        amount=past.sums.total,
        currency=past.currency,
        state=Paying.FAILED if unpaid else Paying.REFUNDED if whole else Paying.SUCCEEDED,
        given_back=past.sums.total if whole else past.given_back,
        charge=past.payment_reference,
        started_at=past.placed_at,
        settled_at=None if unpaid else past.paid_at or past.placed_at,
    )


def _events(order: Order, past: PastOrder) -> list[OrderEvent]:
    """What the file has a date of, and that it was taken over."""
    dated: list[tuple[datetime | None, By, Happened]] = [
        (past.placed_at, By.CUSTOMER, Happened.PLACED),
        (past.paid_at, By.PROVIDER, Happened.PAID),
        (past.sent_at, By.STAFF, Happened.PART_SHIPPED if past.status is Status.PART_SHIPPED else Happened.SHIPPED),
        (past.cancelled_at, By.STAFF, Happened.CANCELLED),
        (past.last_known if past.given_back else None, By.STAFF, Happened.PART_REFUNDED),
        (timezone.now(), By.SHOP, Happened.TAKEN_OVER),
    ]
    return [OrderEvent(order=order, at=at, by=by, what=what) for at, by, what in dated if at is not None]
