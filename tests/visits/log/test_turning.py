"""Pages of the log: each visit stands on one of them, and a page costs no more late in a full day than early in an empty one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.office.conftest import Comes
from tests.office.conftest import comes as comes
from tests.storefront.checkout.test_pace import statements
from tests.visits.log.conftest import came
from tests.visits.log.test_the_log import WHO, works_here
from troth.gate import looking
from troth.ledger.models import Entry
from troth.vault import records
from troth.visits.log import flush, note, reading

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
LOG = "/office/visits/troubleshoot/"
HERE = f"{LOG}?day={YESTERDAY}"


def at(hour: int, minute: int = 0, second: int = 0, day: date = YESTERDAY) -> float:
    return datetime.combine(day, time(hour, minute, second), tzinfo=UTC).timestamp()


def visited(many: int, *hours: int) -> set[str]:
    """So many in each hour, in batches; several of them in the same second. Each asked for a page of its own."""
    pages = set()
    for hour in hours:
        for number in range(many):
            page = f"/products/tube-{hour}-{number}/"
            note(came(at=at(hour, number % 7, number % 3), page=page, said=True))
            pages.add(page)
            if number % 90 == 89:
                flush()
        flush()
    return pages


def turned(purpose: str, actor: Any, page: str = "") -> list[list[str]]:
    """What is on each page of the log, one after the other."""
    pages, before = [], ""
    while True:
        seen = reading.latest(purpose, YESTERDAY, actor, page=page, before=before)
        pages.append([value.reveal() for row in seen.rows for heading, value in row if heading == "Page"])
        if not seen.earlier:
            return pages
        assert seen.earlier != before
        before = seen.earlier


@pytest.mark.parametrize("purpose", reading.PURPOSES)
def test_turned_to_its_end_the_log_has_shown_every_visit_once(purpose: str) -> None:
    pages = visited(130, 9, 10, 22)
    shown = turned(purpose, works_here(701, WHO[purpose]))
    assert [len(page) for page in shown] == [100, 100, 100, 90]
    assert sorted(page for each in shown for page in each) == sorted(pages)


@pytest.mark.parametrize("enough", [reading.ENOUGH, 100])
def test_who_said_no_is_left_out_of_one_page_and_counted_there(enough: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours are opened whole, and the hour in which a page ends is opened again for the next one."""
    monkeypatch.setattr(reading, "ENOUGH", enough)
    for hour in (9, 10, 22):
        for number in range(120):
            note(came(at=at(hour), page=f"/products/tube-{hour}-{number}/", allows=number % 3 > 0, said=number % 3 > 0))
        flush()
    actor, before, left_out, shown = works_here(701, WHO["measure_usage"]), "", [], 0
    for _page in range(9):
        seen = reading.latest("measure_usage", YESTERDAY, actor, before=before)
        left_out.append(seen.kept_back)
        shown += len(seen.rows)
        if not (before := seen.earlier):
            break
    assert (sum(left_out), shown) == (120, 240)
    assert len(left_out) > 2
    assert all(left_out)


def test_with_times_the_newest_come_first_across_pages() -> None:
    visited(130, 9, 10)
    actor, before, times = works_here(701, "site_keeper"), "", []
    for _page in range(3):
        seen = reading.latest("troubleshoot", YESTERDAY, actor, before=before)
        times += [row[0][1].reveal() for row in seen.rows if row[0][1]]
        before = seen.earlier
    assert times == sorted(times, reverse=True)
    assert len(times) == 260


def test_exactly_a_hundred_are_one_page() -> None:
    visited(100, 9)
    assert [len(page) for page in turned("troubleshoot", works_here(701, "site_keeper"))] == [100]


@pytest.mark.parametrize("before", ["nonsense", "2026-11-22", "~", "9999-99-99T00:00:00+00:00~1", "\x00", "x" * 500])
def test_a_place_that_is_none_is_the_end_of_the_day(before: str, comes: Comes) -> None:
    visited(3, 9)
    answer = comes("site_keeper").post(LOG, {"before": before, "day": str(YESTERDAY)})
    assert answer.status_code == 200
    assert len(answer.context["seen"].rows) == 3


