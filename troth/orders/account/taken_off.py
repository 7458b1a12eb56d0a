"""`take_off`: an order on account owes less, because goods came back, never arrived or were damaged, or out of goodwill.

Its credit note tells of all of it, with the taxes of the goods it names. Where less is owed then than was paid, the rest of
what was paid goes back on the road of all other refunds, and no second paper tells of that.
"""

from __future__ import annotations

from django.utils import timezone

from .. import moving
from ..models import OnAccount, Order, Refund
from ..models.account import Standing
from ..models.order import By, What
from ..models.refund import Giving, Why
from ..states import Status


def take_off(order: Order, owed: OnAccount, amount: int, why: Why, ref: str) -> tuple[Refund, int]:
    """Inside the caller's transaction, the order held; `amount`: at most what is left, and what was paid and can go back.

    The second value is what of the money that came is too much now; the caller gives it back.
    """
    surplus = max(0, amount - owed.left)
    owed.credited += amount
    owed.received -= surplus
    OnAccount.objects.filter(pk=owed.pk).update(credited=owed.credited, received=owed.received)
    now = timezone.now()
    refund = Refund.objects.create(
        account=owed, ref=ref, amount=amount, why=why, by=By.STAFF, state=Giving.DONE, ended_at=now
    )
    moving.note(order, By.STAFF, What.ACCOUNT_LOWERED)
    if not owed.left:
        _settled(order, owed)
    return refund, surplus


def _settled(order: Order, owed: OnAccount) -> None:
    """Nothing is left to be paid."""
    state = Standing.PAID if owed.received else Standing.CREDITED
    OnAccount.objects.filter(pk=owed.pk).update(state=state, remind_on=None, ended_at=timezone.now())
    if state is Standing.PAID and not moving.advance(order, Status.PAID, By.SHOP, What.PAID):
        moving.note(order, By.SHOP, What.PAID)
