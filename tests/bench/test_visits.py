"""What the bench of visits asks for is what it says, and its figures are those of requests that were answered so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import signals
from django.core.cache import cache
from django.db import close_old_connections

from bench import allowing, asking, visits
from tests.catalog import goods
from troth.storefront.pagecache import store
from troth.visits import counting
from troth.visits.counting import buffer as counted
from troth.visits.log import buffer as logged
from troth.visits.models import Count
from troth.visits.models.counting import What

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ROUNDS, REQUESTS = 2, 3


@pytest.fixture(autouse=True)
def _connections_of_the_test() -> Iterator[None]:
    """They stay open between requests, as Django's own test client leaves them."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _one_page() -> Iterator[None]:
    goods.product("Tube", goods.variant(900), categories=(goods.category("Glassware"),))
    for forget in (cache.clear, store().clear, counted.forget, logged._waiting.clear):
        forget()
    yield
    for forget in (cache.clear, store().clear, counted.forget, logged._waiting.clear):
        forget()


def test_the_picture_counts_whoever_it_is_said_to_count_and_nobody_else() -> None:
    found = allowing._measured(allowing._askings(), ROUNDS, REQUESTS)
    counting.flush()
    (row,) = Count.objects.filter(what=What.VISITOR)
    assert row.many == allowing.WARM + ROUNDS * (allowing.WARM + REQUESTS)
    told = allowing._told(found, REQUESTS)
    assert told["rounds"] == ROUNDS
    assert all(figure > 0 for name, figure in told.items() if "bare, handed over" not in name)


def test_with_the_log_and_without_it() -> None:
    told = visits._told(visits._measured(ROUNDS, REQUESTS))
    assert told["rounds"] == ROUNDS
    assert told["handing over to the vault, µs of CPU a visit"] > 0
    assert len(logged._waiting) == 0


def test_a_middleware_that_is_not_there_cannot_be_left_out() -> None:
    """Or its figure would be of the whole shop beside the whole shop."""
    with pytest.raises(RuntimeError, match="VisitLogs"):
        asking.shop(["troth.storefront.visitlog.VisitLogs"])


def test_another_answer_than_was_wanted_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="404"):
        asking.ask(asking.shop(), "/nowhere/", 1)
