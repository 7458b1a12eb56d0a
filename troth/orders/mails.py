"""What each mail about an order is told when it leaves. The link is minted here, at that moment."""

from __future__ import annotations

from django.utils import formats, timezone

from troth import channels

from . import access, said
from .models import Order

Facts = dict[str, object]


@channels.facts("order_placed")
def order_placed(leaving: channels.Leaving) -> Facts:
    told, facts = _order(leaving)
    return {**facts, "shipping": told.shipping, **({"pay_url": facts["url"]} if told.can_pay else {})}


@channels.facts("order_paid")
def order_paid(leaving: channels.Leaving) -> Facts:
    return _order(leaving)[1]


@channels.facts("payment_failed")
def payment_failed(leaving: channels.Leaving) -> Facts:
    told, facts = _order(leaving)
    if not told.can_pay or told.until is None:
        return facts
    until = formats.date_format(timezone.localtime(told.until), "DATETIME_FORMAT")
    return {**facts, "pay_url": facts["url"], "until": f"{until} ({timezone.get_current_timezone_name()})"}


@channels.facts("order_shipped")
def order_shipped(leaving: channels.Leaving) -> Facts:
    told, facts = _order(leaving)
    return {**facts, "carrier": told.carrier, "tracking": told.tracking}


@channels.facts("order_delivered")
def order_delivered(leaving: channels.Leaving) -> Facts:
    return _order(leaving)[1]


@channels.facts("order_cancelled")
def order_cancelled(leaving: channels.Leaving) -> Facts:
    facts = _order(leaving)[1]
    if "payment" in leaving.ids:
        facts["refunded"] = said.refunded(int(leaving.ids["payment"]))
    return facts


@channels.facts("refund_apology")
def refund_apology(leaving: channels.Leaving) -> Facts:
    refunded = said.refunded(int(leaving.ids["payment"]))
    return {**_order(leaving)[1], "refunded": refunded, "because": said.because(str(leaving.ids["because"]))}


def _order(leaving: channels.Leaving) -> tuple[said.Said, Facts]:
    order = Order.objects.get(pk=int(leaving.ids["order"]))
    told = said.facts_for_mail(order.pk)
    lines = [{"name": line.name, "quantity": line.quantity, "total": line.total} for line in told.lines]
    return told, {
        "number": told.number,
        "url": access.mint(order, wish="news" in leaving.ids),
        "lines": lines,
        "total": told.total,
    }
