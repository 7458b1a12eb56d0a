"""What a run's page shows, from what was noted about it. Long lists are cut short; the report to download has all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST: Final = 60
_ROWS: Final = 8
_TONES: Final = {"new": "good", "changed": "info", "unchanged": "still", "refused": "bad"}
_LABELS: Final[dict[str, str | Promise]] = {
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("as they were"),
    "refused": _("cannot be stored"),
    "known": _("known here before"),
    "added": _("known here; where they work was added"),
    "expired": _("past their time, left outside"),
    "removed": _("removed again"),
    "hidden": _("hidden, because somebody has them"),
    "restored": _("as before"),
    "partly": _("partly as before"),
    "left": _("left alone"),
}
_WEIGHTS: Final[dict[str, tuple[int, str | Promise, str]]] = {
    "lost": (0, _("not imported"), "bad"),
    "changed": (1, _("not as it stands"), "warning"),
    "noted": (2, _("worth knowing"), "info"),
}


@dataclass(frozen=True, slots=True)
class Count:
    label: str | Promise
    number: int
    tone: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The same words about the same column, with the rows they are about (0: the file)."""

    words: str
    column: str
    weight: str | Promise
    tone: str
    rows: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of many. `more`: how many are left out."""

    rows: Sequence[Any]
    more: int


@dataclass(frozen=True, slots=True)
class Shown:
    refused: str
    layout: str
    encoding: str
    rows: Mapping[str, int]
    counts: tuple[Count, ...]
    changes: Listed
    findings: Listed
    left_behind: Listed
    pictures: int
    stayed: Listed
    sums: Sequence[Mapping[str, Any]]


def shown(told: Mapping[str, Any]) -> Shown:
    counted = told.get("products") or told.get("undone") or {}
    outcomes = told.get("outcomes") or []
    changes = [{**change, "title": each["title"]} for each in outcomes for change in each.get("changes", ())]
    stayed = [each for each in outcomes if each.get("words")]
    return Shown(
        refused=str(told.get("refused", "")),
        layout=str(told.get("layout", "")),
        encoding=str(told.get("encoding", "")),
        rows=told.get("rows") or {},
        counts=tuple(
            Count(_LABELS.get(name, name), number, _TONES.get(name, "still")) for name, number in counted.items()
        ),
        changes=listed(changes),
        findings=listed(_grouped(told.get("findings") or [])),
        left_behind=listed(told.get("left_behind") or []),
        pictures=len(told.get("pictures_to_fetch") or ()),
        stayed=listed(stayed),
        sums=told.get("sums") or (),
    )


def listed(rows: Sequence[Any], most: int = MOST) -> Listed:
    return Listed(rows[:most], max(0, len(rows) - most))


def _grouped(findings: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Heaviest first; what is said of many rows is said once."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for finding in findings:
        rows.setdefault((finding["weight"], finding["words"], finding["column"]), []).append(finding["row"])
    ordered = sorted(rows.items(), key=lambda each: _WEIGHTS[each[0][0]][0])
    return [
        Finding(
            words=words,
            column=column,
            weight=_WEIGHTS[weight][1],
            tone=_WEIGHTS[weight][2],
            rows=tuple(row for row in of[:_ROWS] if row),
            more=max(0, len(of) - _ROWS),
        )
        for (weight, words, column), of in ordered
    ]
