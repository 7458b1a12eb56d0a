"""Orders of earlier days as rows in the books, for figures: nobody's, and as many as wanted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from troth.catalog.models import Variant
from troth.orders import numbers
from troth.orders.models import Difference, Dispute, Order, OrderLine, Payment, Refund, ReturnRequest
from troth.orders.models.dispute import Contesting
from troth.orders.models.order import By
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Giving, Why
from troth.orders.models.returning import Owed
from troth.orders.returns.states import Returning
from troth.orders.states import Status


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def sold(day: date, *goods: tuple[Variant, int], status: Status = Status.DELIVERED, **columns: object) -> Order:
    """One paid order of that day."""
    return many([day], *goods, status=status, **columns)[0]


def many(
    days: Iterable[date], *goods: tuple[Variant, int], status: Status = Status.DELIVERED, **columns: object
) -> list[Order]:
    """A paid order a day named, all alike, in four statements."""
    worth = sum(variant.price * quantity for variant, quantity in goods)
    told = {"currency": "USD", "goods": worth, "shipping": 500, "tax": 0, "discount": 0, **columns}
    total = told["goods"] - told["discount"] + told["shipping"] + told["tax"]  # type: ignore[operator]
    orders = Order.objects.bulk_create(
        [
            Order(
                party=uuid.uuid4(),
                key_digest=uuid.uuid4().hex,
                status=status,
                **{
                    "number": f"S-{uuid.uuid4().hex[:12]}",
                    "method": "practice-standard",
                    "placed_at": at(day),
                    "total": total,
                    **told,
                },
            )
            for day in days
        ],
        batch_size=2000,
    )
    OrderLine.objects.bulk_create([_line(order, *one) for order in orders for one in goods], batch_size=2000)
    Payment.objects.bulk_create([_payment(order) for order in orders], batch_size=2000)
    return orders


def given_back(order: Order, amount: int, day: date, why: Why = Why.GOODWILL) -> Refund:
    payment = order.payments.get()
    return Refund.objects.create(
        payment=payment,
        ref=numbers.secret(),
        amount=amount,
        why=why,
        by=By.STAFF,
        state=Giving.DONE,
        decided_at=at(day),
    )


def lost_dispute(order: Order, amount: int, day: date, state: str = Contesting.LOST) -> Dispute:
    return Dispute.objects.create(
        payment=order.payments.get(),
        theirs=numbers.secret(),
        amount=amount,
        currency=order.currency,
        reason="general",
        state=state,
        heard_at=at(day),
        ended_at=at(day),
    )


def paid_on_top(order: Order, amount: int, day: date, state: str = Owed.PAID) -> Difference:
    """For a dearer replacement."""
    back = ReturnRequest.objects.create(order=order, state=Returning.EXCHANGED, ended_at=at(day))
    return Difference.objects.create(
        request=back, amount=amount, currency=order.currency, state=state, until=at(day), ended_at=at(day)
    )


def _line(order: Order, variant: Variant, quantity: int) -> OrderLine:
    return OrderLine(
        order=order,
        variant=variant,
        sku=variant.sku,
        title=variant.product.title,
        quantity=quantity,
        price=variant.price,
        total=variant.price * quantity,
    )


def _payment(order: Order) -> Payment:
    return Payment(
        order=order,
        ref=numbers.secret(),
        provider="practice_till",
        amount=order.total,
        currency=order.currency,
        state=Paying.SUCCEEDED,
        settled_at=order.placed_at,
    )
