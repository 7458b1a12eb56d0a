"""How layouts of orders name their columns: Shopify's (a row for each line), Wix's orders, and Wix's order items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Names:
    """How a layout names its columns, in small spelling; the first of several that says something counts."""

    number: tuple[str, ...]
    email: tuple[str, ...]
    paid: str
    sent: str
    placed: tuple[str, ...]  # date and, in a column of its own, time
    currency: str
    shipping: tuple[str, ...]
    taxes: tuple[str, ...]
    discount: tuple[str, ...]  # of the whole order
    total: str
    title: str
    sku: str
    quantity: str
    price: str
    delivery: Mapping[str, tuple[str, ...]]
    billing: Mapping[str, tuple[str, ...]]
    telephone: tuple[str, ...]
    refunded: str = "refunded amount"
    line_sent: str = ""
    tracking: str = ""
    carrier: str = ""
    payment_reference: tuple[str, ...] = ()
    paid_at: str = ""
    sent_at: str = ""
    cancelled_at: str = ""
    subtotal: str = ""
    fees: tuple[str, ...] = ()
    line_discount: str = ""
    named_taxes: tuple[tuple[str, str], ...] = ()  # (name, amount)
    refunds: str = ""  # a cell with all of them, in the place of their sum
    line_amount: tuple[str, ...] = ()  # of all pieces of a line, in the place of the price of one
    items: re.Pattern[str] | None = None  # columns whose cells hold items of their own
    statuses: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # one word for both → (paid, sent)
    discount_in_prices: bool = False  # the prices may be those after the discount
    news: str = ""  # whether the buyer agreed to news by mail, when they ordered

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns whose cells are whole dates."""
        return tuple(filter(None, (self.placed[0], self.paid_at, self.sent_at, self.cancelled_at)))

    @property
    def all_of_them(self) -> frozenset[str]:
        others = (self.number, self.email, self.placed, self.shipping, self.taxes, self.discount, self.telephone)
        beside = (self.payment_reference, self.fees, *self.named_taxes)
        several = (*others, *beside, *self.delivery.values(), *self.billing.values())
        lines = (self.title, self.sku, self.quantity, self.price, self.line_discount)
        one = (self.paid, self.sent, self.currency, self.total, self.subtotal, self.refunds, *lines, *self.line_amount)
        sent = (self.refunded, self.line_sent, self.tracking, self.carrier, self.news)
        dates = (self.paid_at, self.sent_at, self.cancelled_at)
        return frozenset(filter(None, (*one, *sent, *dates, *(name for names in several for name in names))))


@dataclass(frozen=True, slots=True)
class OrderLayout:
    name: str
    system: str
    signs: frozenset[str]
    names: Names

    def fits(self, columns: Sequence[str]) -> bool:
        return self.signs <= {column.casefold() for column in columns}

    def reads(self, column: str) -> bool:
        """Whether a column (small spelling) is read."""
        items = self.names.items
        return column in self.names.all_of_them or bool(items and items.fullmatch(column))


# -- Shopify


def _shopify_address(which: str) -> dict[str, tuple[str, ...]]:
    return {
        "name": (f"{which} name",),
        "organization": (f"{which} company",),
        "street_address": (f"{which} address1", f"{which} street"),
        "street2": (f"{which} address2",),
        "locality": (f"{which} city",),
        "region": (f"{which} province", f"{which} province name"),
        "postcode": (f"{which} zip",),
        "country": (f"{which} country",),
    }


_SHOPIFY: Final = Names(
    number=("name",),
    email=("email",),
    paid="financial status",
    sent="fulfillment status",
    placed=("created at",),
    currency="currency",
    shipping=("shipping",),
    taxes=("taxes",),
    discount=("discount amount",),
    total="total",
    title="lineitem name",
    sku="lineitem sku",
    quantity="lineitem quantity",
    price="lineitem price",
    delivery=_shopify_address("shipping"),
    billing=_shopify_address("billing"),
    telephone=("shipping phone", "billing phone", "phone"),
    paid_at="paid at",
    sent_at="fulfilled at",
    cancelled_at="cancelled at",
    line_sent="lineitem fulfillment status",
    payment_reference=("payment reference", "payment id"),
    subtotal="subtotal",
    fees=("duties",),
    line_discount="lineitem discount",
    named_taxes=tuple((f"tax {place} name", f"tax {place} value") for place in range(1, 6)),
    news="accepts marketing",
)

# -- Wix


def _wix_address(which: str, name: str) -> dict[str, tuple[str, ...]]:
    return {
        "name": (f"{name} name",),
        "organization": (f"{name} company name",),
        "street_address": (f"{which} address",),
        "locality": (f"{which} city",),
        "region": (f"{which} state name", f"{which} state"),
        "postcode": (f"{which} zip/postal code",),
        "country": (f"{which} country",),
    }


_WIX: Final = Names(
    number=("order number",),
    email=("contact email",),
    paid="payment status",
    sent="fulfillment status",
    placed=("date created", "time"),
    currency="currency",
    shipping=("shipping rate",),
    taxes=("total tax",),
    discount=("global discount amount",),
    total="total",
    title="item",
    sku="sku",
    quantity="qty",
    price="price",
    delivery=_wix_address("delivery", "recipient"),
    billing=_wix_address("billing", "billing"),
    telephone=("recipient phone", "billing phone"),
    tracking="tracking number",
    carrier="fulfillment service",
    fees=("additional fees",),
    line_discount="item discount amount",
)

SHOPIFY_AND_WIX: Final = (
    OrderLayout(
        "Shopify orders",
        "Shopify",
        frozenset(
            {"name", "financial status", "lineitem name", "lineitem quantity", "created at", "total", "currency"}
        ),
        _SHOPIFY,
    ),
    OrderLayout(
        "Wix order items",
        "Wix",
        frozenset({"order number", "date created", "item", "qty", "price", "payment status", "total"}),
        _WIX,
    ),
    OrderLayout(
        "Wix orders", "Wix", frozenset({"order number", "date created", "payment status", "total", "currency"}), _WIX
    ),
)
