"""What the mails about a return are told when they leave."""

from __future__ import annotations

from django.utils import formats, timezone

from troth import channels, gate
from troth.catalog.money import Money
from troth.people import postal

from .. import said
from ..models import Difference, ReturnRequest
from ..models.returning import NotTaken, Owed, Wish
from ..order_facts import Facts, order_facts
from . import differences


@channels.facts("return_agreed")
def return_agreed(leaving: channels.Leaving) -> Facts:
    facts, back = _facts(leaving)
    inside = [{"name": each.line.title, "quantity": each.quantity} for each in back.lines.select_related("line")]
    until = formats.date_format(timezone.localtime(back.send_by)) if back.send_by else ""
    told = {**facts, "inside": inside, "until": until, "address": our_address()}
    return {**told, **({"exchange": True} if back.wish == Wish.EXCHANGE else {})}


@channels.facts("return_refused")
def return_refused(leaving: channels.Leaving) -> Facts:
    facts, back = _facts(leaving)
    return {**facts, "because": str(NotTaken(back.not_taken).label)}


@channels.facts("exchange_to_pay")
def exchange_to_pay(leaving: channels.Leaving) -> Facts:
    """Raises Difference.DoesNotExist for one that was paid or let go meanwhile: then nothing is sent."""
    facts = order_facts(leaving)[1]
    asked = Difference.objects.get(pk=int(leaving.ids["difference"]), state=Owed.WAITING, until__gt=timezone.now())
    until = formats.date_format(timezone.localtime(asked.until), "DATETIME_FORMAT")
    return {
        "number": facts["number"],
        "url": facts["url"],
        "inside": [{"name": each.title, "quantity": each.quantity} for each in differences.goods(asked)],
        "amount": Money(asked.amount, asked.currency).text,
        "until": f"{until} ({timezone.get_current_timezone_name()})",
    }


@channels.facts("return_label")
def return_label(leaving: channels.Leaving) -> Facts:
    facts, back = _facts(leaving)
    until = {"until": formats.date_format(timezone.localtime(back.send_by))} if back.send_by else {}
    return {**facts, **until, "carrier": said.carrier_name(back.label_by)}


def our_address() -> list[str]:
    """Where returns go, as it is written on a parcel."""
    us = gate.policy().controller
    where = {name: getattr(us, name) for name in ("street_address", "locality", "region", "postcode", "country")}
    return [us.name, *postal.lines_of(where)]


def _facts(leaving: channels.Leaving) -> tuple[Facts, ReturnRequest]:
    facts = order_facts(leaving)[1]
    return {"number": facts["number"], "url": facts["url"]}, ReturnRequest.objects.get(pk=int(leaving.ids["back"]))
