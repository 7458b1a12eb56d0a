"""What is in a basket, as frozen values: one query, then no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from troth.catalog import pictures, stock
from troth.catalog.addresses import product_path
from troth.catalog.models import RelatedProduct, Relation, Status, VariantPrice
from troth.catalog.money import Money
from troth.catalog.shown import Availability, Picture
from troth.catalog.words import reading
from troth.catalog.words.phrases import said

from .models import Basket, PriceBook

_VARIANT, _PRODUCT = "lines__variant__", "lines__variant__product__"
_COLUMNS = {
    "basket": "pk",
    "version": "version",
    "paying": "currency",
    "voucher": "voucher_id",
    "stamp": "stamp",
    "accessories": "accessories",
    "quantity": "lines__quantity",
    "variant": "lines__variant_id",
    **{
        name: _VARIANT + name
        for name in (
            [
                "ref",
                "sku",
                "option1",
                "option2",
                "option3",
                "price",
                "currency",
                "stock",
                "tracked",
                "oversell",
                "offered",
                "weight_grams",
                "picture_id",
                "product_id",
                "tax_class",
            ]
        )
    },
    **{name: _PRODUCT + name for name in ("slug", "title", "pictures", "status")},
}
_IN_WORDS = ("title", "said_options", "said_pictures")  # behind these, in another language than the first


@dataclass(frozen=True, slots=True)
class Line:
    """`most`: how many could be ordered now. `grams`: of one piece. `accessories`: its product has some."""

    variant: int
    ref: UUID
    sku: str
    title: str
    choice: str
    path: str
    picture: Picture
    quantity: int
    most: int
    price: Money
    grams: int
    availability: Availability
    stock_words: str
    product: int = 0
    accessories: bool = False
    tax_class: str = "standard"

    @property
    def total(self) -> Money:
        return Money(self.price.amount * self.quantity, self.price.currency)

    @property
    def short(self) -> bool:
        """Fewer are left than the basket holds."""
        return self.quantity > self.most

    @property
    def full_title(self) -> str:
        return f"{self.title} ({self.choice})" if self.choice else self.title


@dataclass(frozen=True, slots=True)
class Contents:
    """A basket as it is now. `version` changes with every change of its lines.

    `voucher`: the key of the one typed in. `unpriced`: the chosen currency has no price for something in it, so all
    prices are those of the tags. `stamp`: of the price book, when the basket was looked into.
    """

    basket: int = 0
    version: int = 0
    lines: tuple[Line, ...] = field(default=())
    voucher: int | None = None
    unpriced: bool = False
    stamp: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def currency(self) -> str:
        return self.lines[0].price.currency if self.lines else ""

    @property
    def goods(self) -> Money:
        return Money(sum(line.total.amount for line in self.lines), self.currency)

    @property
    def grams(self) -> int:
        return sum(line.grams * line.quantity for line in self.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def shortages(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.short)

    @property
    def mark(self) -> str:
        """Changes when anything changes that a buyer would want to have seen: what, how many, at which price."""
        seen = [f"{line.variant}*{line.quantity}@{line.price.amount}{line.price.currency}" for line in self.lines]
        return hashlib.sha256(";".join(sorted(seen)).encode()).hexdigest()[:20]


def contents(token_digest: str) -> Contents:
    return _contents([_row(row) for row in _IN_BASKET.rows(token=token_digest)])


def _row(row: tuple[Any, ...]) -> dict[str, Any]:
    split = len(_COLUMNS)
    return dict(zip(_COLUMNS, row[:split], strict=True)) | dict(zip(_IN_WORDS, row[split:], strict=False))


def _in_basket(token: str, language: str = "") -> QuerySet[Basket, Any]:
    book = PriceBook.objects.filter(pk=PriceBook.ONLY).values("stamp")
    named = RelatedProduct.objects.filter(product=OuterRef("lines__variant__product"), kind=Relation.ACCESSORY)
    found = Basket.objects.filter(token_digest=token).annotate(stamp=Subquery(book), accessories=Exists(named))
    listed = found.order_by("lines__pk")
    if not language:
        return listed.values_list(*_COLUMNS.values())
    told = (reading.told("title", _PRODUCT), f"{reading.SAID}__options", f"{reading.SAID}__pictures")
    return reading.beside(listed, language, _PRODUCT).values_list(*_COLUMNS.values(), *told)


_IN_BASKET = reading.InLanguage(_in_basket, token=str)


def _contents(rows: Iterable[dict[str, Any]]) -> Contents:
    rows = list(rows)
    if not rows:
        return Contents()
    first, rows = rows[0], [row for row in rows if row["variant"] is not None]
    other = bool(first["paying"]) and any(row["currency"] != first["paying"] for row in rows)
    priced = _in_currency(rows, first["paying"]) if other else rows
    lines = tuple(_line(row) for row in priced or rows)
    refused = not priced and bool(rows)
    return Contents(first["basket"], first["version"], lines, first["voucher"], refused, first["stamp"])


def _in_currency(rows: list[dict[str, Any]], currency: str) -> list[dict[str, Any]] | None:
    """The rows at the prices written down for this currency; None if one of them has none. One query."""
    found = VariantPrice.objects.filter(variant__in=[row["variant"] for row in rows], currency=currency)
    prices = dict(found.values_list("variant", "price"))
    if any(row["variant"] not in prices for row in rows if row["currency"] != currency):
        return None
    return [row | {"price": prices.get(row["variant"], row["price"]), "currency": currency} for row in rows]


def _line(row: dict[str, Any]) -> Line:
    counted = {
        "tracked": row["tracked"],
        "oversell": row["oversell"],
        "stock": row["stock"],
        "offered": row["offered"] and row["status"] == Status.PUBLISHED,
    }
    found = stock.availability(**counted)
    return Line(
        variant=row["variant"],
        ref=row["ref"],
        sku=row["sku"],
        title=row["title"],
        choice=_choice(row),
        path=product_path(row["slug"]),
        picture=_picture(row),
        quantity=row["quantity"],
        most=stock.most(**counted),
        price=Money(row["price"], row["currency"]),
        grams=row["weight_grams"],
        availability=found,
        stock_words=stock.words(found, row["stock"]),
        product=row["product_id"],
        accessories=bool(row["accessories"]),
        tax_class=row["tax_class"],
    )


def _choice(row: dict[str, Any]) -> str:
    words = row.get("said_options")
    return " / ".join(said(value, words) for value in (row["option1"], row["option2"], row["option3"]) if value)


def _picture(row: dict[str, Any]) -> Picture:
    chosen = next((each for each in row["pictures"] if each.get("id") == row["picture_id"]), None)
    words = row.get("said_pictures")
    return pictures.shown(chosen, words) if chosen else pictures.first(row["pictures"], words)
