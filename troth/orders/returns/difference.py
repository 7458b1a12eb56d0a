"""A replacement that costs more: its customer pays the difference first, behind the link of a mail.

difference.ask_for(ref, actor, instead)            the goods are kept back, the mail leaves
difference.begin(number, ref, …)                   to the payment page: the same road as for orders
difference_paid.settle(order, payment)             paid: the replacement is an order's line and can be sent
difference.let_go(now) / call_off(ref, actor)      not paid: the goods go back to the shelf, the return waits for the desk
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth import channels, gate
from troth.catalog import stock
from troth.catalog.locations.shares import Share, Taken
from troth.catalog.stock import Back

from .. import expire, jobs, on_top
from ..errors import NotPayable, NotPossible
from ..models import Difference
from ..models.order import By, What
from ..models.returning import Owed
from . import ask, moving, replacements, whose
from .receive import arrived
from .states import Returning

KEPT = timedelta(days=3)  # goods, from the moment the desk asks
TEMPLATE = "exchange_to_pay"
BATCH = 200


def ask_for(ref: uuid.UUID, actor: gate.Actor, instead: Mapping[int, int]) -> None:
    """`instead` as for `exchange`. Raises NotPossible where nothing is to be paid, NotEnoughLeft, gate.Refused,
    ReturnRequest.DoesNotExist.
    """
    jobs.may(actor, ask.PURPOSE)
    now = timezone.now()
    with transaction.atomic():
        order, back = moving.held(ref)
        moving.advance(order, back, Returning.TO_PAY, By.STAFF, What.DIFFERENCE_ASKED)
        found = replacements.weigh(order, arrived(back), instead)
        amount = sum(each.extra for each in found)
        if amount <= 0:
            raise NotPossible
        asked = Difference.objects.create(
            request=back,
            amount=amount,
            currency=order.currency,
            chosen=[[each.line.pk, each.new.pk, each.extra] for each in found],
            taken=_as_json(replacements.reserve(found)),
            until=now + KEPT,
        )
        channels.send(TEMPLATE, order.whose, order=order.pk, difference=asked.pk)


def begin(
    number: str, ref: uuid.UUID, back: str, away: str, *, person: gate.PersonId | None = None, browser: str = ""
) -> str | None:
    """Where their browser goes to pay. None for an order that is not shown to be theirs.

    Asked twice, it is the same page. Raises NotPayable and TillClosed.
    """
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return None
    asked = Difference.objects.filter(request__order=order, public_id=ref, state=Owed.WAITING).first()
    if asked is None or asked.until <= timezone.now():
        raise NotPayable
    return on_top.page(order, asked, asked.until, back, away)


def call_off(ref: uuid.UUID, actor: gate.Actor) -> None:
    """The customer would rather have something else. Raises NotPossible, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    if not _let_go(ref, By.STAFF):
        raise NotPossible


def let_go(now: datetime | None = None) -> int:
    """Those that were not paid in time; how many. May run in several places at once."""
    late = Difference.objects.filter(state=Owed.WAITING, until__lt=now or timezone.now())
    refs = late.values_list("request__public_id", flat=True)[:BATCH]
    return sum(_let_go(ref, By.SHOP, now or timezone.now()) for ref in refs)


def _let_go(ref: uuid.UUID, by: By, late: datetime | None = None) -> bool:
    with transaction.atomic():
        order, back = moving.held(ref)
        asked = back.differences.filter(state=Owed.WAITING).first()
        if asked is None or (late is not None and asked.until >= late):
            return False
        Difference.objects.filter(pk=asked.pk).update(state=Owed.LAPSED, ended_at=timezone.now())
        moving.step_back(order, back, Returning.RECEIVED, by, What.DIFFERENCE_LAPSED)
        stock.give_back(held_goods(asked))
    expire.close_sessions(order.pk)
    return True


def held_goods(asked: Difference) -> list[Back]:
    """What is kept back for it, by where it was taken from."""
    pieces: list[Back] = []
    left = as_taken(asked)
    wanted: dict[int, int] = {}
    lines = dict(asked.request.lines.values_list("pk", "quantity"))
    for line, variant, _extra in asked.chosen:
        wanted[variant] = wanted.get(variant, 0) + lines[line]
    for variant, quantity in wanted.items():
        shares = left.get(variant)
        pieces += (
            [Back(variant, each.quantity, each.location) for each in shares] if shares else [Back(variant, quantity)]
        )
    return pieces


def _as_json(taken: Taken) -> dict[str, list[list[int]]]:
    return {str(variant): [[each.location, each.quantity] for each in shares] for variant, shares in taken.items()}


def as_taken(asked: Difference) -> Taken:
    """From where what is kept back was taken, as `stock.reserve_all` told."""
    return {
        int(variant): tuple(Share(location, quantity) for location, quantity in shares)
        for variant, shares in asked.taken.items()
    }
