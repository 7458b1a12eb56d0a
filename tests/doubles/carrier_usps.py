"""USPS on loopback: OAuth, payment authorization, prices, labels (as multipart, as they send them), void, tracking."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from .carrier_fedex import _page
from .carrier_line import Heard, Line, as_json, history

# Category, words and code of an event, as their tracking writes them (Publication 199, and its service of today).
STEPS = {
    "booked": ("Pre-Shipment", "Shipping Label Created, USPS Awaiting Item", "GX"),
    "moving": ("In Transit", "Arrived at USPS Regional Facility", "10"),
    "near": ("Out for Delivery", "Out for Delivery", "OF"),
    "problem": ("Delivery Attempt", "Notice Left (No Authorized Recipient Available)", "02"),
    "returned": ("Alert", "Return to Sender", "09"),
    "came_back": ("Delivered", "Delivered, To Original Sender", "01"),
    "delivered": ("Delivered", "Delivered, Front Door/Porch", "01"),
}


def answer(line: Line, heard: Heard) -> tuple[int, str, bytes]:
    path = heard.path.partition("?")[0]
    if path == "/oauth2/v3/token":
        return as_json({"access_token": "usps-t", "token_type": "Bearer", "expires_in": 28799})
    if heard.headers.get("Authorization") != "Bearer usps-t":
        return as_json({"error": {"code": "401", "message": "Unauthorized", "errors": []}}, 401)
    if path == "/payments/v3/payment-authorization":
        return as_json({"paymentAuthorizationToken": "usps-p", "roles": []})
    if path == "/shipments/v3/options/search":
        return as_json(_rates_abroad(heard.told) if "destinationCountryCode" in heard.told else _rates())
    if path == "/labels/v3/label":
        return _label(line, heard)
    if path == "/international-labels/v3/international-label":
        return _label_abroad(line, heard)
    if path.startswith(("/labels/v3/label/", "/international-labels/v3/international-label/")):
        number = path.rpartition("/")[2]
        line.taken_back.append(number)
        return as_json({"trackingNumber": number, "status": "CANCELED"})
    if path.startswith("/tracking/v3/tracking/"):
        return _track(line, path.rpartition("/")[2])
    return as_json({"error": {"code": "404", "message": "no such place", "errors": []}}, 404)


def _rates() -> dict[str, Any]:
    rate = {
        "mailClass": "USPS_GROUND_ADVANTAGE",
        "productName": "USPS Ground Advantage",
        "description": "USPS Ground Advantage Nonmachinable Dimensional Rectangular",
        "zone": "08",
        "price": 9.35,
        "SKU": "DUXR0XXXXC08010",
    }
    option = {
        "commitment": {"name": "4 Days", "scheduleDeliveryDate": "2026-12-01"},
        "totalPrice": 9.35,
        "totalBasePrice": 9.35,
        "rates": [rate],
        "extraServices": [],
    }
    options = [{"mailClass": "USPS_GROUND_ADVANTAGE", "rateOptions": [option]}]
    return {"pricingOptions": [{"priceType": "RETAIL", "shippingOptions": options}]}


def _rates_abroad(asked: dict[str, Any]) -> dict[str, Any]:
    """Of both classes; what is too heavy for the smaller one is offered by the other alone."""
    prices = {"FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE": 17.95, "PRIORITY_MAIL_INTERNATIONAL": 47.35}
    if asked["packageDescription"]["weight"] > 4:
        del prices["FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE"]
    options = []
    for mail_class, price in prices.items():
        said = f"{mail_class.replace('_', ' ').title()} Machinable ISC Single-piece"
        rate = {"mailClass": mail_class, "description": said, "price": price, "rateIndicator": "SP", "zone": "01"}
        option = {"totalPrice": price, "totalBasePrice": price, "rates": [rate], "extraServices": []}
        options.append({"mailClass": mail_class, "rateOptions": [option]})
    return {"pricingOptions": [{"priceType": "RETAIL", "shippingOptions": options}]}


def _label_abroad(line: Line, heard: Heard) -> tuple[int, str, bytes]:
    """The customs declaration is on the label; without its particulars there is none."""
    asked = heard.told
    if heard.headers.get("X-Payment-Authorization-Token") != "usps-p":
        return as_json({"error": {"code": "403", "message": "no payment authorization", "errors": []}}, 403)
    form, there = asked.get("customsForm", {}), asked["toAddress"]
    whole = form.get("AESITN") and form.get("customsContentType") and form.get("contents")
    if not whole or not all(there.get(name) for name in ("streetAddress", "city", "countryISOAlpha2Code")):
        said = f"{there.get('lastName')} has no address, or the customs form is not whole"
        return as_json({"error": {"code": "400", "message": said, "errors": []}}, 400)
    if asked["packageDescription"]["rateIndicator"] != "SP" or len(asked["senderAddress"]["ZIPCode"]) != 5:
        return as_json({"error": {"code": "160012", "message": "not a rate of this class", "errors": []}}, 400)
    number = f"LZ{len(line.labels) + 100000000}US"
    line.labels[number] = asked
    return _parts({"internationalTrackingNumber": number, "postage": 17.95, "SKU": "IFXP0XXXXB01080"}, asked, number)


def _label(line: Line, heard: Heard) -> tuple[int, str, bytes]:
    asked = heard.told
    if heard.headers.get("X-Payment-Authorization-Token") != "usps-p":
        return as_json({"error": {"code": "403", "message": "no payment authorization", "errors": []}}, 403)
    if not asked["toAddress"].get("streetAddress") or not asked["toAddress"].get("ZIPCode"):
        said = f"{asked['toAddress'].get('lastName')} has no address"
        return as_json({"error": {"code": "400", "message": said, "errors": []}}, 400)
    number = f"9201990{len(line.labels) + 1000000000}"
    line.labels[number] = asked
    return _parts({"trackingNumber": number, "postage": 9.35, "SKU": "DUXR0XXXXC08010"}, asked, number)


def _parts(told: dict[str, Any], asked: dict[str, Any], number: str) -> tuple[int, str, bytes]:
    """The answer to a label, in the two parts they send it in."""
    label = b"^XA^FD" + number.encode() + b"^FS^XZ" if "ZPL" in asked["imageInfo"]["imageType"] else _page(number)
    parts = (
        "--line\r\nContent-Type: application/json\r\n"
        'Content-Disposition: form-data; name="labelMetadata"\r\n\r\n'
        f"{json.dumps(told)}\r\n--line\r\n"
        f'Content-Type: application/pdf\r\nContent-Disposition: form-data; filename="label.pdf"; name="labelImage"\r\n\r\n'
        f"{base64.b64encode(label).decode()}\r\n--line--\r\n"
    )
    return 200, "multipart/form-data; boundary=line", parts.encode()


def _track(line: Line, number: str) -> tuple[int, str, bytes]:
    if number not in line.labels:
        return as_json({"error": {"code": "404", "message": "A status update is not yet available", "errors": []}}, 404)
    step = line.steps.get(number, "booked")
    category, said, _code = STEPS[step]
    events = [
        {
            "eventType": words,
            "eventCode": code,
            "eventTimestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventCity": "BOSTON",
            "eventState": "MA",
            "name": line.labels[number]["toAddress"].get("lastName"),
        }
        for _category, words, code in (STEPS[each] for each in history(step))
    ]
    return as_json(
        {
            "trackingNumber": number,
            "status": said,
            "statusCategory": category,
            "mailClass": "USPS_GROUND_ADVANTAGE",
            "trackingEvents": events,
        }
    )
