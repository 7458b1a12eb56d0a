"""The sample catalogue in further languages: `catalogue.<language>.yaml`, by the slugs of `catalogue.yaml`.

    categories: {slug: {name, blurb}}
    products: {slug: {title, blurb, description, keywords, options, specifications, picture_alt}}

`options` and `specifications` map the first language's phrases to those of this one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO, Any

import yaml

from troth.catalog import description
from troth.catalog.models import Catalogue, Category, CategoryWords, Product, ProductWords
from troth.catalog.words import further, renew

FOLDER = Path(__file__).parent


def parsed(file: IO[str]) -> dict[str, Any]:
    return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)


def read(language: str) -> dict[str, Any] | None:
    """The words as they are written; None for a language the sample does not speak."""
    path = FOLDER / f"catalogue.{language}.yaml"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as file:
        return parsed(file)


def spoken() -> tuple[str, ...]:
    """The codes of the shop's further languages that the sample speaks, too."""
    return tuple(code for code, _name in further() if (FOLDER / f"catalogue.{code}.yaml").is_file())


def add(
    products: Mapping[str, Product], categories: Mapping[str, Category], languages: Collection[str] | None = None
) -> None:
    """Words for these, by slug, in these languages (without any: all that `spoken` says). The products have none yet; what
    is said of a category stays."""
    rows: list[ProductWords] = []
    for language in spoken() if languages is None else languages:
        told = read(language)
        if told is not None:
            CategoryWords.objects.bulk_create(
                [
                    CategoryWords(category=category, language=language, **told["categories"][slug])
                    for slug, category in categories.items()
                    if slug in told["categories"]
                ],
                ignore_conflicts=True,
            )
            rows += [
                _words(product, language, told["products"][slug])
                for slug, product in products.items()
                if slug in told["products"]
            ]
    if rows:
        renew.renew(products.values(), ProductWords.objects.bulk_create(rows))
        Catalogue.bump()


def _words(product: Product, language: str, told: Mapping[str, Any]) -> ProductWords:
    alts = [image.alt for image in product.images.all()]
    return ProductWords(
        product=product,
        language=language,
        title=told["title"],
        blurb=told["blurb"],
        description=description.from_markdown(told["description"]),
        keywords=told.get("keywords", ""),
        options=told.get("options") or {},
        specifications=told.get("specifications") or {},
        pictures={alts[0]: told["picture_alt"]} if alts and alts[0] and told.get("picture_alt") else {},
    )
