"""Taking an import back, the last row first. May be cut off and called again: what was taken back is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from . import forgetting, taken_orders
from .models import Taken, What

REMOVED, LEFT = "removed", "left"


def undone(run: UUID, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """`undone`: counts; `outcomes`: what stayed and why, by opaque number, never by name."""
    keys = list(Taken.objects.filter(run=run).order_by("-pk").values_list("pk", flat=True))
    counted: Counter[str] = Counter({REMOVED: 0, LEFT: 0})
    stayed: Counter[str] = Counter()
    for done, key in enumerate(keys, 1):
        row = Taken.objects.get(pk=key)
        gone = forgetting.take_back(row) if row.what == What.CONTACT else taken_orders.take_back(row)
        counted[REMOVED if gone else LEFT] += 1
        if gone:
            row.delete()
        else:
            stayed[row.what] += 1
        if progress is not None:
            progress(done, len(keys))
    return {"undone": dict(counted), "outcomes": [_outcome(what, many) for what, many in stayed.items()]}


def _outcome(what: str, many: int) -> dict[str, Any]:
    if what == What.CONTACT:
        words = _("%(count)d people have an order or an account by now; they stay.") % {"count": many}
        return {"handle": "", "title": _("People"), "became": LEFT, "words": [words]}
    words = _("%(count)d orders were worked on since; they stay.") % {"count": many}
    return {"handle": "", "title": _("Orders"), "became": LEFT, "words": [words]}
