"""Giving money back: decided and claimed in one transaction, asked for by a task until the provider has heard.

    refunds.give(number, amount, why, actor=actor, key=form_key)    by the desk, all or a part; or off what is owed
    refunds.owe(order, payment, by, why)                            by the shop, what is left of one payment

What is claimed can be claimed once: one conditional update, so that of two who give back the same money one is told
no. `repay` asks the provider and hears what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from troth import channels, gate
from troth.catalog.money import Money

from . import jobs, moving, numbers, repay, restocked, states, taken
from .account import called_off, taken_off
from .errors import CancelInstead, InDispute, NotPossible, TooMuch
from .left import being_booked
from .models import OnAccount, Order, OrderLine, Payment, Refund, RefundLine
from .models.dispute import GOING_ON
from .models.order import By, What
from .models.payment import TRANSFER, Paying
from .models.refund import Why
from .prices import vouchers
from .refunded import RefundShown, left, owed_of, shown
from .states import Status

PURPOSE = "resolve_order_problem"
TEMPLATE = "refund_given"
LOWERED = "invoice_lowered"


def give(
    number: str,
    amount: int,
    why: Why,
    *,
    actor: gate.Actor,
    key: str = "",
    restock: Mapping[int, int] | None = None,
    goods: Mapping[int, int] | None = None,
) -> RefundShown:
    """Give back `amount` minor units of what was paid for an order. The same `key` gives once.

    Of an order on account that is not paid, it is taken off what is owed; only what was paid beyond the rest goes back.
    `restock`: what goes back to the shelf, order line → quantity; only of an order that was sent. `goods`: likewise, what
    the money is for and need not come back; the credit note names both. The last of the money of an order that was not
    sent yet cancels it, goods and all. Raises TooMuch, CancelInstead, InDispute, NotPossible, gate.Refused, Order.DoesNotExist.
    """
    jobs.may(actor, PURPOSE)
    ref = numbers.digest(f"{number} refund {key}") if key else numbers.secret()
    pk = Order.objects.get(number=number).pk
    with transaction.atomic():
        order = moving.held(pk)
        if known := Refund.objects.filter(ref=ref).first():
            return shown(known)
        if owed := owed_of(order):
            given = _take_off(order, owed, amount, why, ref)
            _restock(order, given, restock or {}, goods or {})
        else:
            given = _give(order, amount, why, ref)
            _restock(order, given, restock or {}, goods or {})
            _cancel_unsent(order)
            channels.send(TEMPLATE, order.whose, order=order.pk, refund=given.pk)
    return shown(given)


def owe(order: Order, payment: int, by: By, why: Why = Why.CANCELLED) -> Refund | None:
    """All that is left of a payment goes back. Inside the caller's transaction; None if nothing is there to give back.

    Money that is in dispute stays where it is: the bank has it already.
    """
    paid = Payment.objects.select_for_update().get(pk=payment)
    amount = left(paid)
    if amount <= 0 or _in_dispute(payment) or not claim(payment, amount):
        return None
    return _write(order, paid, amount, why, by, numbers.secret())


def for_goods(order: Order, amount: int, why: Why, ref: str, goods: Mapping[OrderLine, int]) -> Refund:
    """Inside the caller's transaction, the order held; what becomes of the goods is the caller's. Raises TooMuch, InDispute,
    NotPossible."""
    given = _give(order, amount, why, ref)
    RefundLine.objects.bulk_create(
        RefundLine(refund=given, line=line, quantity=many) for line, many in goods.items() if many
    )
    return given


def for_sending(order: Order, amount: int, ref: str) -> Refund:
    """Of what sending cost; its credit note takes the tax on sending back. As `for_goods`."""
    return _give(order, amount, Why.SENDING, ref)


def claim(payment: int, amount: int) -> bool:
    """Take `amount` out of what may still go back. False if there is less; then nothing has changed."""
    paid = Payment.objects.filter(pk=payment, state=Paying.SUCCEEDED, given_back__lte=F("amount") - amount)
    if not paid.update(given_back=F("given_back") + amount):
        return False
    Payment.objects.filter(pk=payment, state=Paying.SUCCEEDED, given_back=F("amount")).update(state=Paying.REFUND_DUE)
    return True


def _give(order: Order, amount: int, why: Why, ref: str, provider: str = "") -> Refund:
    """Of one payment that has so much left, or of several; the first refund is told. `provider`: of no other's payments."""
    if amount <= 0:
        raise NotPossible
    found = order.payments.select_for_update().filter(state=Paying.SUCCEEDED)
    paid = list((found.filter(provider=provider) if provider else found).order_by("pk"))
    free = [payment for payment in paid if not _in_dispute(payment.pk)]
    if paid and not free:
        raise InDispute
    parts = _spread(amount, free)
    if sum(part for _payment, part in parts) < amount:
        raise TooMuch(Money(sum(left(payment) for payment in free), order.currency).text)
    if not all(claim(payment.pk, part) for payment, part in parts):
        raise NotPossible
    (payment, part), *others = parts
    first = _write(order, payment, part, why, By.STAFF, ref)
    for place, (payment, part) in enumerate(others, 1):
        _write(order, payment, part, why, By.STAFF, numbers.digest(f"{ref} {place}"), part_of=first)
    return first


