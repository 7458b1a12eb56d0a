"""UPS on loopback: OAuth client credentials, Rating (Shop), Shipping, Void, Track, in the shapes of its REST APIs."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from .carrier_line import Heard, Line, as_json, history

# Type, code and words of an activity; karrio knows the types and some of the codes.
STEPS = {
    "booked": ("M", "MP", "Shipper created a label"),
    "moving": ("I", "DP", "Departed from Facility"),
    "near": ("I", "OT", "Out For Delivery Today"),
    "problem": ("X", "NH", "The street number is wrong"),
    "returned": ("RS", "RS", "Returned to Sender"),
    "came_back": ("D", "FS", "DELIVERED"),
    "delivered": ("D", "FS", "DELIVERED"),
}


def answer(line: Line, heard: Heard) -> tuple[int, str, bytes]:
    path = heard.path.partition("?")[0]
    if path == "/security/v1/oauth/token":
        now = int(time.time() * 1000)
        return as_json({"token_type": "Bearer", "issued_at": str(now), "access_token": "ups-t", "expires_in": "14399"})
    if heard.headers.get("Authorization") != "Bearer ups-t":
        return as_json({"response": {"errors": [{"code": "250002", "message": "Invalid Authentication"}]}}, 401)
    if path == "/api/rating/v2409/Shop":
        return as_json({"RateResponse": {"RatedShipment": [_rate("03", "11.42", "3"), _rate("65", "61.90", "4")]}})
    if path == "/api/shipments/v2409/ship":
        return _ship(line, heard.told["ShipmentRequest"])
    if path.startswith("/api/shipments/v2409/void/cancel/"):
        line.taken_back.append(path.rpartition("/")[2])
        return as_json({"VoidShipmentResponse": {"Response": {"ResponseStatus": {"Code": "1"}}}})
    if path.startswith("/api/track/v1/details/"):
        return as_json(_track(line, path.rpartition("/")[2], signed="returnSignature=true" in heard.path))
    return as_json({"response": {"errors": [{"code": "9", "message": "no such place"}]}}, 404)


def _rate(code: str, price: str, days: str) -> dict[str, Any]:
    money = {"CurrencyCode": "USD", "MonetaryValue": price}
    zero = {"CurrencyCode": "USD", "MonetaryValue": "0.00"}
    return {
        "Service": {"Code": code, "Description": ""},
        "TransportationCharges": money,
        "BaseServiceCharge": money,
        "ServiceOptionsCharges": zero,
        "ItemizedCharges": [],
        "TotalCharges": money,
        "TimeInTransit": {"ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": days}}},
    }


def _ship(line: Line, asked: dict[str, Any]) -> tuple[int, str, bytes]:
    to_whom = asked["Shipment"]["ShipTo"]
    lacking = [name for name in ("AddressLine", "City", "CountryCode") if not to_whom["Address"].get(name)]
    if lacking:
        # A carrier's sentence may repeat what it was told: nobody may keep it.
        said = f"The address of {to_whom['Name']} lacks {lacking[0]}"
        return as_json({"response": {"errors": [{"code": "120202", "message": said}]}}, 400)
    number = f"1Z999AA1{len(line.labels) + 10000000}"
    line.labels[number] = asked
    code = asked["LabelSpecification"]["LabelImageFormat"]["Code"]
    picture = b"^XA^FO20,20^FD" + number.encode() + b"^FS^XZ" if code == "ZPL" else _picture(to_whom)
    results: dict[str, Any] = {
        "ShipmentIdentificationNumber": number,
        "PackageResults": [
            {
                "TrackingNumber": number,
                "ShippingLabel": {
                    "ImageFormat": {"Code": code},
                    "GraphicImage": base64.b64encode(picture).decode(),
                },
            }
        ],
    }
    if asked["Shipment"].get("ShipmentServiceOptions", {}).get("InternationalForms"):
        results["Form"] = {"Image": {"GraphicImage": base64.b64encode(b"%PDF-1.4 invoice").decode()}}
    return as_json({"ShipmentResponse": {"ShipmentResults": results}})


def _picture(to_whom: dict[str, Any]) -> bytes:
    image = Image.new("1", (800, 1200), 1)
    ImageDraw.Draw(image).text((40, 40), to_whom["Address"]["AddressLine"][0].encode("ascii", "replace").decode())
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def file(kind: str, words: str = "", **more: Any) -> str:
    """A small picture as they send them, in base64."""
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).text((20, 90), words, fill="black")
    out = BytesIO()
    image.save(out, kind, **more)
    return base64.b64encode(out.getvalue()).decode()


def _track(line: Line, number: str, *, signed: bool) -> dict[str, Any]:
    if number not in line.labels:
        return {"response": {"errors": [{"code": "151044", "message": "No tracking information available"}]}}
    step = line.steps.get(number, "booked")
    to_whom = line.labels[number]["Shipment"]["ShipTo"]
    now = datetime.now(UTC)
    handed: dict[str, Any] = {"location": "Front Door", "receivedBy": to_whom["Name"]}
    if step == "delivered":
        exif = Image.Exif()
        exif[0x010E] = to_whom["Name"]  # ImageDescription
        handed["deliveryPhoto"] = {"photo": file("JPEG", exif=exif), "photoCaptureInd": "Y"}
        if signed:
            handed["signature"] = {"image": file("GIF", to_whom["Name"].encode("ascii", "replace").decode())}
    package = {
        "trackingNumber": number,
        "deliveryDate": [{"type": "DEL", "date": now.strftime("%Y%m%d")}],
        "deliveryInformation": handed,
        "activity": [
            {
                "location": {"address": {"city": to_whom["Address"]["City"], "country": "US"}},
                "status": {"type": kind, "code": code, "description": said},
                "date": now.strftime("%Y%m%d"),
                "time": now.strftime("%H%M%S"),
            }
            for kind, code, said in (STEPS[each] for each in history(step))
        ],
        "packageAddress": [{"type": "DESTINATION", "name": to_whom["Name"], "address": {"country": "US"}}],
    }
    return {"trackResponse": {"shipment": [{"inquiryNumber": number, "package": [package]}]}}
