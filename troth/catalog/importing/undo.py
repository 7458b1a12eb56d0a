"""Taking an import back: what it made is removed, or hidden where somebody has it already; what it changed is as before.

What was changed since, by hand or by a later import, stays as it is and is named. Stock is put back as a difference, so
that what was sold since stays sold.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images.models import Image

from troth.catalog import further_prices, named_beside
from troth.catalog.locations import cells as places
from troth.catalog.locations import levels
from troth.catalog.models import (
    ImportRun,
    ImportStep,
    Location,
    Product,
    ProductImage,
    ProductWords,
    RelatedProduct,
    Status,
    Variant,
    VariantPrice,
)
from troth.catalog.words import columns

from . import beside_rows, words_rows
from .pictures import shelf
from .places import Moved, store_places
from .report import Became
from .trace import ADDED, BESIDE, ELSEWHERE, GONE, PRICES, Of, Traced
from .undone import Fate, Undone, UndoReport

AT_ONCE: Final = 50


def undo(run: ImportRun, progress: Callable[[int, int], None] | None = None) -> UndoReport:
    """The last steps first. May be cut off and called again: a step that was taken back is gone."""
    report = UndoReport()
    keys = list(run.steps.order_by("-pk").values_list("pk", flat=True))
    for some in batched(keys, AT_ONCE, strict=False):
        with transaction.atomic():
            done = [_taken_back(step) for step in _steps(some)]
            ImportStep.objects.filter(pk__in=some).delete()
        report.products += done
        if progress is not None:
            progress(len(report.products), len(keys))
    return report


def _steps(keys: tuple[int, ...]) -> list[ImportStep]:
    return list(ImportStep.objects.filter(pk__in=keys).select_related("product").order_by("-pk"))


def _taken_back(step: ImportStep) -> Undone:
    product = step.product
    if product is None:
        return Undone(step.handle, step.handle, Fate.LEFT, (_("It is not in the shop any more."),))
    if step.became == Became.NEW:
        return _made_undone(step, product)
    return _change_undone(step, product)


def _made_undone(step: ImportStep, product: Product) -> Undone:
    if product.changed_at != step.after:
        return Undone(step.handle, product.title, Fate.LEFT, (_("It was changed since; it stays."),))
    if _wanted_by_somebody(product):
        product.status = Status.DRAFT
        product.save()
        return Undone(
            step.handle, product.title, Fate.HIDDEN, (_("It was bought or is in a basket; it is a draft now."),)
        )
    shown = list(product.images.filter(image__isnull=False).values_list("image_id", flat=True))
    product.delete()
    shelf.let_go(shown)
    return Undone(step.handle, product.title, Fate.REMOVED)


def _wanted_by_somebody(product: Product) -> bool:
    """Whether a row outside the catalogue (a basket's, an order's) points at one of its variants."""
    variants = list(product.variants.values_list("pk", flat=True))
    return _pointed_at(Variant, variants)


def _pointed_at(model: Any, keys: list[int]) -> bool:
    """Also by relations that have no name on this side (`related_name="+"`), as a basket's has not."""
    return any(
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys}).exists()
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.related_model._meta.app_label != "catalog"
    )


def _change_undone(step: ImportStep, product: Product) -> Undone:
    back = _Back(product)
    for entry in reversed(step.changes):
        back.take(Traced(Of(entry[0]), *entry[1:]))
    product.save()
    shelf.let_go(back.taken_down)
    if not back.left:
        # As if it had not been: an earlier import of the same product can then be taken back, too.
        Product.objects.filter(pk=product.pk, changed_at=product.changed_at).update(changed_at=step.before)
        return Undone(step.handle, product.title, Fate.RESTORED)
    fate = Fate.PARTLY if back.restored else Fate.LEFT
    return Undone(step.handle, product.title, fate, tuple(back.left))


