"""UPS, by its REST APIs (onlinetools.ups.com)."""

from __future__ import annotations

from typing import Any

from troth.gate import Payload

from ..carrier import Stage
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

    def mended(self, request: Any, told: Payload) -> Any:
        """Duties are the receiver's unless somebody else is named; karrio names somebody without an account."""
        payment = request.value.ShipmentRequest.Shipment.PaymentInformation
        payment.ShipmentCharge = [charge for charge in payment.ShipmentCharge if charge.Type == "01"]
        return request

    def stage(self, details: Any) -> Stage:
        newest = next(iter(details.events or []), None)
        found = super().stage(details)
        return Stage.NEAR if found is Stage.MOVING and newest is not None and newest.code in NEAR else found
