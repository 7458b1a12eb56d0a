"""The variants of a file laid over those of the shop, so that a basket keeps pointing at the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from troth.catalog.models import Variant
from troth.catalog.tax_class import EXEMPT, STANDARD

from .changes import Changes
from .imported import TAXED, ImportedProduct, ImportedVariant, Value
from .report import Report, Weight
from .trace import ADDED, Of, Traced

_ANSWERS = ("option1", "option2", "option3")


@dataclass(slots=True)
class Merged:
    """`rows`: all variants as they should be; `new`: those among them that are not stored yet; `told`: what the file
    says of each that it names."""

    rows: list[Variant] = field(default_factory=list)
    new: list[Variant] = field(default_factory=list)
    told: list[tuple[Variant, ImportedVariant]] = field(default_factory=list)


def merge_variants(
    present: Sequence[Variant], imported: ImportedProduct, changes: Changes, currency: str, report: Report
) -> Merged:
    """Nothing is stored. A variant of the shop that the file no longer has is not deleted (orders and baskets know it):
    it is no longer offered."""
    if imported.variants is None:
        return _without_columns(present, imported, currency, report)
    merged, left = Merged(), {id(variant): variant for variant in present}
    known, alike = {variant.values: variant for variant in present}, _Alike(present, imported)
    for place, wanted in enumerate(imported.variants):
        variant = known.get(wanted.values) or alike.to(wanted)
        if variant is not None and left.pop(id(variant), None) is not None:
            changes.put(
                variant, _values(wanted, currency, variant.tax_class), Of.VARIANT, str(variant.ref), _named(wanted)
            )
        else:
            variant = _made(wanted, place, currency)
            merged.new.append(variant)
            if present:
                row = Traced(Of.VARIANT, str(variant.ref), ADDED, None, None)
                changes.note(_named(wanted), _("variant"), "", _("new"), row)
        merged.rows.append(variant)
        merged.told.append((variant, wanted))
    if imported.whole:
        _withdraw([*left.values()], changes)
    merged.rows += left.values()
    return merged


def _without_columns(present: Sequence[Variant], imported: ImportedProduct, currency: str, report: Report) -> Merged:
    if present:
        return Merged(list(present))
    report.note(
        _("The file tells no price; the product cannot be bought until it has one."),
        row=imported.rows[0],
        weight=Weight.CHANGED,
    )
    made = Variant(price=0, currency=currency, offered=False)
    return Merged([made], [made])


class _Alike:
    """The variant of the shop that a row means though its options differ: the same article number, else the only one.
    A Wix export may have thousands of variants for one product, so they are counted once."""

    def __init__(self, present: Sequence[Variant], imported: ImportedProduct) -> None:
        told = imported.variants or ()
        self.values = {variant.values for variant in told}
        self.told = Counter(variant.sku for variant in told)
        self.held = Counter(variant.sku for variant in present)
        self.by_sku = {variant.sku: variant for variant in present}
        alone = len(present) == len(told) == 1 and not imported.whole
        self.only = present[0] if alone else None

    def to(self, wanted: ImportedVariant) -> Variant | None:
        if wanted.sku and self.held[wanted.sku] == 1 == self.told[wanted.sku]:
            same = self.by_sku[wanted.sku]
            return same if same.values not in self.values else None
        return self.only


def _values(wanted: ImportedVariant, currency: str, held: str = STANDARD) -> dict[str, Value]:
    """What the row says. A price the row lacks or that could not be read leaves the old one; so does a row that only says that
    it is taxed with the class it is `held` in here."""
    values = dict(wanted.fields)
    price, told = values.pop("price", None), values.pop("currency", None)
    if values.get("tax_class") == TAXED:
        values["tax_class"] = STANDARD if held == EXEMPT else held
    if price is not None:
        values |= {"price": price, "currency": told or currency, "offered": values.get("offered", True)}
    return values | dict(zip(_ANSWERS, (*wanted.values, "", "", ""), strict=False))


def _made(wanted: ImportedVariant, place: int, currency: str) -> Variant:
    values = {"offered": False, "price": 0, "tracked": "stock" in wanted.fields, "currency": currency}
    return Variant(**{**values, **_values(wanted, currency), "sort_order": place})


def _withdraw(left: list[Variant], changes: Changes) -> None:
    for variant in left:
        if variant.offered:
            variant.offered = False
            changes.columns.setdefault(variant, set()).add("offered")
            row = Traced(Of.VARIANT, str(variant.ref), "offered", True, False)
            changes.note(str(variant), _("offered"), _("yes"), _("no: it is not in the file any more"), row)


def _named(wanted: ImportedVariant) -> str:
    return " / ".join(wanted.values) or wanted.sku
