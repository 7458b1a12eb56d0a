"""`remind`: an invoice that is not paid some days after it was due is reminded of, twice at the most."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth import channels, gate

from .. import moving
from ..models import OnAccount
from ..models.account import Reminded, Standing
from ..models.order import By, What
from . import known

NEXT = {Reminded.NOT_YET: Reminded.FIRST, Reminded.FIRST: Reminded.LAST}
BATCH = 200


def remind(now: datetime | None = None) -> int:
    """How many letters were queued. May run at any time, in several places at once."""
    now = now or timezone.now()
    late = OnAccount.objects.filter(state=Standing.OPEN, reminded__in=NEXT, remind_on__lt=timezone.localdate(now))
    return sum(_one(owed, now) for owed in late.select_related("order")[:BATCH])


def _one(owed: OnAccount, now: datetime) -> bool:
    """One step, whoever else looks at the same row or records its money meanwhile."""
    if gate.person_of_party(owed.order.whose) is None:
        OnAccount.objects.filter(pk=owed.pk).update(remind_on=None)  # erased: there is nobody to write to
        return False
    step = NEXT[Reminded(owed.reminded)]
    after = None if step is Reminded.LAST else timezone.localdate(now) + known.NEXT
    with transaction.atomic():
        order = moving.held(owed.order_id)
        as_read = OnAccount.objects.filter(
            pk=owed.pk, state=Standing.OPEN, reminded=owed.reminded, remind_on=owed.remind_on
        )
        if not as_read.update(reminded=step, remind_on=after):
            return False
        moving.note(order, By.SHOP, What.ACCOUNT_REMINDED)
        channels.send(known.REMINDER, order.whose, order=order.pk, step=step)
    return True
