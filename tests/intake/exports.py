"""Made-up files of the shapes that other shop systems export. The people are the cast's."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cast import ADA, BEN, CHIARA, Customer
from troth.intake import runs

SHOPIFY_CUSTOMERS = [
    "Customer ID",
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing",
    "Default Address Company",
    "Default Address Address1",
    "Default Address Address2",
    "Default Address City",
    "Default Address Province Code",
    "Default Address Country Code",
    "Default Address Zip",
    "Default Address Phone",
    "Phone",
    "Accepts SMS Marketing",
    "Total Spent",
    "Total Orders",
    "Note",
    "Tax Exempt",
    "Tags",
]
SHOPIFY_CUSTOMERS_OLD = [
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing",
    "Company",
    "Address1",
    "Address2",
    "City",
    "Province",
    "Province Code",
    "Country",
    "Country Code",
    "Zip",
    "Phone",
    "Accepts SMS Marketing",
    "Total Spent",
    "Total Orders",
    "Tags",
    "Note",
    "Tax Exempt",
]
WIX_CONTACTS = [
    "First Name",
    "Last Name",
    "Email 1",
    "Email 2",
    "Phone 1",
    "Phone 2",
    "Address 1 - Type",
    "Address 1 - Street",
    "Address 1 - Street Line 2",
    "Address 1 - City",
    "Address 1 - State/Region",
    "Address 1 - Zip",
    "Address 1 - Country",
    "Address 2 - Type",
    "Address 2 - Street",
    "Address 2 - City",
    "Address 2 - State/Region",
    "Address 2 - Zip",
    "Address 2 - Country",
    "Company",
    "Labels",
    "Created At (UTC+0)",
    "Email subscriber status",
    "SMS subscriber status",
    "Last Activity",
    "Last Activity Date (UTC+0)",
    "Source",
    "Language",
    "Birthdate",
]
SHOPIFY_ORDERS = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Address1",
    "Billing Address2",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Province",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Street",
    "Shipping Address1",
    "Shipping Address2",
    "Shipping Company",
    "Shipping City",
    "Shipping Zip",
    "Shipping Province",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Tags",
    "Risk Level",
    "Source",
    "Phone",
]
WIX_ORDERS = [
    "Order number",
    "Date created",
    "Time",
    "Fulfill by",
    "Total order quantity",
    "Contact email",
    "Note from customer",
    "Additional checkout info",
    "Business location",
    "Tags",
    "Order ID",
    "Delivery method",
    "Delivery time",
    "Recipient name",
    "Recipient phone",
    "Recipient company name",
    "Delivery country",
    "Delivery state",
    "Delivery state name",
    "Delivery city",
    "Delivery address",
    "Delivery zip/postal code",
    "Billing name",
    "Billing phone",
    "Billing company name",
    "Billing country",
    "Billing state",
    "Billing state name",
    "Billing city",
    "Billing address",
    "Billing zip/postal code",
    "Payment status",
    "Payment method",
    "Global coupon code",
    "Global discount amount",
    "Gift card amount",
    "Shipping rate",
    "Total tax",
    "Total",
    "Currency",
    "Refunded amount",
    "Net amount",
    "Additional fees",
    "Amount paid",
    "Fulfillment status",
    "Tracking number",
]
_ITEMS = [
    "Item",
    "Fulfillment location",
    "Variant",
    "Modifiers/Add-ons",
    "SKU",
    "Qty",
    "Quantity refunded",
    "Price",
    "Item coupon code",
    "Item discount amount",
    "Weight",
    "Custom text",
    "Deposit amount",
]
_AFTER = WIX_ORDERS.index("Order ID") + 1
WIX_ITEMS = [*WIX_ORDERS[:_AFTER], *_ITEMS, *WIX_ORDERS[_AFTER:]]

Cells = Mapping[str, str]


def names(customer: Customer) -> tuple[str, str]:
    first, last = customer.name.split(" ", 1)
    return first, last


def in_shopify(customer: Customer, **cells: str) -> dict[str, str]:
    """A row of the new header set."""
    first, last = names(customer)
    told = {
        "Customer ID": f"'72104483{len(customer.name):05}",
        "First Name": first,
        "Last Name": last,
        "Email": customer.email,
        "Default Address Company": customer.organization,
        "Default Address Address1": customer.street_address,
        "Default Address City": customer.locality,
        "Default Address Province Code": customer.region,
        "Default Address Country Code": customer.country,
        "Default Address Zip": f"'{customer.postcode}",
        "Phone": f"'{customer.telephone}",
    }
    return told | cells


def in_shopify_before(customer: Customer, **cells: str) -> dict[str, str]:
    """A row of the old header set."""
    told = {name.removeprefix("Default Address "): text for name, text in in_shopify(customer).items()}
    told.pop("Customer ID")
    return told | cells


def in_wix(customer: Customer, **cells: str) -> dict[str, str]:
    first, last = names(customer)
    told = {
        "First Name": first,
        "Last Name": last,
        "Email 1": customer.email,
        "Phone 1": f"'{customer.telephone}",
        "Address 1 - Type": "Shipping",
        "Address 1 - Street": customer.street_address,
        "Address 1 - City": customer.locality,
        "Address 1 - State/Region": customer.region,
        "Address 1 - Zip": f"'{customer.postcode}",
        "Address 1 - Country": customer.country,
        "Company": customer.organization,
    }
    return told | cells


def ordered_at_shopify(customer: Customer, number: str = "#1001", **cells: str) -> list[dict[str, str]]:
    """Two lines: 2 of 10.00 and 1 of 5.00, shipping 4.90, tax 1.50 on top, 3.00 off: 28.40."""
    first = {
        "Name": number,
        "Email": customer.email,
        "Financial Status": "paid",
        "Paid at": "2026-03-02 10:15:00 -0500",
        "Fulfillment Status": "fulfilled",
        "Fulfilled at": "2026-03-04 09:00:00 -0500",
        "Currency": "USD",
        "Subtotal": "22.00",
        "Shipping": "4.90",
        "Taxes": "1.50",
        "Total": "28.40",
        "Discount Amount": "3.00",
        "Created at": "2026-03-02 10:14:00 -0500",
        "Lineitem quantity": "2",
        "Lineitem name": "Tube - large",
        "Lineitem price": "10.00",
        "Lineitem sku": "TUBE",
        "Notes": "please ring twice",
        "Id": "5123456789",
    }
    for which in ("Billing", "Shipping"):
        first |= {
            f"{which} Name": customer.name,
            f"{which} Street": customer.street_address,
            f"{which} Address1": customer.street_address,
            f"{which} City": customer.locality,
            f"{which} Zip": f"'{customer.postcode}",
            f"{which} Province": customer.region,
            f"{which} Country": customer.country,
            f"{which} Phone": f"'{customer.telephone}",
        }
    first |= cells
    second = {"Name": number, "Email": customer.email, "Created at": first["Created at"]}
    second |= {"Lineitem quantity": "1", "Lineitem name": "Cap", "Lineitem price": "5.00", "Lineitem sku": "CAP"}
    return [first, second]


def ordered_at_wix(customer: Customer, number: str = "10023", **cells: str) -> dict[str, str]:
    """20.00 of goods, shipping 5.00, tax 1.25, 2.00 off: 24.25."""
    told = {
        "Order number": number,
        "Date created": "Mar 2, 2026",
        "Time": "10:14 AM",
        "Contact email": customer.email,
        "Recipient name": customer.name,
        "Recipient phone": f"'{customer.telephone}",
        "Delivery country": customer.country,
        "Delivery state": customer.region,
        "Delivery city": customer.locality,
        "Delivery address": customer.street_address,
        "Delivery zip/postal code": f"'{customer.postcode}",
        "Billing name": customer.name,
        "Billing country": customer.country,
        "Billing state": customer.region,
        "Billing city": customer.locality,
        "Billing address": customer.street_address,
        "Billing zip/postal code": f"'{customer.postcode}",
        "Payment status": "Paid",
        "Global discount amount": "2.00",
        "Shipping rate": "5.00",
        "Total tax": "1.25",
        "Total": "24.25",
        "Currency": "USD",
        "Fulfillment status": "Fulfilled",
        "Note from customer": "please ring twice",
    }
    return told | cells


def wix_item(order: Cells, item: str, quantity: str, price: str) -> dict[str, str]:
    return {**order, "Item": item, "SKU": item.upper(), "Qty": quantity, "Price": price}


def sheet(columns: Sequence[str], *rows: Cells) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def saved(place: Path, content: bytes, name: str = "export.csv") -> Path:
    path = place / name
    path.write_bytes(content)
    return path


def bring(place: Path, content: bytes, *, dry_run: bool = False) -> dict[str, Any]:
    """The report of `troth intake import`."""
    return runs.by_command(saved(place, content), dry_run=dry_run)


CAST = (ADA, BEN, CHIARA)
