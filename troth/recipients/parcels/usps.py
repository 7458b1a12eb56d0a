"""USPS, by its APIs of 2024 (apis.usps.com): one account and one place, two parts of karrio. Which of the two is asked
follows from where a parcel goes, and afterwards from its number.
"""

from __future__ import annotations

import re
from functools import cached_property
from types import MappingProxyType
from typing import Any

from troth.gate import Payload

from ..carrier import Booked, HandedOver, ParcelAsked, Rate, Stage
from . import addresses, contents
from .counter import Counter
from .reading import clock, place
from .usps_abroad import UspsAbroad
from .usps_account import account_of, whole_name

# Event codes of USPS Publication 199; karrio calls all of these "in transit".
BEFORE = frozenset({"GX", "GC", "MA"})
HELD = frozenset({"02", "51", "52", "53", "54", "55", "56"})
BACK = frozenset({"04", "05", "09", *(str(code) for code in range(21, 30))})
RETURNED = "09"  # return to sender; the others of BACK may still be forwarded
TO_US = "original sender"  # "Delivered, To Original Sender": their status of what came back
# UPU standard S10, which numbers of parcels abroad follow: "LZ123456789US". At home they are digits alone.
OUT = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")


class Usps(Counter):
    recipient = "usps"
    at_home = {"usps_standard": "usps_ground_advantage"}
    abroad = MappingProxyType[str, str]({})

    @cached_property
    def overseas(self) -> UspsAbroad:
        return UspsAbroad(self.account, sandbox=self.sandbox)

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        there = contents.crosses_a_border(addresses.to_whom(told)["country_code"])
        return self.overseas.book(asked, told) if there else super().book(asked, told)

    def cancel(self, tracking: str) -> None:
        if OUT.fullmatch(tracking):
            self.overseas.cancel(tracking)
        else:
            super().cancel(tracking)

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        if contents.crosses_a_border(country):
            return self.overseas.rates(country, grams, currency)
        return super().rates(country, grams, currency)

    def credentials(self) -> dict[str, Any]:
        return account_of(self.account)

    def sign_in(self, request: Any) -> None:
        self.proxy.authenticate(request)
        self.proxy.get_payment_token(request)

    def mended(self, request: Any, asked: ParcelAsked, told: Payload) -> Any:
        for label in request.value:
            whole_name(label.fromAddress if asked.back else label.toAddress, told)
        return request

    def stage(self, details: Any) -> Stage:
        newest, found = next(iter(details.events or []), None), super().stage(details)
        if newest is None or found is not Stage.MOVING:
            return found
        named = ((BEFORE, Stage.BOOKED), (HELD, Stage.PROBLEM), (BACK, Stage.RETURNED))
        return next((stage for codes, stage in named if newest.code in codes), found)

    def went_back(self, details: Any) -> bool:
        """Said by a code on the way, or by the words of the delivery."""
        said = [(event.code, (event.description or "").lower()) for event in details.events or []]
        return any(code == RETURNED or TO_US in words for code, words in said)

    def handed_over(self, details: Any, said: Any) -> HandedOver:
        """They send no pictures. The spot stands behind the word: "Delivered, Front Door/Porch"."""
        [(_number, told)] = said
        event = told["trackingEvents"][0]
        _delivered, _comma, spot = str(event.get("eventType") or "").partition(", ")
        named = (str(event.get(name) or "") for name in ("name", "firm"))
        newest = details.events[0]
        return HandedOver(clock(newest), place(newest, spot), ", ".join(filter(None, named)))

    def is_ours(self, rate: Any, theirs: str) -> bool:
        mail_class = str((rate.meta or {}).get("usps_mail_class", ""))
        return mail_class.removeprefix("USPS_").lower() == theirs.removeprefix("usps_")