def test_few_wanted_of_many_are_looked_for_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    visited(150, 7, 8, 9, 10)
    note(came(at=at(6), page="/search/"))
    flush()
    monkeypatch.setattr(reading, "ENOUGH", 200)
    shown = turned("troubleshoot", works_here(701, "site_keeper"), page="search")
    assert shown == [[], [], ["/search/"]]


# -- what a page costs


class Opened:
    """How many visits were opened, and how many were made ready to be shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = self.shown = 0
        opens, shows = records.opened_many, looking._shown

        def opened_many(key: Any, record: Any) -> Any:
            found = opens(key, record)
            self.rows += len(found[1])
            return found

        def shown(*told: Any) -> Any:
            self.shown += 1
            return shows(*told)

        monkeypatch.setattr(records, "opened_many", opened_many)
        monkeypatch.setattr(looking, "_shown", shown)


def test_a_page_opens_its_own_hours_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    visited(300, *range(4, 20))
    actor, opened = works_here(701, "site_keeper"), Opened(monkeypatch)
    before, cost = "", []
    for _page in range(9):
        opened.rows = opened.shown = 0
        with statements() as asked:
            before = reading.latest("troubleshoot", YESTERDAY, actor, before=before).earlier
        cost.append((opened.rows, opened.shown, len(asked)))
    assert max(rows for rows, _shown, _asked in cost) <= 2 * 300
    assert max(shown for _rows, shown, _asked in cost) <= 102
    assert len({asked for _rows, _shown, asked in cost}) == 1


def test_each_page_is_a_look_of_its_own_in_the_ledger() -> None:
    visited(130, 9)
    before = Entry.objects.count()
    turned("troubleshoot", works_here(701, "site_keeper"))
    assert Entry.objects.count() >= before + 2


# -- on the screen


def test_the_screen_leads_to_earlier_ones_and_back(comes: Comes) -> None:
    visited(130, 9)
    ines = comes("site_keeper")
    first = ines.get(HERE)
    assert "Earlier visits" in first.content.decode()
    assert "before=" not in first.content.decode()
    second = ines.post(LOG, {"day": str(YESTERDAY), "before": first.context["seen"].earlier})
    page = second.content.decode()
    assert len(second.context["seen"].rows) == 30
    assert "Earlier visits" not in page
    assert "The newest" in page


def test_who_gives_a_reason_turns_the_page_with_the_same_reason_and_not_in_an_address(comes: Comes) -> None:
    visited(130, 9)
    sam, told = comes("customer_service"), {"reason": "The basket of a customer stays empty.", "day": str(YESTERDAY)}
    first = sam.post(LOG, told)
    assert 'name="before"' in first.content.decode()
    assert "before=" not in first.content.decode()
    second = sam.post(LOG, {**told, "before": first.context["seen"].earlier})
    assert len(second.context["seen"].rows) == 30


def test_a_place_in_an_address_leads_nowhere(comes: Comes) -> None:
    visited(130, 9)
    ines = comes("site_keeper")
    place = ines.get(HERE).context["seen"].earlier
    assert len(ines.get(LOG, {"day": str(YESTERDAY), "before": place}).context["seen"].rows) == 100


def test_a_visit_of_before_hours_were_noted_says_so(comes: Comes, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = records.opened_many

    def without_hours(key: Any, record: Any) -> Any:
        about, rows = opens(key, record)
        return about, [{name: value for name, value in row.items() if name != "hour"} for row in rows]

    visited(1, 9)
    monkeypatch.setattr(records, "opened_many", without_hours)
    page = comes("marketing").get(f"/office/visits/measure_usage/?day={YESTERDAY}").content.decode()
    assert "not noted then" in page
