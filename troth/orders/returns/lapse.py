"""Returns that were agreed to and never came: after a while nobody waits for them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..errors import NotPossible
from ..models import ReturnRequest
from ..models.order import By, What
from . import difference, moving
from .states import Returning

ON_ITS_WAY = timedelta(days=21)  # a parcel sent on the last day may take so long
BATCH = 200


def lapse(now: datetime | None = None) -> int:
    """How many, those whose difference was not paid included. May run in several places at once."""
    now = now or timezone.now()
    unpaid = difference.let_go(now)
    late = ReturnRequest.objects.filter(state=Returning.AGREED, send_by__lt=now - ON_ITS_WAY)
    return unpaid + sum(_one(ref, now) for ref in late.values_list("public_id", flat=True)[:BATCH])


def _one(ref: object, now: datetime) -> bool:
    with transaction.atomic():
        order, back = moving.held(ref)  # type: ignore[arg-type]
        try:
            moving.advance(order, back, Returning.LAPSED, By.SHOP, What.RETURN_LAPSED, ended_at=now)
        except NotPossible:
            return False
    return True
