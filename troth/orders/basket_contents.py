"""What is in a basket, as frozen values: one query, then no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from troth.catalog import pictures, stock
from troth.catalog.addresses import product_path
from troth.catalog.models import Status
from troth.catalog.money import Money
from troth.catalog.shown import Availability, Picture

from .models import Basket

_VARIANT, _PRODUCT = "lines__variant__", "lines__variant__product__"
_COLUMNS = {
    "basket": "pk",
    "version": "version",
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
            ]
        )
    },
    **{name: _PRODUCT + name for name in ("slug", "title", "pictures", "status")},
}


@dataclass(frozen=True, slots=True)
class Line:
    """`most`: how many could be ordered now. `grams`: of one piece."""

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
    """A basket as it is now. `version` changes with every change of its lines."""

    basket: int = 0
    version: int = 0
    lines: tuple[Line, ...] = field(default=())

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
    rows = Basket.objects.filter(token_digest=token_digest).order_by("lines__pk").values_list(*_COLUMNS.values())
    return _contents([dict(zip(_COLUMNS, row, strict=True)) for row in rows])


def _contents(rows: Iterable[dict[str, Any]]) -> Contents:
    rows = list(rows)
    if not rows:
        return Contents()
    lines = tuple(_line(row) for row in rows if row["variant"] is not None)
    return Contents(rows[0]["basket"], rows[0]["version"], lines)


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
        choice=" / ".join(value for value in (row["option1"], row["option2"], row["option3"]) if value),
        path=product_path(row["slug"]),
        picture=_picture(row),
        quantity=row["quantity"],
        most=stock.most(**counted),
        price=Money(row["price"], row["currency"]),
        grams=row["weight_grams"],
        availability=found,
        stock_words=stock.words(found, row["stock"]),
    )


def _picture(row: dict[str, Any]) -> Picture:
    chosen = next((each for each in row["pictures"] if each.get("id") == row["picture_id"]), None)
    return pictures.shown(chosen) if chosen else pictures.first(row["pictures"])
