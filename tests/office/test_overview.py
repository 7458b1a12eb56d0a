"""The card about the ledger and the policy: counts, and nothing about anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.cast import ADA
from tests.gate.conftest import orders, works_here
from tests.office.conftest import Comes
from troth import gate, ledger
from troth.ledger.pulse import pulse
from troth.office.home import bars
from troth.publishing.overview import overview

pytestmark = pytest.mark.django_db


def refused_look() -> None:
    _, party = orders(ADA)
    with pytest.raises(gate.Refused):
        gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=works_here(9, "marketing"))


def test_it_counts_entries_by_the_hour_and_refusals_by_clause() -> None:
    refused_look()
    seen = overview()

    assert len(seen.hours) == 24
    assert seen.today == seen.pending > 3
    assert [(line.clause, line.times) for line in seen.refused] == [("S.need_to_know", 1)]
    assert seen.refused[0].says
    assert seen.checkpoint_at is None

    ledger.sequence_all()
    cache.clear()
    after = overview()
    assert (after.entries, after.pending) == (seen.pending, 0)
    assert after.checkpoint_at is not None


def test_only_what_came_since_is_counted() -> None:
    refused_look()
    assert pulse(timezone.now() + timedelta(seconds=1)).hours == ()
    assert pulse(timezone.now() + timedelta(seconds=1)).refusals == 0
    assert sum(many for _, many in pulse(timezone.now() - timedelta(hours=1)).hours) > 0


def test_an_empty_ledger_has_an_empty_card() -> None:
    seen = overview()
    assert (seen.entries, seen.pending, seen.refused, seen.busiest) == (0, 0, (), 0)


def test_the_count_of_a_day_is_asked_once_a_minute(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    refused_look()
    overview()
    with django_assert_num_queries(3, using="vault"):
        overview()


def test_the_card_stands_on_the_first_page(comes: Comes) -> None:
    refused_look()
    page = comes("order_desk").get("/office/").content.decode()
    assert "office-bars" in page
    assert "S.need_to_know" in page
    assert not any(mark in page for mark in ADA.marks)


@pytest.mark.parametrize("counts", [[], [0] * 24, [5], [0, 1, 10_000]])
def test_bars_fit_the_drawing(counts: list[int]) -> None:
    drawn = bars(counts)
    assert len(drawn) == len(counts)
    assert all(0 <= bar.y <= 60 and bar.y + bar.height == 60 for bar in drawn)
    assert all(bar.height > 0 for bar in drawn if bar.count)
