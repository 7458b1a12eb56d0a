"""Orders and customers of WooCommerce, which has no export of its own that names buyers: these are the files of its plug-ins.

Advanced Order Export writes titles ("Order Number"), a row for each item. Order Export & Order Import and the Customer/Order
Export write names (order_number): a row for each order, its items in cells of their own ("name:Tube|quantity:2|total:20.00"), or
a row for each item. All three write one word for how far an order had come. Customers come from those plug-ins as well, or
from WooCommerce's own analytics.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from .order_layouts import Names, OrderLayout

SYSTEM: Final = "WooCommerce"
# The one word, in the language of the shop → (paid, sent) as `past_order.stood` reads them.
_PAID_AND_SENT, _PAID, _WAITS = ("paid", "fulfilled"), ("paid", ""), ("pending", "")
_CANCELLED, _FAILED, _BACK = ("cancelled", "cancelled"), ("voided", "cancelled"), ("refunded", "")
STATUSES: Final = {
    word: meant
    for meant, words in (
        (_PAID_AND_SENT, "completed abgeschlossen fertiggestellt terminée completado completada"),
        (_PAID, "processing inbearbeitung encours procesando"),
        (
            _WAITS,
            "pending pendingpayment onhold ausstehend zahlungausstehend inwartestellung enattente pendientedepago",
        ),
        (_CANCELLED, "cancelled canceled storniert annulée cancelado"),
        (_FAILED, "failed fehlgeschlagen échouée fallido"),
        (_BACK, "refunded rückerstattet erstattet remboursée reembolsado"),
    )
    for word in words.split()
}
LEFT_OF_IT: Final = "quantity (- refund)"  # how many of a line were not sent back
_ITEM_CELLS: Final = re.compile(r"line_items|line_item_\d+")


def _titled(which: str) -> dict[str, tuple[str, ...]]:
    return {
        "name": (f"full name ({which})",),
        "first_name": (f"first name ({which})",),
        "last_name": (f"last name ({which})",),
        "organization": (f"company ({which})",),
        "street_address": (f"address 1&2 ({which})", f"address 1 ({which})"),
        "street2": (f"address 2 ({which})",),
        "locality": (f"city ({which})",),
        "region": (f"state code ({which})", f"state name ({which})"),
        "postcode": (f"postcode ({which})",),
        "country": (f"country code ({which})", f"country name ({which})"),
    }


def named(which: str) -> dict[str, tuple[str, ...]]:
    return {
        "name": (f"{which}_full_name",),
        "first_name": (f"{which}_first_name",),
        "last_name": (f"{which}_last_name",),
        "organization": (f"{which}_company",),
        "street_address": (f"{which}_address_1",),
        "street2": (f"{which}_address_2",),
        "locality": (f"{which}_city",),
        "region": (f"{which}_state", f"{which}_state_code"),
        "postcode": (f"{which}_postcode",),
        "country": (f"{which}_country",),
    }


_TITLED: Final = Names(
    number=("order number", "order id"),
    email=("email (billing)", "customer email"),
    paid="order status",
    sent="",
    placed=("order date",),
    currency="order currency",
    shipping=("order shipping amount",),
    taxes=("order total tax amount",),
    discount=("cart discount amount",),
    total="order total amount",
    title="item name",
    sku="sku",
    quantity="quantity",
    price="item cost",
    delivery=_titled("shipping"),
    billing=_titled("billing"),
    telephone=("phone (shipping)", "phone (billing)"),
    refunded="order refund amount",
    payment_reference=("transaction id",),
    paid_at="paid date",
    sent_at="completed date",
    subtotal="order subtotal amount",
    fees=("total fee amount",),
    statuses=STATUSES,
    discount_in_prices=True,
)
_NAMED: Final = replace(
    _TITLED,
    number=("order_number_formatted", "order_number", "order_id"),
    email=("billing_email", "customer_email"),
    paid="status",
    placed=("order_date",),
    currency="order_currency",
    shipping=("shipping_total",),
    taxes=("tax_total",),
    discount=("discount_total",),
    total="order_total",
    title="item_name",
    sku="item_sku",
    quantity="item_quantity",
    price="item_price",
    delivery=named("shipping"),
    billing=named("billing"),
    telephone=("shipping_phone", "billing_phone"),
    refunded="refunded_total",
    refunds="refund_items",
    payment_reference=("transaction_id",),
    paid_at="paid_date",
    sent_at="completed_date",
    subtotal="order_subtotal",
    fees=("fee_total",),
    line_amount=("item_subtotal", "item_total"),
    items=_ITEM_CELLS,
)

_SIGNS: Final = frozenset({"order number", "order status", "order date", "order total amount"})
LAYOUTS: Final = (
    OrderLayout("WooCommerce orders", SYSTEM, _SIGNS | {"item name", "quantity"}, _TITLED),
    OrderLayout(
        "WooCommerce orders", SYSTEM, _SIGNS | {"item name", LEFT_OF_IT}, replace(_TITLED, quantity=LEFT_OF_IT)
    ),
    OrderLayout("WooCommerce orders", SYSTEM, _SIGNS, _TITLED),
    OrderLayout(
        "WooCommerce orders", SYSTEM, frozenset({"status", "order_date", "order_total", "billing_email"}), _NAMED
    ),
    OrderLayout(
        "WooCommerce orders",
        SYSTEM,
        frozenset({"status", "date", "order_total", "billing_email"}),
        replace(_NAMED, placed=("date",)),
    ),
)
