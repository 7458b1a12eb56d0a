"""The other side of the practice carriers' counter: reads a request, answers with a number and a label.

It keeps the number of each parcel and how far it was pushed by hand, and nothing of whom it is for. The number is made from
the parcel's reference, so the same parcel asked twice is one booking.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from html import escape

from django.utils import timezone, translation
from django_countries import countries

from .carrier import Stage
from .models import DepotParcel

NEIGHBOUR = "R. Practice"  # lives next to everybody, and signs for them

CARRIERS = {"usps": "USPS", "ups": "UPS", "fedex": "FedEx"}
HEAVIEST = 30_000  # grams
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receive(carrier: str, request: bytes) -> bytes:
    """A request as it came over the wire; the answer as it would go back."""
    asked = json.loads(request)
    parcel, ship_to, ship_from = asked["parcel"], asked["ship_to"], asked.get("ship_from")
    if carrier not in CARRIERS:
        return _refuse("this carrier has no depot here")
    if not ship_to.get("street") or not ship_to.get("country"):
        return _refuse("the address is incomplete")
    if ship_from is not None and ship_from.get("country") != ship_to["country"]:
        return _refuse("they take nothing back across a border")
    if parcel["grams"] > HEAVIEST:
        return _refuse("the parcel is too heavy")
    number = _tracking(carrier, parcel["reference"])
    DepotParcel.objects.get_or_create(number=number, defaults={"carrier": carrier})
    label = _label(CARRIERS[carrier], number, parcel, ship_to, ship_from).encode()
    answer = {"tracking": number, "label": base64.b64encode(label).decode(), "label_type": "image/svg+xml"}
    return json.dumps(answer).encode()


def parcels() -> list[DepotParcel]:
    """The newest hundred."""
    return list(DepotParcel.objects.all()[:100])


def whereabouts(number: str) -> DepotParcel | None:
    return DepotParcel.objects.filter(number=number).first()


def push(number: str, stage: Stage) -> bool:
    """Let something happen to a parcel; False for one that is not here."""
    return bool(DepotParcel.objects.filter(number=number).update(step=stage.value, changed_at=timezone.now()))


def handed_over(number: str) -> bytes:
    """The proof of a delivery, as it would come over the wire; an empty one before. Nothing of it is kept here."""
    parcel = DepotParcel.objects.filter(number=number, step=Stage.DELIVERED.value).first()
    if parcel is None:
        return b"{}"
    return json.dumps(
        {
            "when": timezone.localtime(parcel.changed_at).strftime("%Y-%m-%d %H:%M"),
            "place": "Practice Town, at the neighbour's door",
            "received_by": NEIGHBOUR,
            "signature": _drawn((360, 120), "PNG", NEIGHBOUR),
            "picture": _drawn((480, 360), "JPEG", f"practice parcel {number}"),
        }
    ).encode()


def take_back(number: str) -> bool:
    """The shop wants the label to count for nothing; possible until the parcel has left."""
    return bool(DepotParcel.objects.filter(number=number, step=Stage.BOOKED.value).delete()[0])


def _refuse(why: str) -> bytes:
    return json.dumps({"refused": why}).encode()


def _tracking(carrier: str, reference: str) -> str:
    """ "PX" for practice, so that nobody mistakes it for a real one."""
    digest = hashlib.sha256(f"{carrier} {reference}".encode()).digest()
    return f"PX{carrier[0].upper()}" + "".join(ALPHABET[byte % 32] for byte in digest[:12])


def _label(
    carrier: str,
    number: str,
    parcel: Mapping[str, object],
    ship_to: Mapping[str, str],
    ship_from: Mapping[str, str] | None = None,
) -> str:
    """A label of 4 by 6 inches. Everything from the request is escaped."""
    lines = [
        ship_to.get("name", ""),
        ship_to.get("company", ""),
        *ship_to["street"].splitlines(),
        " ".join(filter(None, (ship_to.get("city"), ship_to.get("state"), ship_to.get("postal_code")))),
        _country(ship_to["country"]),
    ]
    printed = "".join(
        f'<text x="24" y="{178 + 26 * place}" font-size="20">{escape(line)}</text>'
        for place, line in enumerate(line for line in lines if line)
    )
    phone = (
        f'<text x="24" y="392" font-size="13">Tel. {escape(ship_to["phone"])}</text>' if ship_to.get("phone") else ""
    )
    sender = f'<text x="24" y="374" font-size="13">From {escape(ship_from.get("name", ""))}</text>' if ship_from else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 600" width="400" height="600" role="img" '
        f'aria-label="{escape(carrier)} practice label {number}" font-family="sans-serif" fill="#000">'
        '<rect x="1" y="1" width="398" height="598" fill="#fff" stroke="#000" stroke-width="2"/>'
        f'<text x="24" y="58" font-size="40" font-weight="700">{escape(carrier)}</text>'
        '<text x="376" y="40" font-size="13" text-anchor="end">PRACTICE LABEL</text>'
        '<text x="376" y="58" font-size="13" text-anchor="end">not valid for posting</text>'
        '<path d="M0 84h400M0 408h400M0 560h400" stroke="#000" stroke-width="2"/>'
        f'<text x="24" y="116" font-size="13">Order {escape(str(parcel["order"]))}, '
        f"{int(str(parcel['grams'])) / 1000:.2f} kg</text>"
        '<text x="24" y="150" font-size="13">SHIP TO</text>'
        f"{printed}{sender}{phone}{_bars(number)}"
        f'<text x="200" y="546" font-size="18" text-anchor="middle" letter-spacing="2">{number}</text>'
        '<text x="200" y="585" font-size="13" text-anchor="middle">Troth practice carrier</text></svg>'
    )


def _drawn(size: tuple[int, int], kind: str, words: str) -> str:
    """A picture of a few words above a line, in base64."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", size, "white")
    pen, (width, height) = ImageDraw.Draw(picture), size
    pen.rectangle((0, 0, width - 1, height - 1), outline="gray")
    pen.line((width // 8, height * 3 // 4, width * 7 // 8, height * 3 // 4), fill="gray")
    pen.text((width // 8, height // 2), words, fill="black")
    out = io.BytesIO()
    picture.save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def _country(code: str) -> str:
    """The country's name in English and capitals, as the last line of an address: so the Universal Postal Union asks."""
    with translation.override("en"):
        return str(countries.name(code) or code).upper()


def _bars(number: str) -> str:
    """Bars that look like a bar code and scan as none: a practice label must not enter a real sorting machine."""
    bars, at = [], 40
    for byte in hashlib.sha256(number.encode()).digest()[:30]:
        width = 1 + byte % 5
        bars.append(f"M{at} 428h{width}v96h-{width}z")
        at += width + 2 + (byte >> 5) % 4
        if at > 352:
            break
    centred = 200 - (40 + at) // 2
    return f'<path transform="translate({centred} 0)" d="{"".join(bars)}"/>'
