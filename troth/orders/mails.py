"""What each mail about an order is told when it leaves. The link is minted here, at that moment."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone

from troth import channels

from . import said, states
from .account.mails import invoice_reminder, own_number, to_transfer, what_is_left  # noqa: F401  (it registers that about open invoices)
from .exemptions.mails import exemption_news  # noqa: F401  (it registers that about tax exemptions)
from .models import OnAccount, Order
from .order_facts import Facts, order_facts
from .owed.mails import money_owed, owed_paid  # noqa: F401  (it registers those about money owed)
from .parcel_mails import order_delivered, order_shipped  # noqa: F401  (it registers those about parcels)
from .phone.mails import phone_order  # noqa: F401  (it registers that about orders by telephone)
from .returns.mails import exchange_to_pay, return_agreed, return_label, return_refused  # noqa: F401  (it registers those about returns)


@channels.speaks("order")
def language(order: int | str) -> str:
    """An order speaks as it was placed, whoever works on it."""
    return Order.objects.filter(pk=order).values_list("language", flat=True).first() or ""


@channels.facts("order_placed")
def order_placed(leaving: channels.Leaving) -> Facts:
    told, facts = order_facts(leaving)
    terms = {"terms_url": reverse("terms:version", args=[told.terms])} if told.terms else {}
    how = {"pay_url": facts["url"]} if told.can_pay else to_transfer(int(leaving.ids["order"]))
    return {**facts, **terms, **how}


@channels.facts("order_paid")
def order_paid(leaving: channels.Leaving) -> Facts:
    """What was bought on account may be packed or sent by now, and saw no card."""
    owed = OnAccount.objects.select_related("order").filter(order=int(leaving.ids["order"])).first()
    packed = {"packed": True} if owed and owed.order.status not in states.TO_PACK else {}
    by_transfer = {"by_transfer": True, **own_number(owed.order)} if owed else {}
    return {**order_facts(leaving)[1], **by_transfer, **packed}


@channels.facts("payment_failed")
def payment_failed(leaving: channels.Leaving) -> Facts:
    return _to_pay(leaving)


@channels.facts("pay_link")
def pay_link(leaving: channels.Leaving) -> Facts:
    return _to_pay(leaving)


@channels.facts("order_cancelled")
def order_cancelled(leaving: channels.Leaving) -> Facts:
    facts = order_facts(leaving)[1]
    if "refund" in leaving.ids:
        facts["refunded"] = said.given_back_on_cancelling(int(leaving.ids["refund"]))
    return facts


@channels.facts("refund_given")
def refund_given(leaving: channels.Leaving) -> Facts:
    refund = int(leaving.ids["refund"])
    why = said.why_given_back(refund)
    return {**order_facts(leaving)[1], "refunded": said.given_back(refund), **({"because": why} if why else {})}


@channels.facts("invoice_lowered")
def invoice_lowered(leaving: channels.Leaving) -> Facts:
    refund = int(leaving.ids["refund"])
    why = said.why_given_back(refund)
    facts = order_facts(leaving)[1]
    told = {"number": facts["number"], "url": facts["url"], "off": said.given_back(refund)}
    back = {"refunded": said.given_back(int(leaving.ids["surplus"]))} if "surplus" in leaving.ids else {}
    order = Order.objects.get(pk=int(leaving.ids["order"]))
    because = {"because": why} if why else {}
    return {**told, **because, **back, **what_is_left(order.pk), **own_number(order)}


@channels.facts("order_changed")
def order_changed(leaving: channels.Leaving) -> Facts:
    facts = order_facts(leaving)[1]
    lines = Order.objects.get(pk=int(leaving.ids["order"])).lines.all()
    facts["inside"] = [{"name": line.title, "quantity": line.wanted} for line in lines if line.wanted]
    if given := [int(leaving.ids[name]) for name in ("refund", "sending") if name in leaving.ids]:
        facts["refunded"] = said.given_back_together(given)
    return facts


@channels.facts("order_readdressed")
def order_readdressed(leaving: channels.Leaving) -> Facts:
    """Without the address: whoever reads the old mailbox need not learn the new one."""
    return order_facts(leaving)[1]


@channels.facts("dispute_question")
def dispute_question(leaving: channels.Leaving) -> Facts:
    return order_facts(leaving)[1]


@channels.facts("refund_apology")
def refund_apology(leaving: channels.Leaving) -> Facts:
    refunded = said.refunded(int(leaving.ids["payment"]))
    return {**order_facts(leaving)[1], "refunded": refunded, "because": said.because(str(leaving.ids["because"]))}


def _to_pay(leaving: channels.Leaving) -> Facts:
    """With the way to the payment page and until when, as long as there is one."""
    told, facts = order_facts(leaving)
    if not told.can_pay or told.until is None:
        return facts
    until = formats.date_format(timezone.localtime(told.until), "DATETIME_FORMAT")
    return {**facts, "pay_url": facts["url"], "until": f"{until} ({timezone.get_current_timezone_name()})"}
