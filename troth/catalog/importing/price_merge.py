"""Prices in further currencies of a file, laid over those of the shop. A file without such a column changes none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from troth.catalog.further_prices import written
from troth.catalog.models import Variant

from .changes import Changes
from .imported import ImportedVariant
from .trace import PRICES, Of, Traced

Prices = Mapping[str, int]  # code → minor units


def merge_prices(
    told: Sequence[tuple[Variant, ImportedVariant]], present: Mapping[int, Prices], changes: Changes
) -> list[tuple[Variant, Prices]]:
    """The variants whose prices are to be written anew, with all of them. Nothing is stored.

    `present`: what the shop has, by the variant's key. A price in the currency of the price tag is none of these.
    """
    changed: list[tuple[Variant, Prices]] = []
    for variant, imported in told:
        if imported.prices is None:
            continue
        before = present.get(variant.pk, {}) if variant.pk is not None else {}
        after = {code: price for code, price in imported.prices.items() if code != variant.currency}
        if after == before:
            continue
        changed.append((variant, after))
        if variant.pk is not None:
            row = Traced(Of.VARIANT, str(variant.ref), PRICES, written(before), written(after))
            changes.note(_named(imported), _("prices in further currencies"), written(before), written(after), row)
    return changed


def _named(imported: ImportedVariant) -> str:
    return " / ".join(imported.values) or imported.sku
