"""What stands under a drawing of the office: names that nobody has written over one another."""

from __future__ import annotations

from itertools import pairwise

import pytest

from troth.office.reports.plots import LETTER, NARROW, Drawing, bars

NAMES = {
    "days": [f"{day:02}. Okt" for day in range(1, 31)],
    "one that is long": ["31. Oktober 2026", *(str(day) for day in range(29))],
    "few": ["Dezember 2025", "Januar 2026"],
}


def written(drawing: Drawing) -> list[tuple[float, float]]:
    """From where to where each label reaches."""
    return [(one.x - LETTER * len(one.words) / 2, one.x + LETTER * len(one.words) / 2) for one in drawing.labels]


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("most", [7, 1_000_000])
def test_names_under_a_drawing_stand_apart_and_inside(names: list[str], most: int) -> None:
    plot = bars("Orders", "", names, [most] * len(names), str)
    for drawing in plot.drawings:
        reaches = written(drawing)
        assert drawing.labels[0].words == names[0]
        assert reaches[0][0] >= -0.1
        assert reaches[-1][1] <= drawing.width + 0.1
        assert all(right <= left for (_, right), (left, _) in pairwise(reaches)), (drawing.width, drawing.labels)


def test_there_are_several_where_there_is_room() -> None:
    _wide, narrow = bars("Orders", "", NAMES["days"], [3] * 30, str).drawings
    assert narrow.width == NARROW
    assert len(narrow.labels) >= 4
