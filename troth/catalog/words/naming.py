"""What one thing is called in one language, outside of pages: in a mail, on a line of an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .phrases import said
from .spoken import further, spoken

if TYPE_CHECKING:
    from troth.catalog.models import Product, Variant


@dataclass(frozen=True, slots=True)
class Name:
    """`choice`: the answers to the product's options ("50 mL / Amber"), "" without options."""

    title: str
    choice: str

    @property
    def whole(self) -> str:
        return f"{self.title} ({self.choice})" if self.choice else self.title


def name(variant: Variant, language: str | None = None) -> Name:
    """In `language` ("" for the first), or in that of the page. One query in another language than the first."""
    return names(variant.product, [variant], language)[0]


def names(product: Product, variants: Iterable[Variant], language: str | None = None) -> list[Name]:
    """Likewise, of several variants of one product, in their order. One query, too."""
    from troth.catalog.models import ProductWords

    asked = spoken() if language is None else language
    words = None
    if asked in dict(further()):
        words = ProductWords.objects.filter(product=product, language=asked).first()
    title, options = (words.title, words.options) if words else ("", None)
    return [
        Name(title or product.title, " / ".join(said(value, options) for value in variant.values))
        for variant in variants
    ]
