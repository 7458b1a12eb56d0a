"""Visits that somebody makes up: what can be told apart without knowing anybody, and that the rest is at least said."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.catalog.goods import product
from troth.visits import agents
from troth.visits.counting import buffer
from troth.visits.counting.flooded import MORE, flooded
from troth.visits.counting.seen import Seen
from troth.visits.counting.several import Several
from troth.visits.counting.tally import Known, summed
from troth.visits.models import Count
from troth.visits.models.counting import What

TODAY = timezone.localdate()
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{}.6 Safari/605.1.15"


def kinds(agent: str, fetch_site: str = "", *, secure: bool = True) -> set[What]:
    known = Known(agents.read, lambda peer, forwarded: "", Several(), Several())
    seen = Seen(1_800_000_000.0, "/", "shop.example", agent, fetch_site, secure=secure)
    return {what for _day, what, _name in summed([seen], known)}


@pytest.mark.parametrize("agent", [CHROME.format(141), FIREFOX.format(140), SAFARI.format(18)])
def test_over_tls_a_browser_in_use_that_does_not_say_where_from_is_a_program(agent: str) -> None:
    assert kinds(agent) == {What.ROBOT}
    assert What.VISIT in kinds(agent, "none")
    assert What.VISIT in kinds(agent, secure=False), "browsers keep it back where there is no TLS"


@pytest.mark.parametrize("agent", [CHROME.format(60), FIREFOX.format(60), SAFARI.format(13)])
def test_an_old_browser_that_never_said_it_is_a_visitor(agent: str) -> None:
    assert What.VISIT in kinds(agent)


@pytest.mark.django_db
def test_pages_asked_for_over_tls_are_held_to_it(client: Client) -> None:
    product("Tube")
    buffer.forget()
    for secure, told in ((True, {}), (True, {"sec-fetch-site": "none"}), (False, {})):
        client.get("/products/", secure=secure, headers={"user-agent": FIREFOX.format(140), **told})
    buffer.flush()
    counts = Counter(dict(Count.objects.filter(name="/products/").values_list("what", "many")))
    assert (counts[What.ROBOT], counts[What.VISIT]) == (1, 2)


# -- days that look flooded


def visits(many: int, *days_ago: int, page: str = "/") -> None:
    Count.objects.bulk_create(
        Count(day=TODAY - timedelta(days=each), what=What.VISIT, name=page, many=many) for each in days_ago
    )


def floods(**which: str) -> list[tuple[date, int, int]]:
    return [(each.day, each.many, each.usual) for each in flooded(TODAY - timedelta(days=6), TODAY, **which)]


@pytest.mark.django_db
def test_a_day_with_far_more_than_is_usual_looks_flooded() -> None:
    visits(60, *range(2, 20))
    visits(12_000, 1)
    visits(70, 0)
    assert floods() == [(TODAY - timedelta(days=1), 12_000, 60)]


@pytest.mark.django_db
def test_a_flood_of_many_days_does_not_become_what_is_usual() -> None:
    visits(60, *range(7, 20))
    visits(12_000, *range(7))
    assert len(floods()) == 7


@pytest.mark.django_db
@pytest.mark.parametrize(("usual", "today"), [(60, 290), (3, MORE - 1), (1000, 4900)])
def test_a_good_day_is_none(usual: int, today: int) -> None:
    visits(usual, *range(1, 20))
    visits(today, 0)
    assert floods() == []


@pytest.mark.django_db
def test_where_nothing_is_usual_yet_nothing_is_said() -> None:
    visits(5, *range(1, 5))
    visits(5000, 0)
    assert floods() == []


@pytest.mark.django_db
def test_one_page_is_looked_at_by_itself() -> None:
    visits(5000, *range(20), page="/products/")
    visits(5, *range(1, 20))
    visits(900, 0)
    assert floods() == []
    assert floods(page="/") == [(TODAY, 900, 5)]
