"""`tell_due`: what is back is told. `sweep`: what has lasted long enough ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from troth import channels
from troth.catalog.models import Status, StockWish, Variant, WishState
from troth.catalog.stock import CAN_BUY
from troth.channels import handles
from troth.channels.errors import NotSealed

from . import waiting

BATCH = 200
UNANSWERED = timedelta(days=7)  # the link in the mail lives three
AFTER_TELLING = timedelta(days=30)  # the way out in the mail works as long
AT_MOST = timedelta(days=365)


def tell_due(now: datetime | None = None) -> int:
    """Queue one message for each wish that can be fulfilled now, those who asked first first; how many.

    Which of several workers tells is decided by the update; message and update are one transaction. Whether the message may
    leave is asked of the gate when it leaves.
    """
    now = now or timezone.now()
    back = Variant.objects.filter(CAN_BUY, pk=OuterRef("variant"), product__status=Status.PUBLISHED)
    due = StockWish.objects.filter(Exists(back), state=WishState.WAITING).order_by("asked_at", "pk")
    return sum(_tell(wish, now) for wish in due[:BATCH])


def sweep(now: datetime | None = None) -> int:
    """End wishes that nobody confirmed, that were fulfilled a month ago, or that are a year old; how many."""
    now = now or timezone.now()
    over = (
        Q(state=WishState.ASKED, asked_at__lt=now - UNANSWERED)
        | Q(state=WishState.TOLD, told_at__lt=now - AFTER_TELLING)
        | Q(asked_at__lt=now - AT_MOST)
    )
    return waiting.end_all(StockWish.objects.filter(over)[:BATCH])


def _tell(wish: StockWish, now: datetime) -> bool:
    spoken = {"language": wish.language} if wish.language else {}
    try:
        to = handles.take(wish.whose, wish.to)
    except NotSealed:  # nobody can tell who waits; the next one shall not wait for that
        waiting.end_all([wish])
        return False
    with transaction.atomic():
        mine = StockWish.objects.filter(pk=wish.pk, state=WishState.WAITING)
        if not mine.update(state=WishState.TOLD, told_at=now):
            return False
        channels.send("back_in_stock", to, wish=wish.pk, **spoken)
    return True
