"""What the letters about money owed are told when they leave."""

from __future__ import annotations

from django.utils import formats

from troth import channels
from troth.catalog.money import Money

from .. import said
from ..models import Debt
from ..models.owed import Asking, Owing
from ..order_facts import Facts, order_facts


@channels.facts("money_owed")
def money_owed(leaving: channels.Leaving) -> Facts:
    """Raises Debt.DoesNotExist for one that is paid, let go, paused or a step further by now: then nothing is sent."""
    step = str(leaving.ids["step"])
    debt = Debt.objects.get(pk=int(leaving.ids["debt"]), state=Owing.OPEN, pause="", level=step)
    facts = order_facts(leaving)[1]
    told = {
        "number": facts["number"],
        "url": facts["url"],
        "amount": Money(debt.amount, debt.currency).text,
        "due": formats.date_format(debt.due_on),
    }
    flags = {"answered": "answered" in leaving.ids, "again": step != Asking.REQUEST, "last": step == Asking.LAST}
    return {**told, **{name: True for name, holds in flags.items() if holds}}


@channels.facts("owed_paid")
def owed_paid(leaving: channels.Leaving) -> Facts:
    facts = order_facts(leaving)[1]
    return {"number": facts["number"], "url": facts["url"], "amount": said.refunded(int(leaving.ids["payment"]))}
