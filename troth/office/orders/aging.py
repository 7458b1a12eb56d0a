"""Open cases by kind and age, drawn: a bar a kind, as long as there are cases of it, cut by how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.support.shelf import KindOpen

WIDTH = 160  # units of the drawing, for the kind with the most cases
AGES: tuple[str | Promise, ...] = (
    _("less than a day old"),
    _("up to three days old"),
    _("up to a week old"),
    _("older than a week"),
)


@dataclass(frozen=True, slots=True)
class Slice:
    """So many of one age. `age`: 0 is the youngest; `says`: what a pointer over it reads."""

    age: int
    x: float
    width: float
    says: str


@dataclass(frozen=True, slots=True)
class Aging:
    """`says` has in words what the bar shows."""

    kind: KindOpen
    slices: tuple[Slice, ...]
    says: str


def drawn(kinds: Sequence[KindOpen]) -> tuple[Aging, ...]:
    most = max((kind.many for kind in kinds), default=0)
    return tuple(_drawn(kind, WIDTH / most) for kind in kinds)


def _drawn(kind: KindOpen, unit: float) -> Aging:
    slices, before = [], 0
    for age, many in enumerate(kind.ages):
        if many:
            slices.append(Slice(age, round(before * unit, 1), round(many * unit, 1), _says(many, age)))
        before += many
    return Aging(kind, tuple(slices), ", ".join(each.says for each in slices))


def _says(many: int, age: int) -> str:
    return ngettext("%(many)d %(age)s", "%(many)d %(age)s", many) % {"many": many, "age": AGES[age]}
