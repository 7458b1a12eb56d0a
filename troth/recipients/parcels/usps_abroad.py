"""USPS for parcels that leave the country: prices, a label with the customs declaration printed on it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from troth.gate import Payload

from ..carrier import CarrierRefused, ParcelAsked
from . import addresses, contents
from .counter import Counter
from .usps_account import account_of, whole_name

PACKAGE, PRIORITY = "usps_first_class_package_international_service", "usps_priority_mail_international"
# First-Class Package International Service takes four pounds, worth 400 dollars (International Mail Manual, 250).
LIGHT, MODEST = 1814, 400
DESCRIBED = 30  # letters of a description; karrio cuts it to twelve
# Why no export filing is needed: to Canada never (15 CFR 30.36), elsewhere up to 2,500 dollars of one kind (30.37(a)).
TO_CANADA, SMALL, FILED_ABOVE = "NO EEI 30.36", "NO EEI 30.37(a)", 2500


class UspsAbroad(Counter):
    recipient = "usps"
    part = "usps_international"
    at_home = MappingProxyType[str, str]({})
    abroad = MappingProxyType({"usps_standard": PACKAGE})

    def credentials(self) -> dict[str, Any]:
        return account_of(self.account)

    def sign_in(self, request: Any) -> None:
        self.proxy.authenticate(request)
        self.proxy.get_payment_token(request)

    def services(self, country: str, grams: int, worth: float = 0) -> Mapping[str, str]:
        """What is too heavy or too dear for the packet goes as a parcel."""
        if grams > LIGHT or worth > MODEST:
            return {"usps_standard": PRIORITY}
        return self.abroad

    def options(self, abroad: bool) -> dict[str, Any]:
        """A single piece; karrio's own choice is a rate that is for parcels at home."""
        return {**super().options(abroad), "usps_rate_indicator": "SP"}

    def mended(self, request: Any, asked: ParcelAsked, told: Payload) -> Any:
        """With the whole name, the sender's whole postcode, an exporter's legend and descriptions that say something."""
        home = addresses.from_whom()["postal_code"]
        for label in request.value:
            whole_name(label.toAddress, told)
            label.senderAddress.ZIPCode, label.senderAddress.ZIPPlus4 = _zip(home)
            label.customsForm.AESITN = _legend(asked, label.toAddress.countryISOAlpha2Code)
            for line, content in zip(label.customsForm.contents, asked.contents, strict=True):
                line.itemDescription = content.title[:DESCRIBED].strip()
        return request

    def heard(self, answer: Any) -> Any:
        """They call the number of a parcel abroad by a longer name than karrio looks for."""
        labels = answer.deserialize()
        for label in labels:
            known = label.get("labelMetadata") or {}
            if "internationalTrackingNumber" in known:
                known["trackingNumber"] = known.pop("internationalTrackingNumber")
        return type(answer)(labels, lambda same: same, answer.ctx)

    def is_ours(self, rate: Any, theirs: str) -> bool:
        mail_class = str((rate.meta or {}).get("usps_mail_class", ""))
        return f"usps_{mail_class.lower().replace('-', '_')}" == theirs


def _legend(asked: ParcelAsked, country: str) -> str:
    """Raises CarrierRefused for what has to be filed with the Census Bureau first, which no shop does by itself."""
    if country == "CA":
        return TO_CANADA
    by_kind: dict[str, float] = {}
    for content in asked.contents:
        worth = content.value * content.quantity / 10 ** contents.decimals(content.currency)
        by_kind[content.customs_code] = by_kind.get(content.customs_code, 0) + worth
    if any(worth > FILED_ABOVE for worth in by_kind.values()):
        raise CarrierRefused("goods of one kind worth more than 2,500 dollars need an export filing first")
    return SMALL


def _zip(told: str) -> tuple[str, str | None]:
    """ "02139-4307" in its two parts."""
    five, _dash, four = told.partition("-")
    return five, four or None
