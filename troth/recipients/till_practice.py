"""Playing a payer's bank at the practice till, so that staff can practise what they hope never to need."""

from __future__ import annotations

from django.conf import settings

from . import till_counter
from .models import TillContest, TillDispute, TillSession, TillState


def dispute(order: str, then: str = "") -> str:
    """Open a dispute about the practice payment of an order, or move its open one on; a sentence about what happened.

    LookupError, with a sentence, where there is nothing to dispute.
    """
    if not settings.TROTH.practice:
        raise LookupError("In live mode only real banks raise disputes.")
    if then:
        going_on = TillDispute.objects.filter(session__order=order, state__in=(TillContest.OPEN, TillContest.ANSWERED))
        found = going_on.order_by("pk").last()
        if found is None:
            raise LookupError(f"No practice dispute about {order} is open.")
        till_counter.judge(found.ref, TillContest(then))
        return f"The practice dispute about {order} is now: {TillContest(then).label}."
    paid = TillSession.objects.filter(order=order, state=TillState.PAID).order_by("pk").last()
    if paid is None:
        raise LookupError(f"Nothing was paid for {order} at the practice till.")
    till_counter.dispute(paid.ref)
    return f"The practice bank asks for the money of {order} back."
