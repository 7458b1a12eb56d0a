"""Made-up files of the shapes that WooCommerce's export plug-ins write. The people are the cast's."""

from __future__ import annotations

from tests.cast import Customer
from tests.intake.exports import names

_ADDRESS = ["First Name", "Last Name", "Company", "Address 1&2", "City", "State Code", "Postcode", "Country Code"]
TITLED = [
    *("Order Number", "Order Status", "Order Date", "Customer Note"),
    *(f"{name} (Billing)" for name in [*_ADDRESS, "Email", "Phone"]),
    *(f"{name} (Shipping)" for name in _ADDRESS),
    *("Payment Method Title", "Cart Discount Amount", "Order Subtotal Amount", "Shipping Method Title"),
    *("Order Shipping Amount", "Order Refund Amount", "Order Total Amount", "Order Total Tax Amount"),
    *("SKU", "Item #", "Item Name", "Quantity (- Refund)", "Item Cost", "Coupon Code", "Discount Amount"),
]
_NAMED_ADDRESS = [
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "postcode",
    "city",
    "state",
    "country",
]
NAMED = [
    *[
        "order_id",
        "order_number",
        "order_date",
        "paid_date",
        "status",
        "shipping_total",
        "shipping_tax_total",
        "fee_total",
        "tax_total",
    ],
    *[
        "cart_discount",
        "discount_total",
        "order_total",
        "order_subtotal",
        "order_key",
        "order_currency",
        "payment_method",
    ],
    *[
        "transaction_id",
        "customer_ip_address",
        "customer_user_agent",
        "shipping_method",
        "customer_id",
        "customer_email",
    ],
    *(f"billing_{name}" for name in [*_NAMED_ADDRESS, "email", "phone"]),
    *(f"shipping_{name}" for name in [*_NAMED_ADDRESS, "phone"]),
    *["customer_note", "wt_import_key", "refund_items", "order_notes", "line_item_1", "line_item_2"],
]
BY_ITEM = [
    *[
        "order_id",
        "order_number",
        "order_number_formatted",
        "date",
        "status",
        "shipping_total",
        "fee_total",
        "tax_total",
    ],
    *["discount_total", "order_total", "refunded_total", "order_currency", "customer_id"],
    *(f"billing_{name}" for name in [*_NAMED_ADDRESS, "email", "phone"]),
    *(f"shipping_{name}" for name in _NAMED_ADDRESS),
    *["item_id", "item_name", "item_sku", "item_quantity", "item_subtotal", "item_total", "line_items"],
]
CUSTOMERS = [
    *[
        "ID",
        "customer_id",
        "user_login",
        "user_pass",
        "user_email",
        "user_registered",
        "display_name",
        "first_name",
        "last_name",
        "roles",
    ],
    *(f"billing_{name}" for name in [*_NAMED_ADDRESS, "email", "phone"]),
    *(f"shipping_{name}" for name in _NAMED_ADDRESS),
    *["session_tokens", "last_update"],
]
ANALYTICS = [
    *("Name", "Username", "Last active", "Sign up", "Email", "Orders", "Total spend", "AOV"),
    *("Country / Region", "City", "Region", "Postal code"),
]


def titled(who: Customer, number: str = "5001", **cells: str) -> list[dict[str, str]]:
    """A row an item, with everything in each: 2 of 10.00 and 1 of 5.00, shipping 4.90, tax 1.50, 3.00 off: 28.40."""
    first, last = names(who)
    told = {
        "Order Number": number,
        "Order Status": "Completed",
        "Order Date": "2026-03-02 10:14",
        "Customer Note": "please ring twice",
        "Email (Billing)": who.email,
        "Phone (Billing)": who.telephone,
        "Cart Discount Amount": "3",
        "Order Subtotal Amount": "25",
        "Order Shipping Amount": "4.90",
        "Order Total Amount": "28.40",
        "Order Total Tax Amount": "1.50",
    }
    for which in ("Billing", "Shipping"):
        own = (first, last, who.organization, who.street_address, who.locality, who.region, who.postcode, who.country)
        told |= {f"{name} ({which})": cell for name, cell in zip(_ADDRESS, own, strict=True)}
    told |= cells
    item = {"SKU": "TUBE", "Item #": "1", "Item Name": "Tube, large", "Quantity (- Refund)": "2", "Item Cost": "10"}
    cap = {"SKU": "CAP", "Item #": "2", "Item Name": "Cap", "Quantity (- Refund)": "1", "Item Cost": "5"}
    return [told | item, told | cap]


def named(who: Customer, number: str = "5001", **cells: str) -> dict[str, str]:
    """The same as one row, its items in cells."""
    told = {
        "order_id": "71",
        "order_number": number,
        "order_date": "2026-03-02 10:14:00",
        "paid_date": "2026-03-02 10:15:00",
        "status": "completed",
        "shipping_total": "4.90",
        "tax_total": "1.50",
        "cart_discount": "3.00",
        "discount_total": "3.00",
        "order_total": "28.40",
        "order_subtotal": "25.00",
        "order_currency": "EUR",
        "transaction_id": "ch_3Abc123",
        "customer_ip_address": "192.0.2.7",
        "billing_email": who.email,
        "billing_phone": who.telephone,
        "line_item_1": "name:Tube, large|product_id:12|sku:TUBE|quantity:2|total:17.60|sub_total:20.00",
        "line_item_2": "name:Cap: with | bar|product_id:13|sku:CAP|quantity:1|total:4.40|sub_total:5.00",
    }
    return told | addressed(who) | cells


def by_item(who: Customer, number: str = "5001", **cells: str) -> list[dict[str, str]]:
    told = {
        "order_id": "71",
        "order_number": number,
        "order_number_formatted": number,
        "date": "2026-03-02 10:14:00",
        "status": "completed",
        "shipping_total": "4.90",
        "tax_total": "1.50",
        "discount_total": "3.00",
        "order_total": "28.40",
        "order_currency": "EUR",
        "billing_email": who.email,
        "billing_phone": who.telephone,
    }
    told |= addressed(who) | cells
    item = {"item_name": "Tube, large", "item_sku": "TUBE", "item_quantity": "2", "item_subtotal": "20.00"}
    cap = {"item_name": "Cap", "item_sku": "CAP", "item_quantity": "1", "item_subtotal": "5.00"}
    return [told | item, told | cap]


def customer(who: Customer, **cells: str) -> dict[str, str]:
    first, last = names(who)
    told = {
        "ID": "17",
        "customer_id": "17",
        "user_login": "login17",
        "user_pass": "$P$BsecretHashOfSomebody",
        "user_email": who.email,
        "user_registered": "2024-05-06 07:08:09",
        "first_name": first,
        "last_name": last,
        "roles": "customer",
        "billing_email": who.email,
        "billing_phone": who.telephone,
        "last_update": "1714979289",
    }
    return told | addressed(who) | cells


def addressed(who: Customer) -> dict[str, str]:
    first, last = names(who)
    region = f"{who.country}-{who.region}" if who.region and who.country == "DE" else who.region
    own = (first, last, who.organization, who.street_address, "", who.postcode, who.locality, region, who.country)
    return {
        f"{which}_{name}": cell
        for which in ("billing", "shipping")
        for name, cell in zip(_NAMED_ADDRESS, own, strict=True)
    }