def _spread(amount: int, payments: Sequence[Payment]) -> list[tuple[Payment, int]]:
    """How much of each: all of one that has so much, else of the first until it is empty, then of the next."""
    whole = next((payment for payment in payments if left(payment) >= amount), None)
    if whole is not None:
        return [(whole, amount)]
    parts: list[tuple[Payment, int]] = []
    for payment in payments:
        part = min(left(payment), amount)
        if part:
            parts.append((payment, part))
            amount -= part
    return parts


def _take_off(order: Order, owed: OnAccount, amount: int, why: Why, ref: str) -> Refund:
    """Of what is owed; what was paid beyond what is owed then goes back."""
    if amount <= 0:
        raise NotPossible
    came = order.payments.filter(state=Paying.SUCCEEDED, provider=TRANSFER)
    most = owed.left + min(owed.received, sum(left(payment) for payment in came))
    if amount > most:
        raise TooMuch(Money(most, order.currency).text)
    if amount == most and order.status in states.HOLDS_STOCK:
        raise CancelInstead
    given, surplus = taken_off.take_off(order, owed, amount, why, ref)
    ids = {"refund": given.pk}
    if surplus:
        ids["surplus"] = _give(order, surplus, Why.SURPLUS, numbers.digest(f"{ref} surplus"), TRANSFER).pk
    channels.send(LOWERED, order.whose, order=order.pk, **ids)
    return given


def _write(
    order: Order, payment: Payment, amount: int, why: Why, by: By, ref: str, part_of: Refund | None = None
) -> Refund:
    refund = Refund.objects.create(payment=payment, ref=ref, amount=amount, why=why, by=by, part_of=part_of)
    moving.note(order, by, What.REFUND_DUE)
    repay.give_back.enqueue(refund.pk)
    return refund


def _in_dispute(payment: int) -> bool:
    return Payment.objects.filter(pk=payment, disputes__state__in=GOING_ON).exists()


def _restock(order: Order, refund: Refund, wanted: Mapping[int, int], goods: Mapping[int, int]) -> None:
    """Goods of a refund are named, and go back to the shelf: no more of a line than were bought, over all refunds."""
    wanted = {line: quantity for line, quantity in wanted.items() if quantity > 0}
    named = {line: max(many, wanted.get(line, 0)) for line, many in {**wanted, **goods}.items() if many > 0}
    if not named:
        return
    if wanted and order.status in states.HOLDS_STOCK:
        raise NotPossible  # they never left the shelf's books; cancelling gives them back
    lines = {line.pk: line for line in order.lines.filter(pk__in=named)}
    for pk, quantity in named.items():
        back = wanted.get(pk, 0)
        if pk not in lines or quantity > lines[pk].quantity:
            raise NotPossible
        if back and restocked.so_far(pk) + back > lines[pk].quantity:
            raise NotPossible
        RefundLine.objects.create(refund=refund, line=lines[pk], quantity=quantity, gone=quantity - back)
    taken.some_back((line, wanted.get(pk, 0)) for pk, line in lines.items())


def _cancel_unsent(order: Order) -> None:
    """Nobody sends what is given back whole."""
    if order.status not in states.HOLDS_STOCK or order.payments.filter(state=Paying.SUCCEEDED).exists():
        return
    if order.status in states.SENDS and being_booked(order):
        raise NotPossible
    if moving.advance(order, Status.CANCELLED, By.STAFF, What.CANCELLED):
        taken.all_back(order)
        vouchers.give_back(order)
        called_off.with_order(order)
