"""What somebody wants done to many products. Frozen; None, or "" for `status`, leaves a thing as it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Nonsense(Exception):
    """It cannot be done so. The message is a sentence for people; nothing was changed."""


class PriceBy(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    SET = "set"


class Rounding(StrEnum):
    """Where a price ends after a percentage or an amount. Halves go up."""

    COIN = "coin"
    FIVE = "five"
    WHOLE = "whole"
    NINE = "nine"

    @property
    def words(self) -> str | Promise:
        return _ROUNDED[self]


_ROUNDED: dict[Rounding, str | Promise] = {
    Rounding.COIN: _("to the smallest coin: 10.234 is 10.23, 10.235 is 10.24"),
    Rounding.FIVE: _("to five of the smallest coin: 10.23 is 10.25"),
    Rounding.WHOLE: _("to whole units: 10.49 is 10.00, 10.50 is 11.00"),
    Rounding.NINE: _("to the nearest .99: 10.23 is 9.99, 10.50 is 10.99"),
}


@dataclass(frozen=True, slots=True)
class PriceEdit:
    """`number`: per cent, or units of the price's currency; below zero makes cheaper. `rounding` is not for SET."""

    by: PriceBy
    number: Decimal
    rounding: Rounding = Rounding.COIN


class CompareBy(StrEnum):
    FORMER = "former"  # the price before this change
    SET = "set"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class CompareEdit:
    by: CompareBy
    number: Decimal = Decimal(0)


class StockBy(StrEnum):
    ADD = "add"
    SET = "set"


@dataclass(frozen=True, slots=True)
class StockEdit:
    """Of variants that are counted; others keep their number."""

    by: StockBy
    number: int


class ShelfBy(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class ShelfEdit:
    """`category`: its key."""

    by: ShelfBy
    category: int


@dataclass(frozen=True, slots=True)
class Edit:
    price: PriceEdit | None = None
    compare: CompareEdit | None = None
    stock: StockEdit | None = None
    shelf: ShelfEdit | None = None
    status: str = ""
    maker: str | None = None

    @property
    def anything(self) -> bool:
        return any((self.price, self.compare, self.stock, self.shelf, self.status)) or self.maker is not None

    @property
    def of_variants(self) -> bool:
        return any((self.price, self.compare, self.stock))
