"""What is sold, as other programs get it. Prices are whole minor units of a currency, and the same in decimals.

How many are left is not told, as on the pages of the shop: only whether something can be had.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

Availability = Literal["in-stock", "few-left", "on-order", "sold-out"]


class Amount(Schema):
    """`{"amount": 2490, "currency": "USD", "decimal": "24.90"}`."""

    amount: int = Field(description="Whole minor units: cents where the currency has two decimals.")
    currency: str = Field(description="ISO 4217.")
    decimal: str


class Image(Schema):
    url: str
    alt: str = Field(description="May be empty: then the picture says nothing that the text does not.")
    width: int = Field(description="Pixels.")
    height: int


class ProductInList(Schema):
    slug: str
    url: str = Field(description="The page for people.")
    title: str
    summary: str
    price_from: Amount = Field(description="The lowest price of its variants.")
    price_varies: bool
    compare_at: Amount | None = Field(description="The former price, if it is reduced.")
    available: bool
    image: Image


class Variant(Schema):
    """One thing that can be bought. `ref` names it everywhere else."""

    ref: UUID
    sku: str
    choices: list[str] = Field(description="Its answers to the product's options, in their order.")
    price: Amount
    compare_at: Amount | None
    availability: Availability
    can_buy: bool
    weight_grams: int
    gtin: str
    image: int | None = Field(description="Index into the product's `images`.")


class Option(Schema):
    name: str
    values: list[str]


class Specification(Schema):
    name: str
    value: str


class CategoryLink(Schema):
    slug: str
    name: str


class Rating(Schema):
    count: int = Field(description="How many customers gave stars.")
    average: float = Field(description="From 1 to 5, to one decimal.", ge=1, le=5)


class Product(Schema):
    slug: str
    url: str
    title: str
    summary: str
    description_html: str = Field(description="Clean HTML: headings, lists, emphasis, links.")
    maker: str
    category: CategoryLink | None = Field(description="Its first category.")
    options: list[Option]
    variants: list[Variant]
    specifications: list[Specification]
    images: list[Image]
    related: list[str] = Field(description="Slugs.")
    accessories: list[str]
    spare_parts: list[str]
    rating: Rating | None = Field(description="Of the stars that its page shows; null while nobody gave any.")
    changed_at: datetime


class VariantOfProduct(Schema):
    product: str = Field(description="The slug of the product it belongs to.")
    title: str
    variant: Variant


class Category(Schema):
    slug: str
    url: str
    name: str
    summary: str
    products: int = Field(description="How many are shown in it.")
    image: Image


class Categories(Schema):
    items: list[Category]


class ProductPage(Schema):
    """A part of a list. There is more while `next` is not null."""

    items: list[ProductInList]
    next: str | None = Field(description="The `cursor` to ask with for what follows.")


class Found(ProductPage):
    total: int = Field(description="How many products were found in all.")
    instead: str = Field(description="Nothing fits as it was spelt; this spelling was looked for. Else empty.")
    loosely: bool = Field(description="Nothing fits all the words; these fit some of them.")
