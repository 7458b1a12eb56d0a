"""UPS, by its REST APIs (onlinetools.ups.com)."""

from __future__ import annotations

from typing import Any

from troth.gate import Payload

from ..carrier import ParcelAsked, Stage
from .counter import Counter

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

    def stage(self, details: Any) -> Stage:
        newest = next(iter(details.events or []), None)
        found = super().stage(details)
        return Stage.NEAR if found is Stage.MOVING and newest is not None and newest.code in NEAR else found
