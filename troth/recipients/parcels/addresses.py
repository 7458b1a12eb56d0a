"""The two addresses of a shipment in karrio's words: whom it goes to, from what the gate hands over and from nothing else,
and whom it comes from, which is the shop itself.
"""

from __future__ import annotations

import re

from troth import gate
from troth.gate import Payload

from ..carrier import CarrierRefused

# karrio's word for what the policy calls so. The street is laid out in lines below.
TO = {
    ("order_delivery", "name"): "person_name",
    ("order_delivery", "organization"): "company_name",
    ("order_delivery", "locality"): "city",
    ("order_delivery", "region"): "state_code",
    ("order_delivery", "postcode"): "postal_code",
    ("order_delivery", "country"): "country_code",
    ("order_contact", "email"): "email",
    ("order_contact", "telephone"): "phone_number",
}
WIDTH = 35  # letters in a line: UPS and FedEx cut off what is longer, in silence
LINES = 2


def to_whom(told: Payload) -> dict[str, str]:
    """Raises CarrierRefused for an address that does not fit on a label or has no country."""
    address = {
        theirs: value.reveal().strip()
        for (kind, field), theirs in TO.items()
        if (value := told.fields.get(kind, {}).get(field)) is not None and value.reveal().strip()
    }
    street = told.fields.get("order_delivery", {}).get("street_address")
    if street is None or not address.get("country_code"):
        raise CarrierRefused("the address is incomplete")
    address |= _lines(street.reveal())
    for name in ("person_name", "company_name"):
        if len(address.get(name, "")) > WIDTH:
            address[name] = address[name][:WIDTH].rstrip()
    if "phone_number" in address:
        address["phone_number"] = _dialled(address["phone_number"])
    return _with_region(address)


def from_whom() -> dict[str, str]:
    """The shop, as the policy names it to everybody."""
    shop = gate.policy().controller
    return {
        "company_name": shop.name[:WIDTH],
        "person_name": shop.name[:WIDTH],
        "city": shop.locality,
        "state_code": shop.region,
        "postal_code": shop.postcode,
        "country_code": shop.country,
        "email": shop.email,
        "phone_number": _dialled(shop.telephone),
        **_lines(shop.street_address),
    }


def home() -> str:
    """The country parcels leave from."""
    return gate.policy().controller.country


def _lines(street: str) -> dict[str, str]:
    """Two lines of 35 letters, broken between words. A street that does not fit is refused rather than cut off."""
    lines = [""]
    for part in street.splitlines():
        for word in part.split():
            longer = f"{lines[-1]} {word}".strip()
            if len(longer) <= WIDTH:
                lines[-1] = longer
            else:
                lines.append(word)
    if len(lines) > LINES or any(len(line) > WIDTH for line in lines):
        raise CarrierRefused("the street does not fit into two lines of 35 letters")
    return {"address_line1": lines[0], **({"address_line2": lines[1]} if len(lines) > 1 else {})}


def _with_region(address: dict[str, str]) -> dict[str, str]:
    """Carriers take regions as short codes only; a longer one stands behind the town, where the postman reads it."""
    region = address.get("state_code", "")
    if len(region) > 3:
        del address["state_code"]
        address["city"] = ", ".join(filter(None, (address.get("city", ""), region)))
    return address


def _dialled(number: str) -> str:
    """ "+1 617 555 0142" as "+16175550142": fifteen characters are all that fit."""
    return re.sub(r"[^\d+]", "", number)[:15]
