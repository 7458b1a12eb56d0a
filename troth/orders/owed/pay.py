"""`begin`: to the provider's page, for money owed."""

from __future__ import annotations

import uuid

from django.utils import timezone

from troth import gate

from .. import on_top
from ..errors import NotPayable
from ..models import Debt
from ..models.owed import Owing
from ..payments import LONGEST
from ..returns import whose


def begin(
    number: str, ref: uuid.UUID, back: str, away: str, *, person: gate.PersonId | None = None, browser: str = ""
) -> str | None:
    """Where their browser goes to pay. None for an order that is not shown to be theirs.

    Asked twice, it is the same page. Raises NotPayable and TillClosed.
    """
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return None
    debt = Debt.objects.filter(dispute__payment__order=order, public_id=ref, state=Owing.OPEN).first()
    if debt is None:
        raise NotPayable
    return on_top.page(order, debt, timezone.now() + LONGEST, back, away)
