"""USPS, by its APIs of 2024 (apis.usps.com). At home only: karrio's part for letters abroad is another package."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from troth.gate import Payload

from ..carrier import Stage
from .counter import Counter

# Event codes of USPS Publication 199; karrio calls all of these "in transit".
BEFORE = frozenset({"GX", "GC", "MA"})
HELD = frozenset({"02", "51", "52", "53", "54", "55", "56"})
BACK = frozenset({"04", "05", "09", *(str(code) for code in range(21, 30))})


class Usps(Counter):
    recipient = "usps"
    at_home = {"usps_standard": "usps_ground_advantage"}
    abroad = MappingProxyType[str, str]({})

    def credentials(self) -> dict[str, Any]:
        more = self.account.more
        return {
            "client_id": self.account.client_id,
            "client_secret": self.account.client_secret.get_secret_value(),
            "account_number": self.account.account_number,
            "CRID": more.get("crid") or None,
            "MID": more.get("mid") or None,
            "manifest_MID": more.get("manifest_mid") or more.get("mid") or None,
        }

    def sign_in(self, request: Any) -> None:
        self.proxy.authenticate(request)
        self.proxy.get_payment_token(request)

    def mended(self, request: Any, told: Payload) -> Any:
        """karrio keeps the first and the last word of a name; the post wants all of it."""
        name = told.fields.get("order_delivery", {}).get("name")
        if name is not None:
            first, _space, last = name.reveal().strip().rpartition(" ")
            for label in request.value:
                label.toAddress.firstName, label.toAddress.lastName = first or None, last
        return request

    def stage(self, details: Any) -> Stage:
        newest, found = next(iter(details.events or []), None), super().stage(details)
        if newest is None or found is not Stage.MOVING:
            return found
        named = ((BEFORE, Stage.BOOKED), (HELD, Stage.PROBLEM), (BACK, Stage.RETURNED))
        return next((stage for codes, stage in named if newest.code in codes), found)

    def is_ours(self, rate: Any, theirs: str) -> bool:
        mail_class = str((rate.meta or {}).get("usps_mail_class", ""))
        return mail_class.removeprefix("USPS_").lower() == theirs.removeprefix("usps_")
