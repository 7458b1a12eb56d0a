"""What a mail may say about an order: numbers, goods and amounts. No name and no address; mails travel less safely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext

from troth import gate
from troth.catalog.money import Money

from . import shown
from .models import Order, Payment, Refund
from .models.order import What
from .models.refund import Why
from .parcels_shown import ParcelShown
from .prices import order_costs
from .prices.cost_words import CostLine

# Reasons a buyer reads; the rest is between the shop and the provider.
_TOLD = frozenset(
    {
        Why.RETURNED,
        Why.DAMAGED,
        Why.MISSING,
        Why.NOT_ARRIVED,
        Why.PRICE,
        Why.GOODWILL,
        Why.CANCELLED,
        Why.TAKEN_OUT,
        Why.LET_GO,
    }
)
CARRIERS_SHORT = {"usps": "USPS", "ups": "UPS", "fedex": "FedEx"}


@dataclass(frozen=True, slots=True)
class LineSaid:
    name: str
    quantity: int
    total: str


@dataclass(frozen=True, slots=True)
class Said:
    """Amounts are text in the reader's language. `until` is None once nothing waits for payment."""

    number: str
    lines: tuple[LineSaid, ...]
    goods: str
    shipping: str
    total: str
    carrier: str
    tracking: str
    can_pay: bool
    until: datetime | None
    parcels: tuple[ParcelShown, ...] = ()
    more_to_come: bool = False
    costs: tuple[CostLine, ...] = ()
    terms: str = ""


def facts_for_mail(order: int) -> Said:
    """Raises Order.DoesNotExist."""
    row = Order.objects.prefetch_related(*shown.WHOLE).get(pk=order)
    told = shown.of(row)
    return Said(
        number=told.number,
        lines=tuple(LineSaid(line.title, line.quantity, line.total.text) for line in told.lines),
        goods=told.goods.text,
        shipping=told.shipping.text,
        total=told.total.text,
        carrier=carrier_name(told.carrier),
        tracking=told.tracking,
        can_pay=told.can_pay,
        until=told.kept_until if told.can_pay else None,
        parcels=told.parcels,
        more_to_come=any(line.left for line in told.lines),
        costs=order_costs.lines(row),
        terms=row.terms,
    )


def carrier_name(recipient: str) -> str:
    """As sentences name them; "" is the shop itself, by its own name."""
    if not recipient:
        return gate.policy().controller.name
    known = gate.policy().recipients.get(recipient)
    return CARRIERS_SHORT.get(recipient) or (known.label if known else recipient)


def refunded(payment: int) -> str:
    """The amount that goes back, as text."""
    row = Payment.objects.get(pk=payment)
    return Money(row.amount, row.currency).text


def given_back(refund: int) -> str:
    """With the parts it has, where no single payment was so much."""
    row = Refund.objects.select_related("payment", "account").get(pk=refund)
    return Money(row.amount + sum(part.amount for part in row.parts.all()), row.currency).text


def given_back_together(refunds: Sequence[int]) -> str:
    """The sum of refunds that one mail tells of."""
    rows = Refund.objects.filter(Q(pk__in=refunds) | Q(part_of__in=refunds)).select_related("payment", "account")
    found = [*rows]
    return Money(sum(row.amount for row in found), found[0].currency).text


def given_back_on_cancelling(refund: int) -> str:
    """The amount of this refund and of those decided with it: each payment of a cancelled order goes back by itself."""
    first = Refund.objects.select_related("payment").get(pk=refund)
    with_it = Refund.objects.filter(payment__order=first.of.order_id, why=first.why, pk__gte=first.pk)
    return Money(with_it.aggregate(sum=Sum("amount"))["sum"], first.currency).text


def why_given_back(refund: int) -> str:
    """A few words, or none where there is nothing to say to the buyer that they do not know better."""
    why = Why(Refund.objects.values_list("why", flat=True).get(pk=refund))
    return str(why.label) if why in _TOLD else ""


def because(what: str) -> str:
    """Why money goes back, as a sentence."""
    if what == What.DEBT_PAID_LATE:
        return gettext("We had stopped asking for this money, and we keep to that.")
    if what == What.PAID_TWICE:
        return gettext("It was paid twice, so we send one payment back. Your order goes on as it should.")
    return gettext(
        "Your payment came after we had let the goods go, and meanwhile somebody else bought the last of them."
    )
