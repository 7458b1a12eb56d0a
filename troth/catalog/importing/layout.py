"""A layout: which column of a file is which of our words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

OPTIONS: Final = (1, 2, 3)
WIX_OPTIONS: Final = (1, 2, 3, 4, 5, 6)
WOO_ATTRIBUTES: Final = 30

# Our words for the columns of a product table. Each layout maps its own headers to them.
WORDS: Final = frozenset(
    (
        # every layout
        *("handle", "title", "body", "vendor", "type", "product_category", "tags", "published", "status"),
        *("seo_title", "seo_description", "gift_card", "sku", "barcode", "grams", "tracker", "quantity", "policy"),
        *("price", "compare_at", "shipped", "taxable", "variant_image", "image", "image_position", "image_alt"),
        *(f"option{place}_{part}" for place in OPTIONS for part in ("name", "value")),
        # our own export
        *("own_address", "own_blurb", "own_specifications", "own_categories", "featured", "position"),
        *(
            "own_offered",
            "own_currency",
            "own_tax_class",
            "own_customs_code",
            "own_origin",
            "own_prices",
            "own_elsewhere",
            "own_beside",
        ),
        # Wix
        *("row_kind", "surcharge", "discount_mode", "discount_value", "weight"),
        *(f"option{place}_{part}" for place in WIX_OPTIONS for part in ("name", "type", "choices")),
        *(f"more{place}_{part}" for place in WIX_OPTIONS for part in ("title", "text")),
        # WooCommerce
        *("id", "short", "parent", "sale_price", "sale_starts", "sale_ends", "in_stock", "visibility"),
        *("tax_status", "tax_class"),
        *("length", "width", "height"),
        *(f"attribute{place}_{part}" for place in range(1, WOO_ATTRIBUTES + 1) for part in ("name", "values")),
    )
)
SPECIFICATION: Final = "specification"  # what a column may be taken as, beside the words: a line of specifications
IGNORE: Final = "ignore"

ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """`words` maps headers (casefolded) to our words. `silent` maps headers we have no place for to values
    that say nothing, so that a report need not name them. `continues` reads the policy column: sell when empty?
    `patterns` are headers with something in them that varies, such as a unit.
    """

    name: str
    words: Mapping[str, str]
    needs: frozenset[str]
    silent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    continues: Callable[[str], bool | None] = lambda cell: bool(cell) and None
    metafield: str = field(default="(product.metafields.")
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def fits(self, present: Iterable[str]) -> bool:
        """Has it the columns one cannot do without, and enough others that it cannot be another kind of table?"""
        present = set(present)
        return self.needs <= present and self.known(present) >= ENOUGH

    def known(self, present: Iterable[str]) -> int:
        """How many of the columns it has a word for."""
        return sum(bool(self.word(column)) for column in present)

    def word(self, column: str) -> str:
        """Our word for a column of the file, "" for one we have no place for."""
        header = column.casefold()
        found = self.words.get(header)
        if found is not None:
            return found
        return next((word for pattern, word in self.patterns if pattern.fullmatch(header)), "")


@dataclass(frozen=True, slots=True)
class Understood:
    """A table's columns as they are read: `words` maps our word to a column; `specifications` are columns whose cells
    become lines of the specification table; `ignored` are those somebody said to leave out."""

    words: Mapping[str, str]
    specifications: tuple[str, ...]
    ignored: frozenset[str]
    others: tuple[str, ...] = ()  # columns a layout reads in a way of its own

    @property
    def read(self) -> frozenset[str]:
        return frozenset((*self.words.values(), *self.specifications, *self.others))


def understand(columns: Iterable[str], layout: Layout, taken_as: Mapping[str, str]) -> Understood:
    """`taken_as` is what somebody at the screen decided: column → a word of ours, SPECIFICATION or IGNORE."""
    words: dict[str, str] = {}
    specifications: list[str] = []
    ignored = set()
    for column in columns:
        told = taken_as.get(column, "")
        if told in WORDS:
            words[told] = column  # a person's word counts more than a header's
    for column in columns:
        told = taken_as.get(column, "")
        if told == IGNORE:
            ignored.add(column)
        elif told == SPECIFICATION:
            specifications.append(column)
        elif told in WORDS:
            continue
        elif word := layout.word(column):
            words.setdefault(word, column)
        elif layout.metafield and layout.metafield in column.casefold():
            specifications.append(column)
    return Understood(words, tuple(specifications), frozenset(ignored))
