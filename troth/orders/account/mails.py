"""What the mails about orders on account are told when they leave."""

from __future__ import annotations

from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from troth import channels, gate
from troth.catalog.money import Money

from ..models import OnAccount, Order
from ..models.account import Reminded, Standing
from ..order_facts import Facts, order_facts
from ..parts import BILLING
from . import known, terms

MAIL_SERVICE = "mail_service"


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


def what_is_left(order: int) -> dict[str, str]:
    """What an order still owes, and by when; nothing where it is not asked for."""
    owed = OnAccount.objects.filter(order=order, state=Standing.OPEN).first()
    if owed is None:
        return {}
    return {"left": Money(owed.left, owed.currency).text, "due": formats.date_format(owed.due_on)}


def own_number(order: Order) -> dict[str, Any]:
    """The buyer's own number of the purchase, so that their accounts office knows what the mail is about; {} without one.

    In a mail it is told to the mail service, too: only where the policy grants that, and entered. `disclosed` is what became
    of it, once the mail has left.
    """
    try:
        told = gate.disclose(
            order.whose, purpose=known.PURPOSE, recipient=MAIL_SERVICE, actor=gate.system(known.PURPOSE)
        )
    except gate.Refused:
        return {}  # entered as a refusal; the mail says without it what is to be paid
    number = told.fields.get(BILLING, {}).get("purchase_order")
    return {"disclosed": told, **({"purchase_order": number} if number else {})}


def _how(owed: OnAccount) -> dict[str, Any]:
    to = [{"words": word, "value": value} for word, value in terms.particulars()]
    to.append({"words": gettext("Reference"), "value": owed.order.number})
    left = Money(owed.left, owed.currency).text
    how = {"transfer_to": to, "due": formats.date_format(owed.due_on), "amount": left}
    return {**how, **own_number(owed.order)}
