"""A layout: which column of a file is which of our words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

# Our words for the columns of a product table. Each layout maps its own headers to them.
WORDS = frozenset(
    [
        "handle",
        "title",
        "body",
        "vendor",
        "type",
        "product_category",
        "tags",
        "published",
        "status",
        "seo_title",
        "seo_description",
        "gift_card",
        "option1_name",
        "option1_value",
        "option2_name",
        "option2_value",
        "option3_name",
        "option3_value",
        "sku",
        "barcode",
        "grams",
        "tracker",
        "quantity",
        "policy",
        "price",
        "compare_at",
        "shipped",
        "variant_image",
        "image",
        "image_position",
        "image_alt",
    ]
)

ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """`words` maps headers (casefolded) to our words. `silent` maps headers we have no place for to values
    that say nothing, so that a report need not name them. `continues` reads the policy column: sell when empty?
    """

    name: str
    words: Mapping[str, str]
    needs: frozenset[str]
    silent: Mapping[str, frozenset[str]]
    continues: Callable[[str], bool | None]
    metafield: str = field(default="(product.metafields.")

    def fits(self, present: Iterable[str]) -> bool:
        """Has it the columns one cannot do without, and enough others that it cannot be another kind of table?"""
        return self.needs <= set(present) and self.known(present) >= ENOUGH

    def known(self, present: Iterable[str]) -> int:
        """How many of the columns it has a word for."""
        return sum(column in self.words for column in present)
