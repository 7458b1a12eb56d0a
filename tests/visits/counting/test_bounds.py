"""Whoever sends made-up names and endless headers fills neither the store nor the process."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from tests.visits.counting.test_counting import BROWSER, counts, visitor
from tests.visits.counting.test_counting import _nothing_counted as _nothing_counted
from troth.visits import headers
from troth.visits.counting import buffer, several, store
from troth.visits.counting.tally import DIRECT, OTHERS
from troth.visits.models.counting import What

pytestmark = pytest.mark.django_db


def test_made_up_sites_do_not_fill_the_store(monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "NAMES", 3)
    day = timezone.localdate()
    store.add(Counter({(day, What.SOURCE, "journal.example"): 9, (day, What.SOURCE, DIRECT): 1}))
    made_up = {(day, What.SOURCE, f"spam-{number}.example"): 1 + number for number in range(50)}
    store.add(Counter({**made_up, (day, What.SOURCE, "journal.example"): 1, (day, What.VIEW, "/"): 7}))
    rest = sum(range(1, 49))
    expected = {"journal.example": 10, "spam-49.example": 50, "spam-48.example": 49, DIRECT: 1, OTHERS: rest}
    assert counts(What.SOURCE) == expected
    store.add(Counter({(day, What.SEARCH, f"word{number}"): 1 for number in range(50)}))
    assert len(counts(What.SEARCH)) == 3
    assert counts(What.VIEW) == {"/": 7}


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
