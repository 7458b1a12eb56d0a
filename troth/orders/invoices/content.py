"""What a paper says beside the buyer. Made once, kept as JSON, and never changed; amounts in whole minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext

from troth import gate
from troth.people import postal

from .. import sent_by
from ..account import terms
from ..models import OnAccount, Order, OrderLine
from ..prices import vat_id
from ..prices.rates import WHOLE
from ..prices.split import part
from .electronic.seller import now as seller_now


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` is after discount, tax as in prices: what these goods cost by the order."""

    title: str
    quantity: int
    price: int
    discount: int
    amount: int
    rate: int
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    name: str
    rate: int
    base: int
    amount: int
    included: bool


@dataclass(frozen=True, slots=True)
class Content:
    """`total`: what the paper is about, tax included. `tax_case`: see `orders.models.TaxCase`."""

    seller: tuple[str, ...]
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    total: int
    tax_case: str
    shipping: int = 0
    shipping_discount: int = 0
    shipping_words: str = ""
    because: str = ""
    due_on: str = ""  # ISO date; "" where it was paid at once
    pay_to: tuple[tuple[str, str], ...] = ()  # the shop's own bank: (word, value)
    pay_as: str = ""  # what the payer is to write on the transfer
    paid_on: str = ""  # ISO date of the payment, in the shop's time; "" where nothing was paid
    seller_is: Mapping[str, str] = field(default_factory=dict)  # line by line; {} on papers older than that

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of_order(order: Order) -> Content:
    """Three queries."""
    lines = tuple(
        Line(
            line.title,
            line.quantity,
            line.price,
            line.discount,
            line.total - line.discount,
            line.tax_rate,
            line.sku,
        )
        for line in order.lines.all()
    )
    taxes = tuple(Tax(tax.name, tax.rate, tax.base, tax.amount, tax.included) for tax in order.taxes.all())
    return Content(
        seller=seller(),
        lines=lines,
        taxes=taxes,
        total=order.total,
        tax_case=order.tax_case,
        shipping=order.shipping,
        shipping_discount=order.discount - sum(line.discount for line in lines),
        shipping_words=sent_by.name_of(order),
        paid_on=paid_on(order),
        **_on_account(order),
        seller_is=seller_now(),
    )


def _on_account(order: Order) -> dict[str, Any]:
    """Until when, where to and under which words it is to be paid. One query for an order that is paid at once."""
    owed = OnAccount.objects.filter(order=order).first()
    if owed is None:
        return {}
    return {"due_on": owed.due_on.isoformat(), "pay_to": terms.particulars(), "pay_as": order.number}


def of_difference(order: Order, because: str, extras: Iterable[tuple[OrderLine, int]]) -> Content:
    """What was paid for dearer replacements: for each line what it cost more, tax as that line carries it."""
    known = {(tax.rate, tax.included): tax for tax in order.taxes.all()}
    taxed: dict[tuple[int, bool], int] = {}
    lines = []
    for line, extra in extras:
        key = next((key for key in known if key[0] == line.tax_rate), None)
        amount = part(extra, line.tax_rate, WHOLE + line.tax_rate) if key else 0
        if key:
            taxed[key] = taxed.get(key, 0) + extra
        net = extra if key is None or key[1] else extra - amount
        lines.append(Line(line.title, 1, net, 0, net, line.tax_rate, line.sku))
    taxes = tuple(
        Tax(
            known[key].name,
            key[0],
            gross - part(gross, key[0], WHOLE + key[0]),
            part(gross, key[0], WHOLE + key[0]),
            key[1],
        )
        for key, gross in taxed.items()
    )
    total = sum(extra for _line, extra in extras)
    return Content(seller(), tuple(lines), taxes, total, order.tax_case, because=because, seller_is=seller_now())


def read(kept: Mapping[str, Any]) -> Content:
    """From what was kept."""
    told = dict(kept)
    told["seller"] = tuple(told["seller"])
    told["pay_to"] = tuple((word, value) for word, value in told.get("pay_to", ()))
    told["lines"] = tuple(Line(**line) for line in told["lines"])
    told["taxes"] = tuple(Tax(**tax) for tax in told["taxes"])
    return Content(**told)


def paid_on(order: Order) -> str:
    """Goods are paid before they are sent: the day that counts for the tax (Directive 2006/112/EC, Article 65)."""
    paid = [payment.settled_at for payment in order.payments.all() if payment.settled_at and not payment.difference_id]
    return localdate(min(paid)).isoformat() if paid else ""


def seller() -> tuple[str, ...]:
    """As the policy names who answers for the shop, with their number for the tax (Article 226(3))."""
    who = gate.policy().controller
    place = f"{who.locality}, {who.region} {who.postcode}" if who.region else f"{who.postcode} {who.locality}"
    lines = (who.name, who.street_address, place, postal.country_name(who.country), who.email, tax_words(who.tax_id))
    return tuple(line for line in lines if line)


def tax_words(number: str) -> str:
    """A seller's or buyer's number, with the word for what it is."""
    if not number:
        return ""
    known = vat_id.read(number)
    says = gettext("VAT number: %(number)s") if known else gettext("Tax number: %(number)s")
    return says % {"number": known.number if known else number}
