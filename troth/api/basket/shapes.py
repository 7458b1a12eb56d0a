"""A basket and what it costs, as other programs get it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from troth.orders.basket import MOST_A_LINE
from troth.orders.prices.vat_id import LONGEST

from ..catalogue.shapes import Amount, Availability

Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1, two letters.")]
Region = Annotated[str, Field(max_length=100, description="As addresses of the country have it: `MA`.")]


class Quantity(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"quantity": 2}]})

    quantity: int = Field(strict=True, ge=0, le=MOST_A_LINE, description="So many in all; 0 takes it out.")


class Code(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "SPRING"}]})

    code: str = Field(min_length=1, max_length=40)


class PayIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"currency": "EUR"}]})

    currency: str = Field(pattern="^[A-Z]{3}$", description="One of the basket's `currencies`.")


class Where(BaseModel):
    """Where the parcel would go. A VAT number is checked by its form, used for this answer, and not kept."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"country": "US", "region": "MA"}]})

    country: Country
    region: Region = ""
    postcode: str = Field("", max_length=16, description="Where tax rates differ by postal code, it decides the tax.")
    tax_id: str = Field("", max_length=LONGEST, description="A buyer's VAT number, where it decides the tax.")


class BasketLine(Schema):
    """`short`: fewer are left than the basket holds; then nothing can be ordered before that is changed."""

    ref: UUID
    sku: str
    title: str
    choice: str
    url: str
    quantity: int
    price: Amount
    total: Amount
    availability: Availability
    short: bool


class Voucher(Schema):
    code: str
    applies: bool
    why_not: str = Field(description="A word: why it takes nothing off just now. Empty if it does.")


class Discount(Schema):
    label: str
    amount: Amount


class Basket(Schema):
    """`token` is to be sent as `Basket-Token` from now on. `seen` stands for what this answer says: the order names it."""

    token: str
    seen: str
    lines: list[BasketLine]
    pieces: int
    goods: Amount | None = Field(description="Before discounts; null while the basket is empty.")
    discounts: list[Discount]
    voucher: Voucher | None
    currencies: list[str] = Field(description="To choose from; empty where there is no choice.")
    outcome: str = Field(
        "", description="What became of the change: `done`, `less` (as many as there are), `taken-out`; else empty."
    )


class Tax(Schema):
    name: str
    rate: str = Field(description='Per cent: "8.875".')
    amount: Amount
    included: bool = Field(description="Prices contain it already; it is no part of the sum.")


class Method(Schema):
    """A way to send it, reckoned whole. `code`, `price` and `total` are to be named by the order."""

    code: str
    carrier: str = Field(
        description="Who would be told name, address, e-mail address and telephone number. Empty: the shop carries it itself, and nobody is told."
    )
    name: str
    earliest: date | None = Field(description="The first day it may arrive, if ordered today; null if nobody can say.")
    latest: date | None
    price: int = Field(description="Of the table, in minor units; to be named by the order as it is.")
    sending: Amount
    discounts: list[Discount]
    taxes: list[Tax]
    total: Amount


class Terms(Schema):
    version: str = Field(description="The order names it, once the buyer has accepted it by hand.")
    url: str


class Quote(Schema):
    seen: str
    terms: Terms | None = Field(
        description="Null in a shop without terms of sale: the order then names an empty version."
    )
    treatment: Literal["taxed", "reverse_charge", "export", "exempt", "untaxed"] | None
    region_decides: bool = Field(description="Taxes depend on the region, and none was named.")
    methods: list[Method] = Field(
        description="In the order the shop shows them. Empty if nothing goes there with this weight."
    )
