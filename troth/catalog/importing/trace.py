"""What an import changed, exactly, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .imported import Value


class Of(StrEnum):
    PRODUCT = "product"
    VARIANT = "variant"
    PICTURE = "picture"
    CATEGORY = "category"
    WORDS = "words"


ADDED = "+"  # as the name of what changed: the row itself came
GONE = "-"  # or went
BESIDE = "beside"  # of the product: what is named beside it, as `catalog.named_beside` writes it
ELSEWHERE = "elsewhere"  # of a variant: what lies at other locations, as `locations.cells` writes it
PRICES = "prices"  # of a variant: those in further currencies, as `further_prices` writes them


@dataclass(frozen=True, slots=True)
class Traced:
    """One column of one row. `key`: "" for the product, a variant's reference, a picture's address, a category's slug,
    a language of its words."""

    of: Of
    key: str
    name: str
    before: Value
    after: Value

    def as_json(self) -> list[Value]:
        return [self.of.value, self.key, self.name, self.before, self.after]
