"""What a product answers, kept in its row as one line of JSON: [["Volume", "50 mL", "250 mL"], ["Material", "Glass"]]."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from troth.catalog import specifications

if TYPE_CHECKING:
    from troth.catalog.models import Product

LONGEST_VALUE = 60  # characters; longer ones are sentences, and nobody chooses by a sentence

Answers = tuple[tuple[str, str, tuple[str, ...]], ...]  # (name in lower case, name, values)


def written(
    product: Product, options: Mapping[str, str] | None = None, specified: Mapping[str, str] | None = None
) -> str:
    """Options of the variants that are offered, then specifications; "" for a product that answers nothing.

    `options` and `specified`: its phrases in another language, by those of the first.
    """
    found: dict[str, list[str]] = {}
    spelt: dict[str, str] = {}
    for name, value in (*_options(product, options or {}), *_specifications(product, specified or {})):
        if name and value and len(value) <= LONGEST_VALUE:
            key = name.casefold()
            spelt.setdefault(key, name)
            values = found.setdefault(key, [])
            if value not in values:
                values.append(value)
    rows = [[spelt[key], *values] for key, values in found.items()]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


@lru_cache(maxsize=20_000)
def read(line: str) -> Answers:
    """The other way round."""
    if not line:
        return ()
    return tuple((name.casefold(), name, tuple(values)) for name, *values in json.loads(line))


def _options(product: Product, words: Mapping[str, str]) -> list[tuple[str, str]]:
    names = [
        _name(words.get(name) or name) for name in (product.option1_name, product.option2_name, product.option3_name)
    ]
    return [
        (name, _flat(words.get(value) or value))
        for variant in product.variants.all()
        if variant.offered
        for name, value in zip(names, (variant.option1, variant.option2, variant.option3), strict=True)
    ]


def _specifications(product: Product, words: Mapping[str, str]) -> list[tuple[str, str]]:
    rows = specifications.read(specifications.said_in(product.specifications, words))
    return [(_name(row.name), _flat(row.value)) for row in rows]


def _name(text: str) -> str:
    """A colon parts name and value in addresses, so a name has none."""
    return _flat(text.replace(":", " "))


def _flat(text: str) -> str:
    return " ".join(text.split())
