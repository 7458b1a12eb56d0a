"""UPS, by its REST APIs (onlinetools.ups.com)."""

from __future__ import annotations

from secrets import token_hex
from typing import Any
from urllib.parse import quote

from troth.gate import Payload

from ..carrier import HandedOver, ParcelAsked, Stage
from . import sdk, wire
from .counter import Counter
from .reading import clock, file_of, place

NEAR = frozenset({"OT", "OF", "OD"})  # codes of an activity, while its type says no more than "in progress"


class Ups(Counter):
    recipient = "ups"
    at_home = {"ups_tracked": "ups_ground"}
    abroad = {"ups_tracked": "ups_worldwide_saver"}

    def credentials(self) -> dict[str, Any]:
        return {
            "client_id": self.account.client_id,
            "client_secret": self.account.client_secret.get_secret_value(),
            "account_number": self.account.account_number,
        }

    def options(self, abroad: bool) -> dict[str, Any]:
        """Named as off, the option takes the customs papers away with it; left out it is as much off."""
        return {} if abroad else super().options(abroad)

    def way_back(self, person: dict[str, str], shop: dict[str, str]) -> dict[str, dict[str, str]]:
        """Their shipper is whoever has the account; karrio puts the return address where the parcel comes from."""
        return {"shipper": shop, "recipient": shop, "return_address": person}

    def options_back(self) -> dict[str, Any]:
        return {**super().options_back(), "ups_return_service": "ups_print_return_label"}

    def mended(self, request: Any, asked: ParcelAsked, told: Payload) -> Any:
        """Duties are the receiver's unless somebody else is named; karrio names somebody without an account."""
        payment = request.value.ShipmentRequest.Shipment.PaymentInformation
        payment.ShipmentCharge = [charge for charge in payment.ShipmentCharge if charge.Type == "01"]
        return request

    def asked_for_proof(self, tracking: str) -> Any:
        """With the picture of the signature, which karrio would have at every look."""
        address = f"{self.proxy.settings.server_url}/api/track/v1/details/{quote(tracking, safe='')}"
        told = {"Authorization": f"Bearer {self.proxy.get_token()}", "transId": token_hex(16), "transactionSrc": "shop"}
        said = wire.proof(f"{address}?locale=en_US&returnSignature=true", told)
        return sdk.karrio().answered([(tracking, said)])

    def handed_over(self, details: Any, said: Any) -> HandedOver:
        [(_number, told)] = said
        package = told["trackResponse"]["shipment"][0]["package"][0]
        spot = (package.get("deliveryInformation") or {}).get("location")
        newest, seen = details.events[0], details.images
        return HandedOver(
            clock(newest),
            place(newest, spot),
            str(details.info.signed_by or ""),
            file_of(seen.signature_image if seen else None),
            file_of(seen.delivery_image if seen else None),
        )

    def stage(self, details: Any) -> Stage:
        newest = next(iter(details.events or []), None)
        found = super().stage(details)
        return Stage.NEAR if found is Stage.MOVING and newest is not None and newest.code in NEAR else found
