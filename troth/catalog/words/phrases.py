"""What of a product is translated phrase by phrase: options and their answers, specifications, what pictures show. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from troth.catalog import specifications

if TYPE_CHECKING:
    from troth.catalog.models import Product

KINDS: Final = ("options", "specifications", "pictures")
_RUN: Final = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Each phrase once, in the order it is read in."""

    options: tuple[str, ...]
    specifications: tuple[str, ...]
    pictures: tuple[str, ...]


def of(product: Product) -> Phrases:
    """As the product's own rows have them: makes no query where these were read already."""
    return Phrases(
        options=_once([*product.option_names, *(value for each in product.variants.all() for value in each.values)]),
        specifications=_once(
            part for row in specifications.read(product.specifications) for part in (row.name, row.value)
        ),
        pictures=_once(image.alt for image in product.images.all()),
    )


def needs_words(phrase: str) -> bool:
    """Whether there is a word in it, which another language may say otherwise: "50 mL", "USB-C" and "ISO 3819" have none."""
    return any(run.isalpha() and not run.isupper() for run in _RUN.findall(phrase))


def said(phrase: str, words: Mapping[str, str] | None) -> str:
    """The phrase in the language of these words, or as it is."""
    return (words or {}).get(phrase) or phrase


def _once(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
