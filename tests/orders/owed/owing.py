"""An order that was paid, sent and taken back by the payer's bank; and what its customer does then."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.cast import ADA, Customer
from tests.catalog.goods import only_variant, product, variant
from tests.orders.buying import bought, webhook
from tests.payments.counters import PracticeCounter, begin
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import access, desk, numbers, owed, settle
from troth.orders.models import Debt, Dispute, Order, OrderEvent, Payment
from troth.orders.owed import pay
from troth.recipients.models import TillSession

WHY = "The parcel was delivered, and nothing came back."


def flask() -> Variant:
    return only_variant(product("Flask", variant(1000, stock=10, weight_grams=300, sku="FLASK")))


def taken_back(
    olga: gate.Actor, *, sent: bool = True, reason: str = "product_not_received", who: Customer = ADA
) -> Order:
    """Paid at the practice till, sent in one parcel, disputed, and lost."""
    counter, order = PracticeCounter(), bought(who, (flask(), 2))
    session = begin(order)
    counter.pay(session)
    counter.deliver()
    if sent:
        desk.pack(order.number, olga)
        desk.send(order.number, olga)
    dispute = counter.dispute(session)
    counter.deliver()
    counter.judge(dispute, "lost")
    counter.deliver()
    Dispute.objects.update(reason=reason)
    return Order.objects.get(pk=order.pk)


def the_dispute() -> int:
    return int(Dispute.objects.get().pk)


def claimed(sam: gate.Actor, olga: gate.Actor) -> tuple[Order, uuid.UUID]:
    order = taken_back(olga)
    return order, owed.claim(the_dispute(), sam, WHY)


def debt() -> Debt:
    return Debt.objects.get()


def late(days: int = 15) -> None:
    Debt.objects.update(due_on=timezone.localdate() - timedelta(days=days))


def letters(template: str = "money_owed") -> list[Message]:
    return list(Message.objects.filter(template=template).order_by("queued_at"))


def steps() -> list[object]:
    return [each.ids["step"] for each in letters()]


def happened(order: Order) -> list[str]:
    return [*OrderEvent.objects.filter(order=order, what__startswith="debt").values_list("what", flat=True)]


def proven(order: Order) -> str:
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    return browser


def goes_to_pay(order: Order, browser: str = "") -> str | None:
    who = browser or proven(order)
    return pay.begin(order.number, debt().public_id, "http://shop/back", "http://shop/away", browser=who)


def their_payments() -> list[Payment]:
    return list(Payment.objects.exclude(debt=None).order_by("pk"))


def pays(payment: Payment | None = None, word: str = "payment.succeeded") -> bool:
    session = TillSession.objects.get(ref=(payment or their_payments()[-1]).session)
    return settle.settle("practice", *webhook(session, word))
