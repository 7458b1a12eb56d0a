"""Pictures for the lines of an order, so that whoever packs sees what to reach for."""

from __future__ import annotations

from collections.abc import Sequence

from troth.catalog import pictures
from troth.catalog.models import Variant
from troth.catalog.shown import Picture

from .shown import LineShown


def of(lines: Sequence[LineShown]) -> tuple[Picture, ...]:
    """One a line, in their order; a placeholder for goods that are gone from the catalogue. One query."""
    rows = Variant.objects.filter(pk__in=[line.variant for line in lines if line.variant])
    known = {pk: _of(chosen, drawn) for pk, chosen, drawn in rows.values_list("pk", "picture_id", "product__pictures")}
    return tuple(known.get(line.variant or 0) or pictures.first([]) for line in lines)


def _of(chosen: int | None, remembered: list[dict[str, object]]) -> Picture:
    own = next((each for each in remembered if each.get("id") == chosen), None)
    return pictures.shown(own) if own else pictures.first(remembered)
