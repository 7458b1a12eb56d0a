"""Orders and stock, as programs of the office get them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from ..catalogue.shapes import Amount, Availability
from ..orders.shapes import Parcel

Printed = Literal["pdf", "zpl"]
Reason = Literal["counted", "arrived", "broken", "lost", "used"]
MOST = 1_000_000_000  # pieces


class OrderInList(Schema):
    """The order's own half. Nobody's name is opened for a list."""

    number: str
    status: str
    placed_at: datetime
    pieces: int
    grams: int
    method: str
    carrier: str
    held: bool
    on_account: bool = Field(description="Paid by bank transfer, after the invoice.")
    paid: bool
    total: Amount


class OrderPage(Schema):
    """A part of a list. There is more while `next` is not null."""

    items: list[OrderInList]
    next: str | None


class DeskLine(Schema):
    """`line`: its place in the order, by which a parcel names it. `left`: not in any parcel yet."""

    line: int
    sku: str
    title: str
    quantity: int
    left: int
    price: Amount
    total: Amount


class Withheld(Schema):
    """A value that the token's purposes do not open: never told, and why."""

    field: str = Field(description="`delivery.street_address`.")
    clause: str = Field(description="Of the privacy policy.")
    reason: str


class Opened(Schema):
    """One order. Each look at the people's part is an entry in the record of uses, which the buyer can read."""

    number: str
    status: str
    placed_at: datetime
    held: bool
    on_account: bool = Field(description="Paid by bank transfer, after the invoice.")
    paid: bool
    lines: list[DeskLine]
    goods: Amount
    sending: Amount
    tax: Amount
    total: Amount
    method: str
    carrier: str
    parcels: list[Parcel]
    contact: dict[str, str] = Field(description="The policy's fields: `name`, `email`, `telephone`.")
    delivery: dict[str, str] = Field(description="`name`, `organization`, `street_address`, `locality`, …, `country`.")
    billing: dict[str, str] = Field(description="The same with `tax_id`.")
    withheld: list[Withheld]


class State(Schema):
    number: str
    status: str


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    line: int = Field(strict=True, ge=1, le=1000)
    quantity: int = Field(strict=True, ge=1, le=100_000)


class ToShip(BaseModel):
    """Everything that is left, unless `parts` are named."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"printed": "pdf"}, {"parts": [{"line": 1, "quantity": 2}]}]}
    )

    printed: Printed = "pdf"
    parts: list[Part] = Field(default_factory=list, max_length=100)


class Shipped(Schema):
    """The label carries a name and an address: print it and keep it nowhere. Both files are in base 64."""

    number: str
    carrier: str
    tracking: str
    label: str
    label_type: str = Field(description="Media type: `application/pdf`.")
    invoice: str = Field(description="A customs paper, where a border asks for one; else empty.")
    invoice_type: str = Field(
        description="Its media type: application/pdf, or image/svg+xml in a shop without a contract."
    )


class Level(Schema):
    """`left` is null where the shop does not count."""

    ref: UUID
    sku: str
    title: str
    choices: list[str]
    left: int | None
    availability: Availability


class Here(Schema):
    """How many of a variant lie at one place. `change`: by how many that was changed just now."""

    ref: UUID
    location: str = Field(description="Short name of the place; empty in a shop with one.")
    left: int
    change: int


class _Change(BaseModel):
    location: str = Field("", max_length=32, description="Short name of the place. Without it: the main one.")
    why: Reason = "counted"


class ToSet(_Change):
    """So many lie there now. `expected`: so many you think lie there; or send the `ETag` as `If-Match`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"left": 12, "expected": 9}]})

    left: int = Field(strict=True, ge=-MOST, le=MOST)
    expected: int | None = Field(None, strict=True, ge=-MOST, le=MOST)


class ToChange(_Change):
    """So many more or fewer, whatever lies there."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"difference": -2, "why": "broken"}]})

    difference: int = Field(strict=True, ge=-MOST, le=MOST)


class LevelPage(Schema):
    """A part of a list. There is more while `next` is not null."""

    items: list[Level]
    next: str | None
