"""The variants of a file laid over those of the shop, so that a basket keeps pointing at the same thing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from troth.catalog.models import Product, Variant

from .changes import put
from .imported import ImportedProduct, ImportedVariant
from .report import Change, Weight

if TYPE_CHECKING:
    from .apply import Run

_ANSWERS = ("option1", "option2", "option3")


def merge_variants(product: Product, imported: ImportedProduct, run: Run) -> tuple[list[Variant], list[Change]]:
    """(all variants as they should be, the changes). Nothing is saved.

    A variant of the shop that the file no longer has is not deleted (orders and baskets know it): it is no
    longer offered.
    """
    present = list(product.variants.all()) if product.pk else []
    if imported.variants is None:
        if present:
            return present, []
        run.report.note(
            _("The file tells no price; the product cannot be bought until it has one."),
            row=imported.rows[0],
            weight=Weight.CHANGED,
        )
        return [Variant(price=0, currency=run.currency, offered=False)], []
    changes: list[Change] = []
    merged: list[Variant] = []
    left = list(present)
    for place, wanted in enumerate(imported.variants):
        variant = _same(wanted, left, imported)
        if variant is not None:
            left.remove(variant)
        found = variant or Variant(price=0, offered=False, tracked=False)
        changes += _lay(found, wanted, place, run)
        if variant is None and product.pk:
            changes.append(Change(_named(wanted), _("variant"), "", _("new")))
        merged.append(found)
    if imported.whole:
        changes += _withdraw(left)
    return merged + left, changes


def _same(wanted: ImportedVariant, left: list[Variant], imported: ImportedProduct) -> Variant | None:
    """The variant of the shop that a row means: same options, else same article number, else the only one."""
    for variant in left:
        if variant.values == wanted.values:
            return variant
    if wanted.sku:
        numbers = Counter(variant.sku for variant in left)
        ours = Counter(variant.sku for variant in imported.variants or ())
        if numbers[wanted.sku] == 1 == ours[wanted.sku]:
            return next(variant for variant in left if variant.sku == wanted.sku)
    only = len(left) == 1 and len(imported.variants or ()) == 1 and not imported.whole
    return left[0] if only else None


def _lay(variant: Variant, wanted: ImportedVariant, place: int, run: Run) -> list[Change]:
    """Set what the row says. A price the row lacks or that could not be read leaves the old one."""
    is_new = variant.pk is None
    values = dict(wanted.fields)
    price = values.pop("price", None)
    if price is not None:
        values |= {"price": price, "currency": run.currency, "offered": True}
    values |= dict(zip(_ANSWERS, (*wanted.values, "", "", ""), strict=False))
    if not is_new:
        return put(variant, values, _named(wanted))
    values.setdefault("tracked", "stock" in values)
    variant.sort_order = place
    put(variant, values)
    return []


def _withdraw(left: list[Variant]) -> list[Change]:
    changes = []
    for variant in left:
        if variant.offered:
            variant.offered = False
            changes.append(Change(str(variant), _("offered"), _("yes"), _("no: it is not in the file any more")))
    return changes


def _named(wanted: ImportedVariant) -> str:
    return " / ".join(wanted.values) or wanted.sku
