"""FedEx on loopback: OAuth, rate quotes, ship, cancel, track, in the shapes of its REST APIs."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from .carrier_line import Heard, Line, as_json, history

# Codes of their track API, "latestStatusDetail" and "eventType"; RS is what goes back to the shipper.
STEPS = {
    "booked": "OC",
    "moving": "IT",
    "near": "OD",
    "problem": "DE",
    "returned": "RS",
    "came_back": "DL",
    "delivered": "DL",
}


def answer(line: Line, heard: Heard) -> tuple[int, str, bytes]:
    path = heard.path
    if path == "/oauth/token":
        return as_json({"access_token": "fedex-t", "token_type": "bearer", "expires_in": 3599})
    if heard.headers.get("Authorization") != "Bearer fedex-t":
        return as_json({"errors": [{"code": "NOT.AUTHORIZED.ERROR", "message": "Access token invalid"}]}, 401)
    if path == "/rate/v1/rates/quotes":
        rates = [_rate("STANDARD_OVERNIGHT", 38.15, 1), _rate("FEDEX_INTERNATIONAL_PRIORITY", 84.0, 3)]
        return as_json({"output": {"rateReplyDetails": rates}})
    if path == "/ship/v1/shipments":
        return _ship(line, heard.told)
    if path == "/ship/v1/shipments/cancel":
        line.taken_back.append(heard.told["trackingNumber"])
        return as_json({"output": {"cancelledShipment": True, "cancelledHistory": True}})
    if path == "/track/v1/trackingnumbers":
        return as_json(_track(line, heard.told["trackingInfo"][0]["trackingNumberInfo"]["trackingNumber"]))
    if path == "/track/v1/trackingdocuments":
        return _document(line, heard.told)
    return as_json({"errors": [{"code": "NOT.FOUND.ERROR", "message": "no such place"}]}, 404)


def _rate(service: str, price: float, days: int) -> dict[str, Any]:
    day = datetime.now(UTC) + timedelta(days=days)
    return {
        "serviceType": service,
        "serviceName": service,
        "operationalDetail": {"commitDate": day.strftime("%Y-%m-%dT12:00:00")},
        "ratedShipmentDetails": [
            {
                "rateType": "ACCOUNT",
                "totalBaseCharge": price,
                "totalDiscounts": 0,
                "totalNetCharge": price,
                "currency": "USD",
                "shipmentRateDetail": {"surCharges": [], "taxes": []},
            }
        ],
    }


def _ship(line: Line, asked: dict[str, Any]) -> tuple[int, str, bytes]:
    to_whom = asked["requestedShipment"]["recipients"][0]
    if not to_whom["address"].get("streetLines") or not to_whom["contact"].get("phoneNumber"):
        said = f"Recipient {to_whom['contact'].get('personName')} is not complete"
        return as_json({"errors": [{"code": "RECIPIENT.INCOMPLETE", "message": said}]}, 400)
    number = f"7946{len(line.labels) + 10000000}"
    line.labels[number] = asked
    kind = asked["requestedShipment"]["labelSpecification"]["imageType"]
    label = b"^XA^FD" + number.encode() + b"^FS^XZ" if kind == "ZPLII" else _page(number)
    document = {"contentType": "LABEL", "docType": kind, "encodedLabel": base64.b64encode(label).decode()}
    shipment: dict[str, Any] = {
        "masterTrackingNumber": number,
        "serviceType": asked["requestedShipment"]["serviceType"],
        "pieceResponses": [{"trackingNumber": number, "packageDocuments": [document]}],
        "completedShipmentDetail": {"carrierCode": "FDXE"},
    }
    if asked["requestedShipment"].get("customsClearanceDetail"):
        invoice = base64.b64encode(_page("invoice")).decode()
        shipment["shipmentDocuments"] = [
            {"contentType": "COMMERCIAL_INVOICE", "docType": "PDF", "encodedLabel": invoice}
        ]
    return as_json({"output": {"transactionShipments": [shipment]}})


def _page(words: str) -> bytes:
    """A whole PDF of one page: karrio reads it."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (400, 600), "white").save(out, "PDF", title=words)
    return out.getvalue()


def _document(line: Line, asked: dict[str, Any]) -> tuple[int, str, bytes]:
    """Their letter that proves a delivery, for whoever names the account the parcel was sent on."""
    [wanted] = asked["trackDocumentSpecification"]
    number = wanted["trackingNumberInfo"]["trackingNumber"]
    if not wanted.get("accountNumber") or line.steps.get(number) != "delivered":
        return as_json({"errors": [{"code": "TRACKING.DOCUMENT.NOTFOUND", "message": "no document"}]}, 404)
    from .carrier_ups import file

    letter = file(asked["trackDocumentDetail"]["documentFormat"], "SOMEBODY")
    return as_json({"output": {"documentType": "SIGNATURE_PROOF_OF_DELIVERY", "documents": [letter]}})


def _track(line: Line, number: str) -> dict[str, Any]:
    if number not in line.labels:
        error = {"code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": "not found"}
        return {"output": {"completeTrackResults": [{"trackingNumber": number, "trackResults": [{"error": error}]}]}}
    step = line.steps.get(number, "booked")
    code = STEPS[step]
    events = [
        {
            "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "eventType": STEPS[each],
            "eventDescription": STEPS[each],
            "scanLocation": {"city": "BOSTON", "countryCode": "US"},
        }
        for each in history(step)
    ]
    result = {
        "latestStatusDetail": {"code": code, "derivedCode": code},
        "scanEvents": events,
        "deliveryDetails": {"receivedByName": "SOMEBODY", "locationDescription": "Residence"},
        "standardTransitTimeWindow": {"window": {"begins": events[0]["date"]}},
    }
    return {"output": {"completeTrackResults": [{"trackingNumber": number, "trackResults": [result]}]}}
