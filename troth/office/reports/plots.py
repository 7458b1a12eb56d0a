"""Plots as values in the units of a drawing; a template turns them into SVG. Nothing here knows what is plotted.

The table beside a plot has every number of it. The same plot is made twice, for a wide page and for a phone, because
letters that shrink with a drawing cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDE, NARROW = 880, 340  # units across; a letter is 13 units high in both
HIGH, ABOVE, BELOW = 200, 14, 26
LETTER = 7  # units a digit is wide, about
FEWEST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, or a point of a line. `says`: what a pointer over it reads."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One size of a plot. `line` is the `points` of a polyline, "" for bars."""

    name: str
    width: int
    height: int
    left: float
    zero: float
    marks: tuple[Mark, ...]
    line: str
    rungs: tuple[Label, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """`title` names it, `says` tells in a sentence what is to be seen; both are read aloud in its place."""

    title: str
    says: str
    drawings: tuple[Drawing, ...]


Words = Callable[[int], str]


def bars(title: str, says: str, names: Sequence[str], values: Sequence[int | None], told: Words) -> Plot:
    """None: not to be told; its place stays empty."""
    return Plot(title, says, tuple(_upright(names, values, told, width, False) for width in (WIDE, NARROW)))


def line(title: str, says: str, names: Sequence[str], values: Sequence[int | None], told: Words) -> Plot:
    return Plot(title, says, tuple(_upright(names, values, told, width, True) for width in (WIDE, NARROW)))


def rows(title: str, says: str, names: Sequence[str], values: Sequence[int], told: Words) -> Plot:
    """Bars that lie, each with its name before it: for what has long names and no order in time."""
    return Plot(title, says, tuple(_lying(names, values, told, width) for width in (WIDE, NARROW)))


def spark(values: Sequence[int | None], width: int = 160, height: int = 36) -> str:
    """A small line without letters: the `points` of a polyline. What is None is passed over."""
    known = [value for value in values if value is not None]
    most, least = max(known, default=0), min(0, *known) if known else 0
    reach, step = (most - least) or 1, width / max(1, len(values) - 1)
    return " ".join(
        f"{place * step:.1f},{height - 2 - (value - least) / reach * (height - 4):.1f}"
        for place, value in enumerate(values)
        if value is not None
    )


def _upright(names: Sequence[str], values: Sequence[int | None], told: Words, width: int, joined: bool) -> Drawing:
    known = [value for value in values if value is not None]
    rungs = ladder(min(0, *known) if known else 0, max(known, default=0))
    left = 14.0 + LETTER * max(len(told(rung)) for rung in rungs)
    low, high = rungs[0], rungs[-1]

    def y(value: int) -> float:
        return round(ABOVE + HIGH * (high - value) / (high - low), 1)

    slot = (width - left - 4) / max(1, len(values))
    wide = max(1.0, round(slot * 0.72, 1))
    marks = tuple(
        Mark(
            round(left + slot * place + (slot - wide) / 2, 1),
            y(max(0, value)),
            wide,
            round(abs(y(value) - y(0)), 1),
            f"{name}: {told(value)}",
        )
        for place, (name, value) in enumerate(zip(names, values, strict=True))
        if value is not None
    )
    points = " ".join(
        f"{left + slot * (place + 0.5):.1f},{y(value):.1f}" for place, value in enumerate(values) if value is not None
    )
    return Drawing(
        name="wide" if width == WIDE else "narrow",
        width=width,
        height=ABOVE + HIGH + BELOW,
        left=round(left, 1),
        zero=y(0),
        marks=marks,
        line=points if joined else "",
        rungs=tuple(Label(round(left - 6, 1), y(rung), told(rung), "end") for rung in rungs),
        labels=tuple(_under(names, left, slot, width)),
    )


def _under(names: Sequence[str], left: float, slot: float, width: int) -> list[Label]:
    """As many of the names as there is room for, evenly, the first always among them. None is written over another: one that
    was moved in from an edge may reach the next."""
    longest = LETTER * max(map(len, names), default=1) + 12
    every = max(1, ceil(longest / slot)) if names else 1
    found: list[Label] = []
    free = 0.0  # from where nothing is written yet
    for place in range(0, len(names), every):
        half = LETTER * len(names[place]) / 2
        middle = min(max(left + slot * (place + 0.5), half), width - half)
        if middle - half >= free:
            found.append(Label(round(middle, 1), ABOVE + HIGH + 18, names[place]))
            free = middle + half + 4
    return found


def _lying(names: Sequence[str], values: Sequence[int], told: Words, width: int) -> Drawing:
    most = max(1, *values) if values else 1
    after = 12 + LETTER * max((len(told(value)) for value in values), default=0)
    longest = 34 if width == WIDE else 16
    short = [name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…" for name in names]
    left = 14.0 + LETTER * max(map(len, short), default=0)  # a short name may be of wide letters
    room, marks, rungs, labels = width - left - after, [], [], []
    for place, (name, value) in enumerate(zip(names, values, strict=True)):
        at, long = 30 * place, round(max(0, value) / most * room, 1)
        marks.append(Mark(left, at + 5, long, 20, f"{name}: {told(value)}"))
        rungs.append(Label(left - 8, at + 20, short[place], "end"))
        labels.append(Label(round(left + long + 6, 1), at + 20, told(value), "start"))
    return Drawing(
        name="wide lying" if width == WIDE else "narrow lying",
        width=width,
        height=30 * max(1, len(names)),
        left=left,
        zero=0,
        marks=tuple(marks),
        line="",
        rungs=tuple(rungs),
        labels=tuple(labels),
    )


def ladder(low: int, high: int) -> list[int]:
    """Round numbers from `low` or below to `high` or above, three to seven of them; 0 is one of them."""
    reach = max(1, high - low)
    rough = max(1, ceil(reach / 5))
    power = 10 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    found = [*range(floor(low / step) * step, ceil(high / step) * step + 1, step)]
    while len(found) < FEWEST_STEPS:
        found.append(found[-1] + step)
    return found
