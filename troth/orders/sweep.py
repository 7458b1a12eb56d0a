"""Clearing up in the vault: after orders that failed between the stores, and after those that nobody paid for.

What goes, goes with an entry that says so. Every verb here may run twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth import gate

from . import basket, moving, states
from .models import Order, Placing, ProviderEvent
from .models.order import By, What
from .models.payment import SETTLED

logger = logging.getLogger("troth.orders")

FAILED_AFTER = timedelta(minutes=10)  # longer than any request lives
EMPTY_AFTER = timedelta(days=14)  # a payment that was under way may still arrive, and wants an apology
REMEMBERED = timedelta(days=90)  # providers repeat a webhook for days; one signed earlier is refused by its time
BATCH = 200


def sweep(now: datetime | None = None) -> int:
    """What a process that died in the middle of placing an order left in the vault; how many orders."""
    now = now or timezone.now()
    left = Placing.objects.filter(started_at__lt=now - FAILED_AFTER).values_list("party", flat=True)[:BATCH]
    return sum(clear(gate.PartyId(int=party.int)) for party in left)


def empty_unpaid(now: datetime | None = None) -> int:
    """Contact and addresses of orders that were never paid: they have no reason to stay. How many orders.

    Where an invoice was made it stays with the books, and says whom it is made out to, though nobody paid it.
    """
    now = now or timezone.now()
    unpaid = Order.objects.filter(status__in=states.EMPTY, emptied_at=None, reserved_until__lt=now - EMPTY_AFTER)
    unpaid = unpaid.exclude(payments__state__in=SETTLED).exclude(invoices__isnull=False)
    emptied = 0
    for order in unpaid[:BATCH]:
        forget(order.whose)
        with transaction.atomic():
            if Order.objects.filter(pk=order.pk, emptied_at=None).update(emptied_at=now):
                moving.note(order, By.SHOP, What.EMPTIED)
                emptied += 1
    return emptied


def old_rows(now: datetime | None = None) -> int:
    """Baskets nobody touched for a month, and ids of events no provider sends again; how many."""
    heard = ProviderEvent.objects.filter(received_at__lt=(now or timezone.now()) - REMEMBERED)
    return basket.forget_old() + heard.delete()[0]


def clear(party: gate.PartyId) -> bool:
    """Undo the vault's half of an order that has no other half. False if the order is there after all."""
    if Order.objects.filter(party=party).exists():
        Placing.objects.filter(party=party).delete()
        return False
    forget(party)
    Placing.objects.filter(party=party).delete()
    return True


def forget(party: gate.PartyId, *, purpose: str = "fulfil_order") -> None:
    """Remove what the vault holds of one order, and a guest of whom nothing else is held: both or neither.

    Through what an order left alone leads the only way to its guest. If it went first, a process that died then would leave
    somebody whom nobody finds again.
    """
    with gate.together():
        person = gate.person_of_party(party)
        if gate.forget_unfinished(party, purpose=purpose) and person is not None:
            _forget_guest(person)


def _forget_guest(person: gate.PersonId) -> None:
    if gate.account_of_person(person) is not None or gate.parties_of(person) or gate.holds(person, "subscription"):
        return
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("a guest without an order could not be erased: %s", refused.code)