class _Back:
    """One product while its changes are taken back, column by column."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.variants = {str(variant.ref): variant for variant in Variant.objects.filter(product=product)}
        images = ProductImage.objects.select_related("image__collection").filter(product=product)
        self.pictures = {image.source_url: image for image in images}
        self.taken_down: list[int] = []  # pictures that an import brought and this product shows no more
        self.restored, self.left = 0, list[str]()

    def take(self, change: Traced) -> None:
        if change.of is Of.PRODUCT and change.name == BESIDE:
            self._beside(change)
        elif change.of is Of.PRODUCT:
            self._column(self.product, change, save=False)
        elif change.of is Of.CATEGORY:
            self._category(change)
        elif change.of is Of.VARIANT:
            self._variant(change)
        elif change.of is Of.WORDS:
            self._words(change)
        else:
            self._picture(change)

    def _column(self, row: Any, change: Traced, *, save: bool = True) -> None:
        if getattr(row, change.name) != change.after:
            self.left.append(
                _("“%(column)s” was changed since.") % {"column": row._meta.get_field(change.name).verbose_name}
            )
            return
        setattr(row, change.name, change.before)
        if save:
            row.save()
        self.restored += 1

    def _beside(self, change: Traced) -> None:
        """What the run has made is gone by now, or going: it is left out on both sides."""
        before, after = (named_beside.read(str(told or ""))[0] for told in (change.before, change.after))
        there = named_beside.called(handle for _kind, handle in after)
        now = named_beside.of([self.product.pk]).get(self.product.pk, ())
        if now != tuple((kind, handle) for kind, handle in after if handle in there):
            self.left.append(_("“%(column)s” was changed since.") % {"column": RelatedProduct._meta.verbose_name})
            return
        # In place of what the product in memory has, which is about to be saved.
        keys = named_beside.called(handle for _kind, handle in before)
        self.product.chosen_related = beside_rows.rows_of(self.product.pk, before, keys)
        self.restored += 1

    def _category(self, change: Traced) -> None:
        inside = list(self.product.categories.all())
        self.product.categories = [category for category in inside if category.slug != change.key]
        self.restored += 1

    def _variant(self, change: Traced) -> None:
        variant = self.variants.get(change.key)
        if variant is None:
            self.left.append(_("A variant is gone."))
        elif change.name == ADDED:
            self._remove(variant)
        elif change.name == "picture":
            shown = self.pictures.get(str(change.before or ""))
            Variant.objects.filter(pk=variant.pk).update(picture=shown)
            self.restored += 1
        elif change.name == ELSEWHERE:
            self._elsewhere(variant, change)
        elif change.name == PRICES:
            self._prices(variant, change)
        elif change.name == "stock":
            self._stock(variant, int(change.before or 0) - int(change.after or 0))
        else:
            self._column(variant, change)

    def _words(self, change: Traced) -> None:
        row = ProductWords.objects.filter(product=self.product, language=change.key).first()
        if row is None:
            row = ProductWords(product=self.product, language=change.key)
        if columns.text(row, change.name) != change.after:
            column = words_rows.label_of(change.key, change.name)
            self.left.append(_("“%(column)s” was changed since.") % {"column": column})
            return
        words_rows.put(row, change.name, str(change.before or ""))
        if any(columns.text(row, field) for field in columns.FIELDS):
            row.save()
        elif row.pk is not None:
            row.delete()
        self.restored += 1

    def _elsewhere(self, variant: Variant, change: Traced) -> None:
        before, after = (places.read(str(told or ""))[0] for told in (change.before, change.after))
        if levels.by_code([variant.pk]).get(variant.pk, {}) != after or not self._all_there({*before, *after}):
            self.left.append(_("What lies at other locations was changed since."))
            return
        differences = {code: before.get(code, 0) - after.get(code, 0) for code in {*before, *after}}
        store_places([Moved(variant, differences)])
        self.restored += 1

    def _all_there(self, codes: set[str]) -> bool:
        return Location.objects.filter(code__in=codes, main=False).count() == len(codes)

    def _prices(self, variant: Variant, change: Traced) -> None:
        now = dict(variant.prices.values_list("currency", "price"))
        if further_prices.written(now) != change.after:
            self.left.append(_("The prices in further currencies were changed since."))
            return
        variant.prices.all().delete()
        before, _wrong = further_prices.read(str(change.before or ""))
        VariantPrice.objects.bulk_create(
            VariantPrice(variant=variant, currency=code, price=price) for code, price in before.items()
        )
        self.restored += 1

    def _stock(self, variant: Variant, difference: int) -> None:
        """What was sold since stays sold, and no stock falls below zero."""
        variant.stock += difference if variant.oversell or not variant.tracked else max(difference, -variant.stock)
        variant.save()
        self.restored += 1

    def _remove(self, variant: Variant) -> None:
        if _pointed_at(Variant, [variant.pk]):
            variant.offered = False
            variant.save()
            self.left.append(
                _("“%(variant)s” was bought or is in a basket; it is not offered any more.") % {"variant": variant}
            )
            return
        variant.delete()
        self.restored += 1

    def _picture(self, change: Traced) -> None:
        image = self.pictures.get(change.key)
        if change.name == GONE:
            made = ProductImage(product=self.product, source_url=change.key, alt=str(change.before or ""))
            made.sort_order = len(self.pictures)
            made.image = Image.objects.filter(pk=change.after).first() if change.after else None
            made.save()
            self.pictures[change.key] = made
        elif image is None:
            self.left.append(_("A picture is gone."))
            return
        elif change.name != ADDED:
            self._column(image, change)
            return
        elif image.image_id and not shelf.stands_here(image.image):
            self.left.append(_("A picture was uploaded since; it stays."))
            return
        else:
            if image.image_id:
                self.taken_down.append(image.image_id)
            image.delete()
            del self.pictures[change.key]
        self.restored += 1
