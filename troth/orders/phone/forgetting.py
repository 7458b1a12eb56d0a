"""What becomes of a draft's part in the vault: gone once it is placed or called off, and at the latest when the retention
class of the policy says so. Each with its entry. Every verb here may run twice.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from .. import numbers, sweep
from ..models import Basket, Draft, DraftAccess
from ..models.draft import Drafting
from . import PURPOSE

BATCH = 200


def forget(now: datetime | None = None) -> int:
    """Drafts whose time is over, and what a process that died left of others; how many were forgotten."""
    now = now or timezone.now()
    DraftAccess.objects.filter(expires_at__lt=now).delete()
    done_with = Draft.objects.filter(state__in=(Drafting.PLACED, Drafting.CALLED_OFF), emptied_at=None)
    for draft in done_with[:BATCH]:
        empty(draft)
    over = [*Draft.objects.filter(ends_at__lte=now)[:BATCH]]
    for draft in over:
        empty(draft)
        draft.delete()
    return len(over)


def empty(draft: Draft) -> None:
    """The vault's part and the basket. Of a guest of whom nothing else is held nothing stays."""
    sweep.forget(draft.whose, purpose=PURPOSE)
    Basket.objects.filter(token_digest=numbers.digest(draft.basket)).delete()
    Draft.objects.filter(pk=draft.pk, emptied_at=None).update(emptied_at=timezone.now())
