"""Dates as a spreadsheet of some country wrote them: read one way in a whole file, or the file is refused in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    WIX_ORDERS,
    bring,
    in_wix,
    ordered_at_shopify,
    ordered_at_wix,
    saved,
    sheet,
)
from tests.intake.looks import noted, vault
from troth.catalog.importing import NotImportable
from troth.catalog.importing.reading import Row, Table
from troth.cli.main import main
from troth.intake import cells, dates, runs
from troth.intake.dates import First
from troth.intake.report import IntakeReport
from troth.orders.models import Order

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHEN = "Created at"


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def ordered(place: Path, *when: str) -> dict[str, Any]:
    rows = []
    for number, date in enumerate(when, 1001):
        told = {WHEN: date, "Paid at": date, "Fulfilled at": date}
        rows += [{**row, WHEN: date} for row in ordered_at_shopify(ADA, f"#{number}", **told)]
    return bring(place, sheet(SHOPIFY_ORDERS, *rows))


def placed() -> list[str]:
    return [f"{order.placed_at:%Y-%m-%d %H:%M}" for order in Order.objects.order_by("reference")]


@pytest.mark.django_db
def test_one_date_that_can_only_be_day_first_decides_for_all(tmp_path: Path) -> None:
    report = ordered(tmp_path, "03/04/2026 10:14", "25/04/2026 9:05 PM")
    assert placed() == ["2026-04-03 10:14", "2026-04-25 21:05"]
    assert any("day first in the whole file: row 4" in each["words"] for each in report["findings"])


@pytest.mark.django_db
def test_one_date_that_can_only_be_month_first_decides_for_all(tmp_path: Path) -> None:
    ordered(tmp_path, "3/4/2026 10:14:07", "4/25/2026 10:14 +0200")
    assert placed() == ["2026-03-04 10:14", "2026-04-25 08:14"]


@pytest.mark.django_db
def test_a_date_that_would_still_be_to_come_decides_too(tmp_path: Path) -> None:
    ordered(tmp_path, "03/04/2026", "09/12/2026")  # the 9th of December has not been yet
    assert placed() == ["2026-03-04 00:00", "2026-09-12 00:00"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "words"),
    [
        (("03/04/2026", "05/06/2026"), "may be day first or month first"),
        (("03/04/2026", "25/04/2026", "04/25/2026"), "Row 4 has a date that can only be day first, row 6"),
    ],
    ids=["nothing decides", "both"],
)
def test_where_nobody_can_tell_the_file_is_refused_whole(tmp_path: Path, when: tuple[str, ...], words: str) -> None:
    with pytest.raises(NotImportable, match=words):
        ordered(tmp_path, *when)
    assert vault() == []
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_dates_that_are_the_same_either_way_leave_no_doubt(tmp_path: Path) -> None:
    ordered(tmp_path, "03/03/2026", "2026-05-01")
    assert placed() == ["2026-03-03 00:00", "2026-05-01 00:00"]


@pytest.mark.django_db
def test_dates_with_points_are_day_first(tmp_path: Path) -> None:
    ordered(tmp_path, "03.04.2026 10:14", "04.05.2026")
    assert placed() == ["2026-04-03 10:14", "2026-05-04 00:00"]


@pytest.mark.django_db
def test_a_date_beside_its_time_is_read_with_it(tmp_path: Path) -> None:
    one, two = (
        ordered_at_wix(who, number, **{"Date created": date, "Time": "3:14 PM"})
        for who, number, date in ((ADA, "10001", "03/04/2026"), (BEN, "10002", "04/13/2026"))
    )
    bring(tmp_path, sheet(WIX_ORDERS, one, two))
    assert placed() == ["2026-03-04 15:14", "2026-04-13 15:14"]


@pytest.mark.django_db
def test_people_are_read_by_the_same_rule_over_all_their_dates(tmp_path: Path) -> None:
    told = {"Created At (UTC+0)": "03/04/2025 10:00", "Last Activity Date (UTC+0)": "13/01/2026 10:00"}
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(ADA, **told)))
    assert (noted(ADA)["since"], noted(ADA)["last_activity"]) == ("2025-04-03", "2026-01-13")
    told |= {"Last Activity Date (UTC+0)": "01/02/2026 10:00"}
    with pytest.raises(NotImportable, match="Created At"):
        bring(tmp_path, sheet(WIX_CONTACTS, in_wix(BEN, **told)))


@pytest.mark.django_db
def test_a_date_nobody_can_read_is_named(tmp_path: Path) -> None:
    first, second = ordered_at_shopify(ADA, **{"Paid at": "99/99/2026"})
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, first, second))
    assert [each["column"] for each in report["findings"] if "no date we can read" in each["words"]] == ["Paid at"]


# -- for any dates

PAST = st.datetimes(datetime(1990, 1, 2), NOW.replace(tzinfo=None)).map(
    lambda each: each.replace(second=0, microsecond=0)
)
SHAPES = {First.DAY: "%d/%m/%Y %H:%M", First.MONTH: "%m/%d/%Y %H:%M"}


def table(*written: str) -> Table:
    rows = tuple(Row(place, (each,), {WHEN: 0}) for place, each in enumerate(written, 2))
    return Table((WHEN,), rows)


@settings(max_examples=200, deadline=None)
@given(st.lists(PAST, min_size=1, max_size=6), st.sampled_from(First))
@example([datetime(2026, 3, 4)], First.DAY)
@example([datetime(2026, 11, 12), datetime(2026, 3, 4)], First.DAY)
def test_what_is_read_is_what_was_written_or_the_file_is_refused(when: list[datetime], first: First) -> None:
    """Never another date than was meant: that is the whole point."""
    written = [each.strftime(SHAPES[first]) for each in when]
    report = IntakeReport("x.csv", dry_run=True)
    try:
        found = dates.of(table(*written), (WHEN.casefold(),), report)
    except dates.Undecided:
        assert all(each.day <= 12 for each in when)
        return
    assert [found.moment(each) for each in written] == [each.replace(tzinfo=UTC) for each in when]


@settings(max_examples=100, deadline=None)
@given(PAST, PAST)
def test_a_file_that_writes_both_ways_is_never_read(one: datetime, other: datetime) -> None:
    one, other = one.replace(day=13 + one.day % 16), other.replace(day=13 + other.day % 16)
    if max(one, other) > NOW.replace(tzinfo=None):
        return
    written = one.strftime(SHAPES[First.DAY]), other.strftime(SHAPES[First.MONTH])
    with pytest.raises(dates.Undecided):
        dates.of(table(*written), (WHEN.casefold(),), IntakeReport("x.csv", dry_run=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="0123456789/-. :APMZ+T,", max_size=22), max_size=4))
def test_no_cell_is_too_strange_and_no_date_is_to_come(written: list[str]) -> None:
    try:
        found = dates.of(table(*written), (WHEN.casefold(),), IntakeReport("x.csv", dry_run=True))
    except dates.Undecided:
        return
    for each in written:
        moment = found.moment(each)
        assert moment is None or (moment.year >= cells.OLDEST and moment <= NOW)


def test_guessing_would_be_wrong() -> None:
    """The control: each order alone reads the other's dates, and reads them wrong."""
    for first, other in ((First.DAY, First.MONTH), (First.MONTH, First.DAY)):
        guessed = dates.Dates(other).moment(datetime(2026, 3, 4).strftime(SHAPES[first]))
        assert guessed == datetime(2026, 4, 3, tzinfo=UTC)


