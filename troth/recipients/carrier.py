"""What every carrier does for the shop: takes a parcel to somebody, and says under which number and where it is.

CarrierTrouble
├── CarrierUnreachable      nothing is known; where the carrier `books_once`, asking again with the same `ref` is safe
│   ├── CarrierSilent       the request left and no answer came: a label may have been made
│   ├── CarrierLocked       they do not accept the shop's account
│   └── CarrierResting      they failed so often that nobody is asked for a while (see `breaker`)
└── CarrierRefused          they said no, and why
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from troth.gate import Payload


class CarrierTrouble(Exception):
    """The text is safe to show to staff and to log: no value is in it."""


class CarrierUnreachable(CarrierTrouble):
    pass


class CarrierSilent(CarrierUnreachable):
    pass


class CarrierLocked(CarrierUnreachable):
    pass


class CarrierResting(CarrierUnreachable):
    pass


class CarrierRefused(CarrierTrouble):
    pass


class Print(StrEnum):
    """What a label is printed from: a page, or the language of a label printer."""

    PDF = "pdf"
    ZPL = "zpl"


@dataclass(frozen=True, slots=True)
class Content:
    """One line of a parcel, as customs ask for it. `value`: minor units of `currency` for one piece; `grams` of one.

    `customs_code`: of the Harmonized System, digits; `origin`: ISO 3166 of the country it was made in; "" where unknown.
    """

    sku: str
    title: str
    quantity: int
    value: int
    currency: str
    grams: int
    customs_code: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ParcelAsked:
    """`ref`: ours, random, of this parcel. `order`: the number printed on the label. `service`: our method's code.

    `back`: it goes from the person to the shop, which pays for it.
    """

    ref: str
    order: str
    service: str
    grams: int
    contents: tuple[Content, ...] = ()
    printed: Print = Print.PDF
    back: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """The label carries a name and an address: show it, print it, store it nowhere.

    `invoice`: a customs paper to print and put on the parcel, of `invoice_type`, where a border asks for one.
    """

    tracking: str
    label: bytes = field(repr=False)
    content_type: str = "image/svg+xml"
    invoice: bytes = field(default=b"", repr=False)
    invoice_type: str = "application/pdf"


class Stage(StrEnum):
    """How far a parcel has come, in the carrier's eyes."""

    BOOKED = "booked"
    MOVING = "moving"
    NEAR = "near"
    PROBLEM = "problem"
    RETURNED = "returned"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """All that is taken from what a carrier says of a parcel on its way: no place, no name, no signature.

    `at`: when the newest thing happened. `expected`: the day they reckon with. `proof`: their reference for the delivery.
    """

    stage: Stage
    at: datetime | None = None
    expected: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How a parcel was handed over, as the carrier tells it: about people, so it is sealed at once and kept nowhere else.

    `when`: "2026-11-23 14:12", by the clock of the place, or the day alone. `signature`, `picture`: files, as they came.
    """

    when: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    received_by: str = field(default="", repr=False)
    signature: bytes = field(default=b"", repr=False)
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """`service`: our method's code. `price`: minor units of `currency`. `days`: working days, None if they don't say."""

    service: str
    price: int
    currency: str
    days: int | None = None


class Carrier(Protocol):
    """`recipient` is what the policy calls them. `books_once`: the same `ref` asked twice is one booking and one label.

    `takes_back`: they make labels for the way back to the shop.
    """

    @property
    def recipient(self) -> str: ...

    @property
    def books_once(self) -> bool: ...

    @property
    def takes_back(self) -> bool: ...

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        """Raises CarrierUnreachable or CarrierRefused. `told` is all they learn of the person."""

    def cancel(self, tracking: str) -> None:
        """Take a label back that the carrier has not yet scanned. Raises as `book`."""

    def track(self, tracking: str) -> Whereabouts | None:
        """Where the parcel is; None as long as they don't know it. Raises as `book`."""

    def proof(self, tracking: str) -> HandedOver | None:
        """How a parcel was handed over that `track` says was delivered; None while they tell nothing. Raises as `book`."""

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        """What they ask for sending so much to some place of that country. Nobody is named. Raises as `book`.

        A rate may be in another currency than the one asked for, where they name no other.
        """
