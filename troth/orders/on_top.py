"""Paying something on top of an order, such as a dearer replacement or money owed: by the same road as the order itself.

on_top.page(order, asked, until, back, away)     the provider's page for it; asked twice, it is the same
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth.recipients import chosen

from . import moving, numbers, payments
from .errors import NotPayable, TillClosed
from .models import Debt, Difference, Order, Payment
from .models.order import By, What
from .models.owed import Owing
from .models.payment import Paying
from .models.returning import Owed

type OnTop = Difference | Debt


def page(order: Order, asked: OnTop, until: datetime, back: str, away: str) -> str:
    """Where a browser goes to pay for it. `until`: until when it waits. Raises NotPayable and TillClosed."""
    payment = _under_way(asked) or _another(order, asked)
    return payments.page_of(payment, until, back, away)


def waits(asked: OnTop) -> bool:
    """Whether it is still to be paid, as the books have it now."""
    if isinstance(asked, Debt):
        return Debt.objects.filter(pk=asked.pk, state=Owing.OPEN).exists()
    return Difference.objects.filter(pk=asked.pk, state=Owed.WAITING).exists()


def _under_way(asked: OnTop) -> Payment | None:
    payment = asked.payments.select_related("order").filter(state=Paying.STARTED).first()
    return payment if payment and payments.still_good(payment) else None


def _another(order: Order, asked: OnTop) -> Payment:
    try:
        provider = chosen.payment_provider().name
    except LookupError:
        raise TillClosed from None
    about = {"debt" if isinstance(asked, Debt) else "difference": asked}
    with transaction.atomic():
        held = moving.held(order.pk)
        if not waits(asked):
            raise NotPayable
        started = held.payments.filter(state=Paying.STARTED)
        if there := started.filter(**about).select_related("order").first():
            return there  # another press was first
        # Of something else, such as the order, which another attempt has paid.
        started.update(state=Paying.LEFT)
        payments.close_earlier(held)
        moving.note(held, By.CUSTOMER, What.PAYMENT_STARTED)
        return Payment.objects.create(
            order=held,
            ref=numbers.secret(),
            provider=provider,
            amount=asked.amount,
            currency=asked.currency,
            **about,
        )
