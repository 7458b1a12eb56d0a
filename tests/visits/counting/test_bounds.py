"""Whoever sends made-up names and endless headers fills neither the store nor the process."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.orders.counting import questions
from tests.visits.counting.test_counting import BROWSER, counts, visitor
from tests.visits.counting.test_counting import _nothing_counted as _nothing_counted
from troth.visits import headers
from troth.visits.counting import buffer, day_names, several, store
from troth.visits.counting.tally import DIRECT, OTHERS
from troth.visits.models import Count
from troth.visits.models.counting import What

pytestmark = pytest.mark.django_db


def source(name: str, many: int = 1, *, before: int = 0) -> Counter[tuple[date, What, str]]:
    """So many arrivals from a site, today or so many days ago."""
    return Counter({(timezone.localdate() - timedelta(days=before), What.SOURCE, name): many})


def flood(many: int, what: What = What.SOURCE, each: int = 100) -> Counter[tuple[date, What, str]]:
    """Made-up names, each of them sent more often than any site of the shop's leads here."""
    return Counter({(timezone.localdate(), what, f"spam-{number}.example"): each for number in range(many)})


@pytest.fixture
def few_places(monkeypatch: Any) -> None:
    monkeypatch.setattr(day_names, "NAMES", 4)
    monkeypatch.setattr(day_names, "STEADY", 3)


@pytest.mark.usefixtures("few_places")
def test_made_up_sites_do_not_fill_the_store() -> None:
    store.add(source(DIRECT))
    store.add(flood(50) + Counter({(timezone.localdate(), What.VIEW, "/"): 7}))
    named = counts(What.SOURCE)
    assert len(named.keys() - {DIRECT, OTHERS}) == 4
    assert named[OTHERS] == 46 * 100
    assert named[DIRECT] == 1
    store.add(flood(50, What.SEARCH))
    assert len(counts(What.SEARCH)) == 4
    assert counts(What.VIEW) == {"/": 7}


@pytest.mark.usefixtures("few_places")
def test_made_up_sites_do_not_crowd_out_one_that_led_here_on_days_before() -> None:
    store.add(source("journal.example", 5, before=2))
    store.add(flood(50))  # in the morning, before anybody else
    store.add(source("journal.example"))
    store.add(flood(50))
    store.add(source("journal.example", 2))
    today = _today(What.SOURCE)
    assert today["journal.example"] == 3
    assert len(today.keys() - {OTHERS}) == 4
    assert sum(today.values()) == 2 * 50 * 100 + 3  # whoever lost a place is counted without a name


@pytest.mark.usefixtures("few_places")
def test_who_sends_made_up_names_for_days_does_not_outlast_a_site_that_has_come_for_longer() -> None:
    for days in range(1, 6):
        store.add(source("journal.example", before=days))
    for days in range(1, 4):
        names = (f"spam-{number}.example" for number in range(4))
        store.add(Counter({key: 100 for name in names for key in source(name, before=days)}))
    store.add(flood(50))
    store.add(source("journal.example"))
    assert _today(What.SOURCE)["journal.example"] == 1


@pytest.mark.usefixtures("few_places")
def test_coming_first_and_often_gains_a_new_name_nothing(monkeypatch: Any) -> None:
    """A word on its first day has the same chance as each that was made up before it."""
    store.add(flood(50, What.SEARCH))
    monkeypatch.setattr(day_names, "_lot", lambda day, what, name: b"a" if name == "kjeldahl" else b"b" + name.encode())
    store.add(Counter({(timezone.localdate(), What.SEARCH, "kjeldahl"): 1}))
    assert _today(What.SEARCH)["kjeldahl"] == 1
    assert len(_today(What.SEARCH)) == 4


def test_where_there_is_room_nothing_is_drawn() -> None:
    store.add(flood(20))
    with questions() as asked:
        store.add(source("journal.example"))
    assert len([each for each in asked if "COUNT(" in each or "DELETE" in each]) == 0
    assert _today(What.SOURCE)["journal.example"] == 1


def test_a_name_that_comes_again_is_not_pushed_out_by_names_that_are_sent_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(several, "MOST", 20)
    heard = several.Several(few=5)
    for slot in range(5):
        at = float(slot * several.SLOT)
        heard.heard("journal.example", at)
        for number in range(200 if slot else 0):
            heard.heard(f"spam-{slot}-{number}.example", at + 1)
            heard.heard("journal.example", at + 2)
    assert heard.is_known("journal.example")
    assert len(heard._pending) <= 20


def _today(what: What) -> dict[str, int]:
    return dict(Count.objects.filter(what=what, day=timezone.localdate()).order_by().values_list("name", "many"))


def test_names_that_are_known_are_forgotten_before_they_are_too_many(monkeypatch: Any) -> None:
    monkeypatch.setattr(several, "MOST", 10)
    one = several.Several(few=1)
    for number in range(50):
        one.heard(f"spam-{number}.example", 0.0)
    assert not one.is_known("spam-0.example")
    assert one.is_known("spam-49.example")
    one.learn(f"old-{number}.example" for number in range(50))
    assert len(one._known) == 10


def test_no_more_of_a_header_is_put_aside_than_is_read(monkeypatch: Any) -> None:
    monkeypatch.setattr("troth.storefront.counted.countries.are_known", lambda: True)
    long = "x" * 60_000
    told = {
        "referer": f"https://journal.example/{long}",
        "sec-fetch-site": long,
        "x-forwarded-for": f"{long}, 192.0.2.7",
    }
    visitor(BROWSER + long, **told).get("/search/", {"q": long})
    (seen,) = buffer._waiting
    assert len(repr(seen.__reduce_ex__(4))) < 4_000
    assert seen.address == ("127.0.0.1", " 192.0.2.7")
    assert seen.referrer.startswith("https://journal.example/")


def test_of_what_was_forwarded_no_half_address_is_read() -> None:
    whole = ",".join(["192.0.2.77"] * 60)
    assert set(headers.forwarded({"HTTP_X_FORWARDED_FOR": whole}).split(",")) == {"192.0.2.77"}