# -- said by hand


def told(place: Path, first: str, *when: str) -> dict[str, Any]:
    rows = []
    for number, date in enumerate(when, 1001):
        cells_of = {WHEN: date, "Paid at": "", "Fulfilled at": ""}
        rows += [{**row, WHEN: date} for row in ordered_at_shopify(ADA, f"#{number}", **cells_of)]
    return runs.by_command(saved(place, sheet(SHOPIFY_ORDERS, *rows)), dry_run=False, dates=first)


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "meant"), [("day", "2026-04-03 00:00"), ("month", "2026-03-04 00:00")])
def test_what_nothing_in_the_file_decides_somebody_says(tmp_path: Path, first: str, meant: str) -> None:
    told(tmp_path, first, "03/04/2026")
    assert placed() == [meant]


@pytest.mark.django_db
def test_what_is_said_against_all_that_the_file_shows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotImportable, match="You said day first, but row 4"):
        told(tmp_path, "day", "03/04/2026", "04/25/2026")
    with pytest.raises(NotImportable, match="You said month first, but row 4"):
        told(tmp_path, "month", "03/04/2026", "25/04/2026")
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_of_a_file_that_writes_both_ways_what_does_not_fit_is_named_and_stays_outside(tmp_path: Path) -> None:
    report = told(tmp_path, "day", "03/04/2026", "25/04/2026", "04/25/2026")
    assert placed() == ["2026-04-03 00:00", "2026-04-25 00:00"]
    assert {each["row"] for each in report["findings"] if each["weight"] == "lost"} == {6, 7}


@pytest.mark.django_db
def test_the_same_word_the_second_time_changes_nothing(tmp_path: Path) -> None:
    told(tmp_path, "day", "03/04/2026")
    assert told(tmp_path, "day", "03/04/2026")["products"]["unchanged"] == 1


@pytest.mark.django_db
def test_the_command_takes_the_word(tmp_path: Path, capsys: Any) -> None:
    rows = [{**row, WHEN: "03/04/2026"} for row in ordered_at_shopify(ADA, **{WHEN: "03/04/2026"})]
    path = str(saved(tmp_path, sheet(SHOPIFY_ORDERS, *rows)))
    assert main(["intake", "import", path]) == 2
    assert "may be day first or month first" in capsys.readouterr().err
    assert main(["intake", "import", path, "--dates", "month-first"]) == 0
    assert placed() == ["2026-03-04 00:00"]


@settings(max_examples=150, deadline=None)
@given(st.lists(PAST, min_size=1, max_size=6), st.sampled_from(First), st.sampled_from(First))
def test_whatever_is_said_no_date_becomes_another_than_was_said(
    when: list[datetime], first: First, said: First
) -> None:
    written = [each.strftime(SHAPES[first]) for each in when]
    try:
        found = dates.of(table(*written), (WHEN.casefold(),), IntakeReport("x.csv", dry_run=True), said)
    except dates.Undecided:
        assert said is not first
        return
    for each in written:
        moment = found.moment(each)
        assert moment is None or moment.strftime(SHAPES[said]) == each
    if said is first:
        assert [found.moment(each) for each in written] == [each.replace(tzinfo=UTC) for each in when]
