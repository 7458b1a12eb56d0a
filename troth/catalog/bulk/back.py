"""`take_back`: what a bulk edit changed is as before, all of it in one transaction.

What was changed since stays as it is and is named. Stock is put back as a difference, so that what was sold since stays
sold.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from troth.catalog.importing.trace import ADDED, Of, Traced
from troth.catalog.models import Category, ImportRun, ImportStep, Product, RunState, Variant

from . import doing, planning, wholes, writing
from .wholes import Whole


@dataclass(frozen=True, slots=True)
class Undone:
    """`stayed`: a sentence for each thing that was changed since, with the product's title."""

    restored: int
    stayed: tuple[tuple[str, str], ...]


def take_back(run: ImportRun, by: int | None) -> Undone | None:
    """None if somebody else is taking it back, or has."""
    with transaction.atomic():
        if not ImportRun.move(run.ref, (RunState.DONE.value,), RunState.UNDONE):
            return None
        steps = list(run.steps.order_by("pk"))
        found = {whole.product.pk: whole for whole in wholes.load([step.product_id or 0 for step in steps], lock=True)}
        back = _Back({category.slug: category for category in Category.objects.all()})
        for step in steps:
            back.take(step, found.get(step.product_id or 0))
        restored = [whole for whole in found.values() if whole.changes]
        if restored:
            writing.write(restored)
            doing.journal(restored, by)
            _as_if_it_had_not_been(steps, found, back.partly)
        run.steps.all().delete()
        undone = Undone(len(restored), tuple(back.stayed))
        counts = {"restored": undone.restored, "left": len({title for title, _words in undone.stayed})}
        ImportRun.objects.filter(pk=run.pk).update(counts=counts)
    return undone


def _as_if_it_had_not_been(steps: list[ImportStep], found: dict[int, Whole], partly: set[int]) -> None:
    """So that an import of the same product can still be taken back as it was."""
    rows = []
    for step in steps:
        whole = found.get(step.product_id or 0)
        if whole is not None and step.before is not None and whole.product.pk not in partly:
            whole.product.changed_at = step.before
            rows.append(whole.product)
    Product.objects.bulk_update(rows, ["changed_at"], batch_size=writing.AT_ONCE)


class _Back:
    def __init__(self, shelves: dict[str, Category]) -> None:
        self.shelves = shelves
        self.stayed: list[tuple[str, str]] = []
        self.partly: set[int] = set()

    def take(self, step: ImportStep, whole: Whole | None) -> None:
        if whole is None:
            self.stayed.append((_("A product"), _("It is not in the shop any more.")))
            return
        if whole.product.changed_at != step.after:
            self.partly.add(whole.product.pk)
        variants = {str(variant.ref): variant for variant in whole.variants}
        for entry in reversed(step.changes):
            change = Traced(Of(entry[0]), *entry[1:])
            if change.of is Of.CATEGORY:
                self._shelf(whole, change)
            elif change.of is Of.PRODUCT:
                self._column(whole, whole.product, change)
            elif (variant := variants.get(change.key)) is None:
                self._stays(whole, _("A variant is gone."))
            elif change.name == "stock":
                self._stock(whole, variant, change)
            else:
                self._column(whole, variant, change)

    def _stays(self, whole: Whole, words: str) -> None:
        self.partly.add(whole.product.pk)
        self.stayed.append((whole.product.title, words))

    def _column(self, whole: Whole, row: Product | Variant, change: Traced) -> None:
        if getattr(row, change.name) != change.after:
            label = row._meta.get_field(change.name).verbose_name
            self._stays(whole, _("“%(column)s” was changed since.") % {"column": label})
            return
        whole.changes.put(row, {change.name: change.before}, change.of, change.key)

    def _stock(self, whole: Whole, variant: Variant, change: Traced) -> None:
        difference = int(change.before or 0) - int(change.after or 0)
        left = variant.stock + difference
        if left < 0 and variant.tracked and not variant.oversell:
            left = min(variant.stock, 0)
        whole.changes.put(variant, {"stock": left}, Of.VARIANT, change.key)

    def _shelf(self, whole: Whole, change: Traced) -> None:
        category = self.shelves.get(change.key)
        if category is None:
            self._stays(whole, _("A category is gone."))
        elif change.name == ADDED:
            if category in whole.shelves:
                planning.take_off(whole, category)
        elif category not in whole.shelves:
            planning.put_on(whole, category)
