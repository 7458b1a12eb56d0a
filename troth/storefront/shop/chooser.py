"""How a product's variants are offered for choosing: groups of radio buttons that need no script."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from troth.catalog.shown import ProductShown, VariantShown


@dataclass(frozen=True, slots=True)
class Pill:
    """One variant to choose. `price` is shown when variants differ in it, else ""."""

    variant: VariantShown
    label: str
    price: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Pills under a heading ("10 µL"); the heading is "" if there is but one group."""

    heading: str
    pills: tuple[Pill, ...]


@dataclass(frozen=True, slots=True)
class Chooser:
    """`question` names what is chosen ("Volume, pack size"); without options there are no groups."""

    question: str
    groups: tuple[Group, ...]
    chosen: VariantShown


def chooser(product: ProductShown, wanted: str) -> Chooser:
    """`wanted` is an article number or a reference from the address; an unknown one changes nothing."""
    chosen = find(product, wanted) or product.chosen
    if len(product.variants) == 1 and not product.options:
        return Chooser("", (), chosen)
    question = ", ".join(option.name for option in product.options)
    if len(product.options) < 2:
        pills = tuple(_pill(product, variant, variant.title or variant.sku, chosen) for variant in product.variants)
        return Chooser(question, (Group("", pills),), chosen)
    return Chooser(question, _grouped(product, chosen), chosen)


def find(product: ProductShown, wanted: str) -> VariantShown | None:
    """By article number or reference; None for "" and for what this product does not have."""
    if not wanted:
        return None
    return next((variant for variant in product.variants if wanted in (variant.sku, str(variant.ref))), None)


def _grouped(product: ProductShown, chosen: VariantShown) -> tuple[Group, ...]:
    order = {value: place for place, value in enumerate(product.options[0].values)}
    sorted_variants = sorted(product.variants, key=lambda variant: order.get(_first(variant), 0))
    return tuple(
        Group(heading, tuple(_pill(product, variant, " / ".join(variant.values[1:]), chosen) for variant in variants))
        for heading, variants in groupby(sorted_variants, key=_first)
    )


def _first(variant: VariantShown) -> str:
    return variant.values[0] if variant.values else ""


def _pill(product: ProductShown, variant: VariantShown, label: str, chosen: VariantShown) -> Pill:
    return Pill(variant, label, variant.price.text if product.from_price else "", variant is chosen)
