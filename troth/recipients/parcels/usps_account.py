"""What both of karrio's parts for USPS are given: the account, and the whole of a name."""

from __future__ import annotations

from typing import Any

from troth.gate import Payload
from troth.settings.carriers import CarrierAccount


def account_of(account: CarrierAccount) -> dict[str, Any]:
    """karrio's settings for it."""
    more = account.more
    return {
        "client_id": account.client_id,
        "client_secret": account.client_secret.get_secret_value(),
        "account_number": account.account_number,
        "CRID": more.get("crid") or None,
        "MID": more.get("mid") or None,
        "manifest_MID": more.get("manifest_mid") or more.get("mid") or None,
    }


def whole_name(there: Any, told: Payload) -> None:
    """karrio keeps the first and the last word of a name; the post wants all of it."""
    name = told.fields.get("order_delivery", {}).get("name")
    if name is not None:
        first, _space, last = name.reveal().strip().rpartition(" ")
        there.firstName, there.lastName = first or None, last
