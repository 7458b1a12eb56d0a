"""What every carrier does for the shop: takes a parcel to somebody, and says under which number.

CarrierTrouble
├── CarrierUnreachable      nothing is known; asking again with the same `ref` books nothing twice
└── CarrierRefused          they said no, and why
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from troth.gate import Payload


class CarrierTrouble(Exception):
    """The text is safe to show to staff and to log: no value is in it."""


class CarrierUnreachable(CarrierTrouble):
    pass


class CarrierRefused(CarrierTrouble):
    pass


@dataclass(frozen=True, slots=True)
class ParcelAsked:
    """`ref`: ours, random, of this parcel. `order`: the number printed on the label. `service`: our method's code."""

    ref: str
    order: str
    service: str
    grams: int


@dataclass(frozen=True, slots=True)
class Booked:
    """The label carries a name and an address: show it, print it, store it nowhere."""

    tracking: str
    label: bytes = field(repr=False)
    content_type: str = "image/svg+xml"


class Carrier(Protocol):
    """`recipient` is what the policy calls them."""

    @property
    def recipient(self) -> str: ...

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        """Raises CarrierUnreachable or CarrierRefused. `told` is all they learn of the person."""
