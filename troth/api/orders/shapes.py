"""An order as programs place it and hear of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from troth.orders import guest_fields

from ..catalogue.shapes import Amount

LONGEST = 300  # characters of any field
Text = Annotated[str, Field(max_length=LONGEST)]
EXAMPLE: Any = {
    "seen": "2f1c0d…, as the quote said",
    "method": "usps_ground",
    "price": 790,
    "total": 4380,
    "terms": "2026-01-01-0123456789ab",
    "contact": {"name": "Ada Example", "email": "ada@example.com"},
    "delivery": {
        "street_address": "1 Example Street",
        "locality": "Boston",
        "region": "MA",
        "postcode": "02118",
        "country": "US",
    },
}


def of_the_policy(part: str) -> Callable[[dict[str, Any]], None]:
    """Writes the policy's fields, each with its reason, into the description. What it does not name is refused."""

    def write(schema: dict[str, Any]) -> None:
        told = guest_fields.of(part)
        schema["properties"] = {
            name: {"type": "string", "maxLength": LONGEST, "title": field.label, "description": field.why}
            for name, field in told.items()
        }
        schema["additionalProperties"] = False

    return write


class NewOrder(BaseModel):
    """`seen`, `method`, `price` and `total` as the quote said them: nobody pays a price they were not shown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    seen: str = Field(max_length=40)
    method: str = Field(max_length=32, description="The `code` of a method.")
    price: int = Field(strict=True, ge=0, le=10**11, description="The method's `price`.")
    total: int = Field(strict=True, ge=0, le=10**13, description="The method's `total`, in minor units.")
    terms: str = Field(max_length=40, description="The version of the terms of sale that the buyer accepted by hand.")
    contact: dict[str, Text] = Field(description="Whom to ask about it.", json_schema_extra=of_the_policy("contact"))
    delivery: dict[str, Text] = Field(
        description="Where it goes; without a name, to the contact's. Lines fit the country.",
        json_schema_extra=of_the_policy("delivery"),
    )
    billing: dict[str, Text] = Field(
        default_factory=dict,
        description="Who the invoice is made out to, where that differs. A tax number only where it decides the tax.",
        json_schema_extra=of_the_policy("billing"),
    )
    residence: dict[str, Text] = Field(
        default_factory=dict,
        description="Which countries' rules apply, where that is not the country it goes to.",
        json_schema_extra=of_the_policy("residence"),
    )
    newsletter: bool = Field(
        False,
        strict=True,
        description="The buyer ticked by hand that they want news; it counts once they confirm it by mail.",
    )


class Pay(Schema):
    """`url` leads to the payment provider's page. Null: nothing is to be paid, or the page cannot be reached just now."""

    url: str | None


class Placed(Schema):
    """`secret` opens the order's state, as `Order-Secret`, for thirty days."""

    number: str
    secret: str
    total: Amount
    pay: Pay


class OrderLine(Schema):
    sku: str
    title: str
    quantity: int
    price: Amount
    total: Amount


class Parcel(Schema):
    """`state`: booked, moving, near, problem, returned, delivered."""

    carrier: str
    tracking: str
    state: str
    shipped_at: datetime | None
    expected_on: date | None
    delivered_at: datetime | None


class OrderState(Schema):
    """The order's own half: nothing about its buyer."""

    number: str
    status: str = Field(
        description="placed, payment_failed, awaits_transfer, on_account, paid, packed, part_shipped, shipped, delivered, not_arrived, …"
    )
    placed_at: datetime
    kept_until: datetime = Field(description="Until then its goods are kept back for the buyer.")
    lines: list[OrderLine]
    goods: Amount
    sending: Amount
    tax: Amount
    total: Amount
    can_pay: bool
    on_account: bool = Field(description="Paid by bank transfer, after the invoice.")
    paid: bool
    parcels: list[Parcel]
