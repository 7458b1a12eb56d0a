"""The rows of an order that say what it costs, from what it was reckoned at."""

from __future__ import annotations

from typing import Any

from troth.catalog.words.saying import first_of

from ..models import Order, OrderDiscount, OrderLine, OrderTax
from .priced import Priced


def amounts(priced: Priced) -> dict[str, Any]:
    """The order's own columns: currency, sums, and what it is for the tax."""
    sums = priced.reckoning
    return {
        "currency": priced.contents.currency,
        "goods": sums.goods,
        "discount": sums.discount,
        "shipping": sums.shipping,
        "tax": sums.tax,
        "tax_included": sums.tax_included,
        "total": sums.total,
        "tax_case": sums.treatment,
        "grams": priced.contents.grams,
    }


def write(order: Order, priced: Priced) -> list[OrderLine]:
    """Lines, which are handed back, and taxes and discounts where there are any. In the order's own transaction."""
    lines = OrderLine.objects.bulk_create(_lines(order, priced))
    if priced.reckoning.taxes:
        OrderTax.objects.bulk_create(
            OrderTax(
                order=order,
                name=str(tax.name),
                first=first_of(tax.name),
                rate=tax.rate,
                base=tax.base,
                amount=tax.amount,
                included=tax.included,
            )
            for tax in priced.reckoning.taxes
        )
    if priced.reckoning.taken:
        OrderDiscount.objects.bulk_create(
            OrderDiscount(order=order, label=str(each.label), first=first_of(each.label), amount=each.amount)
            for each in priced.reckoning.taken
        )
    return lines


def _lines(order: Order, priced: Priced) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            variant_id=line.variant,
            sku=line.sku,
            title=line.full_title,
            quantity=line.quantity,
            price=price,
            total=price * line.quantity,
            discount=share.discount,
            tax=share.tax,
            tax_rate=share.rate,
        )
        for line, price, share in zip(priced.contents.lines, priced.prices, priced.reckoning.lines, strict=True)
    ]
