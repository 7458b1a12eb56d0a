"""WooCommerce's categories stand inside each other ("Clothing > Jumpers"); ours stand side by side.

There a product of the inner one is shown in the outer one, too. So it is put in each part of its path, the outermost first,
and the report says what of the paths has no place here: that one was inside the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from .cells import Cells
from .report import Weight
from .woocommerce_variants import listed

_LONGEST: Final = 120
_NAMED: Final = 5  # paths that one sentence names


def categories(first: Cells) -> tuple[str, ...] | None:
    """Each once, by name; None where the file has no such column."""
    if not first.has("type"):
        return None
    names: dict[str, None] = {}
    for path in _paths(first):
        names |= dict.fromkeys(path)
        if len(path) > 1:
            words = _("Categories here are not inside each other: what was in “%(path)s” is in each of these.")
            first.report.note(words % {"path": " > ".join(path)}, column=first.columns["type"])
    return tuple(names)


def say_which_meet(products: Iterable[Cells]) -> None:
    """Name the categories that were several at the former shop, told apart by what they were in, and are one here."""
    above: dict[str, dict[str, None]] = defaultdict(dict)
    first: Cells | None = None
    for first in products:
        for path in _paths(first):
            for depth, name in enumerate(path):
                above[name][" > ".join(path[: depth + 1])] = None
    if first is None:
        return
    for name, paths in above.items():
        if len(paths) > 1:
            words = _(
                "“%(name)s” was several categories (%(paths)s) and is one here. Other names in the file keep them apart."
            )
            told = "; ".join([*paths][:_NAMED]) + ("; …" if len(paths) > _NAMED else "")
            first.report.note(
                words % {"name": name, "paths": told}, column=first.columns["type"], weight=Weight.CHANGED
            )


def _paths(first: Cells) -> list[list[str]]:
    return [
        parts
        for path in listed(first.text("type"))
        if (parts := [part.strip()[:_LONGEST] for part in path.split(">") if part.strip()])
    ]
