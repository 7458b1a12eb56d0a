"""`apply`: an edit of many products, all of it or nothing, exactly as it was looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth.catalog.importing.report import Became
from troth.catalog.importing.trace import Of
from troth.catalog.locations import levels
from troth.catalog.models import ImportRun, ImportStep, Location, MovedFor, RunState, StockMove, Variant

from . import looking, writing
from .asked import Edit, Nonsense
from .wholes import Whole

KIND = "bulk"


class Otherwise(Exception):
    """Something was changed since it was looked at. Nothing was done; it is to be looked at again."""


def apply(keys: Collection[int], edit: Edit, mark: str, by: int | None) -> ImportRun:
    """`mark`: of what was looked at. `by`: number of the employee's account. Raises Nonsense, Otherwise."""
    with transaction.atomic():
        found = looking.planned(keys, edit, lock=True)
        if looking.mark(found) != mark:
            raise Otherwise
        changed = [whole for whole in found if whole.changes]
        if not changed:
            raise Nonsense(gettext("They are all like that already."))
        before = {whole.product.pk: whole.product.changed_at for whole in changed}
        writing.write(changed)
        journal(changed, by)
        run = ImportRun.objects.create(
            kind=KIND,
            state=RunState.DONE,
            by=by,
            done=len(changed),
            total=len(found),
            counts={Became.CHANGED.value: len(changed), Became.UNCHANGED.value: len(found) - len(changed)},
            taken_as=_told(edit),
            ended_at=timezone.now(),
        )
        ImportStep.objects.bulk_create(
            [_step(run, whole, before[whole.product.pk]) for whole in changed], batch_size=writing.AT_ONCE
        )
    return run


def _step(run: ImportRun, whole: Whole, before: datetime | None) -> ImportStep:
    product = whole.product
    return ImportStep(
        run=run,
        product=product,
        handle=str(product.pk),
        became=Became.CHANGED.value,
        changes=[row.as_json() for row in whole.changes.traced],
        before=before,
        after=product.changed_at,
    )


def _told(edit: Edit) -> dict[str, object]:
    """The edit as it was asked for, without what it leaves alone."""
    told = {name: value for name, value in asdict(edit).items() if value is not None and (value or name != "status")}
    if "price" in told:
        told["price"] = told["price"] | {"number": str(told["price"]["number"])}
    if "compare" in told:
        told["compare"] = told["compare"] | {"number": str(told["compare"]["number"])}
    return told


def journal(changed: Sequence[Whole], by: int | None) -> None:
    """A line for every number of pieces that was changed."""
    variants = {str(variant.ref): variant for whole in changed for variant in whole.variants}
    differences = [
        (variants[row.key], int(row.after or 0) - int(row.before or 0))
        for whole in changed
        for row in whole.changes.traced
        if row.of is Of.VARIANT and row.name == "stock"
    ]
    if differences:
        StockMove.objects.bulk_create(_moves(differences, by), batch_size=writing.AT_ONCE)


def _moves(differences: Sequence[tuple[Variant, int]], by: int | None) -> list[StockMove]:
    main = Location.objects.filter(main=True).first()
    elsewhere = levels.for_sale_elsewhere([variant.pk for variant, _change in differences]) if main else {}
    return [
        StockMove(
            variant=variant,
            location=main,
            change=change,
            left=variant.stock - sum(elsewhere.get(variant.pk, {}).values()),
            why=MovedFor.EDITED,
            by=by,
        )
        for variant, change in differences
    ]
