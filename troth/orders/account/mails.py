"""What the mails about orders on account are told when they leave."""

from __future__ import annotations

from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from troth import channels
from troth.catalog.money import Money

from ..models import OnAccount
from ..models.account import Reminded, Standing
from ..order_facts import Facts, order_facts
from . import terms


def to_transfer(order: int) -> dict[str, Any]:
    """How an order is to be paid, for the mail that confirms it. Nothing for one that is not to be paid so."""
    owed = OnAccount.objects.select_related("order").filter(order=order, state=Standing.OPEN).first()
    return _how(owed) if owed else {}


@channels.facts("invoice_reminder")
def invoice_reminder(leaving: channels.Leaving) -> Facts:
    """Raises OnAccount.DoesNotExist for one that is paid, called off, or a step further by now: then nothing is sent."""
    step = str(leaving.ids["step"])
    owed = OnAccount.objects.select_related("order").get(
        order=int(leaving.ids["order"]), state=Standing.OPEN, reminded=step
    )
    facts = order_facts(leaving)[1]
    last = {"last": True} if step == Reminded.LAST else {}
    return {"number": facts["number"], "url": facts["url"], **_how(owed), **last}


def _how(owed: OnAccount) -> dict[str, Any]:
    to = [{"words": word, "value": value} for word, value in terms.particulars()]
    to.append({"words": gettext("Reference"), "value": owed.order.number})
    left = Money(owed.amount - owed.received, owed.currency).text
    return {"transfer_to": to, "due": formats.date_format(owed.due_on), "amount": left}
