"""FedEx, by its REST APIs (apis.fedex.com). Tracking is a project of its own there, with a key of its own."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from .counter import Counter


class FedEx(Counter):
    recipient = "fedex"
    at_home = {"fedex_express": "fedex_standard_overnight"}
    abroad = {"fedex_express": "fedex_international_priority"}

    def options_back(self) -> dict[str, Any]:
        return {**super().options_back(), "fedex_return_shipment": True}

    def credentials(self) -> dict[str, Any]:
        secret, more = self.account.client_secret.get_secret_value(), self.account.more
        track = more.get("track_client_secret")
        return {
            "api_key": self.account.client_id,
            "secret_key": secret,
            "account_number": self.account.account_number,
            "track_api_key": more.get("track_client_id") or self.account.client_id,
            "track_secret_key": (track.get_secret_value() if isinstance(track, SecretStr) else "") or secret,
        }
