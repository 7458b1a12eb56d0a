"""What a file says of other locations than the main one, laid over what lies there. Files without such a column change
nothing; how many there are in all is the quantity's own column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from troth.catalog.locations import cells
from troth.catalog.locations.putting import put
from troth.catalog.models import Location, Variant

from .changes import Changes
from .imported import ImportedVariant
from .report import Report, Weight
from .trace import ELSEWHERE, Of, Traced

There = Mapping[str, int]  # short name of a place → pieces


@dataclass(frozen=True, slots=True)
class Moved:
    """So many more or fewer of a variant at each place, by its short name."""

    variant: Variant
    differences: There


def merge_places(
    told: Sequence[tuple[Variant, ImportedVariant]],
    present: Mapping[int, There],
    known: Collection[str],
    changes: Changes,
    report: Report,
) -> list[Moved]:
    """Nothing is stored. `present`: what lies where, by the variant's key. A place that is not `known` is named."""
    moved = []
    for variant, imported in told:
        if imported.elsewhere is None:
            continue
        for code in imported.elsewhere.keys() - set(known):
            words = _("There is no location “%(code)s”; what lies there was counted as lying at the main one.")
            report.note(words % {"code": code}, row=imported.row, weight=Weight.CHANGED)
        before = present.get(variant.pk, {}) if variant.pk is not None else {}
        after = {code: many for code, many in imported.elsewhere.items() if code in known}
        if after == before:
            continue
        codes = {*before, *after}
        moved.append(Moved(variant, {code: after.get(code, 0) - before.get(code, 0) for code in codes}))
        if variant.pk is not None:
            row = Traced(Of.VARIANT, str(variant.ref), ELSEWHERE, cells.written(before), cells.written(after))
            where = " / ".join(imported.values) or imported.sku
            changes.note(where, _("at other locations"), cells.written(before), cells.written(after), row)
    return moved


def store_places(moved: Iterable[Moved]) -> None:
    """With the variants held, as every change of what lies where. Raises IntegrityError where fewer than none would."""
    goods = sorted(moved, key=lambda each: each.variant.pk or 0)
    if not goods:
        return
    keys = [each.variant.pk for each in goods]
    list(Variant.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    places = {place.code: place for place in Location.objects.filter(main=False)}
    for each in goods:
        for code, difference in each.differences.items():
            if code in places:  # else it is the main one by now, which holds what the others do not
                put(each.variant.pk, places[code], difference)
