"""What one visitor adds to the true numbers of a day, through the pages and the picture a browser really asks for.

The same day is played with the visitor and without: the two differ by no more than was declared, and chances of what is
given to partners by no more than its epsilon.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http.cookies import Morsel
from math import exp, log, sqrt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.catalog import goods
from tests.visits.record.conftest import FIREFOX
from troth.storefront.pagecache import store
from troth.visits import counting, once
from troth.visits.counting import buffer
from troth.visits.models import Count
from troth.visits.models.counting import What
from troth.visits.partners import EACH, noise, of_a_day

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TODAY = timezone.localdate()
Numbers = Counter[tuple[date, str]]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    for forget in (cache.clear, store().clear, buffer.forget):
        forget()
    yield
    for forget in (cache.clear, store().clear, buffer.forget):
        forget()


@pytest.fixture
def pages(db: None) -> list[str]:
    shelf = goods.category("Glassware")
    tubes = [goods.product(f"Tube {each}", goods.variant(900), categories=(shelf,)) for each in range(5)]
    return ["/", "/products/", "/categories/glassware/", *(f"/products/{each.slug}/" for each in tubes)]


class Visitor:
    """A browser that asks for the pictures of a page as a real one does. `keeps`: whether it takes cookies."""

    def __init__(self, answer: str | None = "all", *, keeps: bool = True, **headers: str) -> None:
        self.client = Client(headers={"user-agent": FIREFOX, "sec-fetch-site": "same-origin", **headers})
        if answer:
            self.client.post("/privacy/choices/", {"answer": answer})
        self.choice = dict(self.client.cookies)
        self.keeps = keeps

    def opens(self, *paths: str) -> Visitor:
        for path in paths:
            for picture in self.pictures(path):
                self.asks(picture)
        return self

    def pictures(self, path: str) -> list[str]:
        page = self.client.get(path).content.decode()
        return re.findall(r'<img class="beacon" src="(/seen/page[^"]+)"', page)

    def asks(self, picture: str, **headers: str) -> None:
        answer = self.client.get(picture, headers=headers)
        if answer.status_code == 302:
            if not self.keeps:
                self._forgets()
            answer = self.client.get(answer["Location"], headers=headers)
        assert answer["Content-Type"] == "image/gif"
        if not self.keeps:
            self._forgets()

    def _forgets(self) -> None:
        self.client.cookies.clear()
        self.client.cookies.update(self.choice)

    @property
    def held(self) -> Morsel[Any] | None:
        return self.client.cookies.get(once.NAME)


def numbers() -> Numbers:
    counting.flush()
    rows = Count.objects.filter(what=What.VISITOR).values_list("day", "name", "many")
    return Counter({(day, name): many for day, name, many in rows})


def added(visitor: Visitor, *paths: str) -> Numbers:
    """What this visitor adds to the numbers of everybody."""
    before = numbers()
    visitor.opens(*paths)
    return numbers() - before


# -- the bound


@pytest.mark.parametrize("day", range(12))
def test_whatever_one_visitor_opens_on_a_day_the_numbers_differ_by_no_more_than_declared(
    day: int, pages: list[str]
) -> None:
    chance = random.Random(day)
    Visitor().opens(*chance.choices(pages, k=5))
    theirs = added(Visitor(), *chance.choices(pages, k=20))
    assert 1 <= sum(theirs.values()) <= once.MOST
    assert max(theirs.values()) == noise.BOUND


def test_visitors_beside_each_other_do_not_use_up_each_others_share(pages: list[str]) -> None:
    found = [sum(added(Visitor(), *pages).values()) for _each in range(3)]
    assert found == [once.MOST] * 3
    assert numbers()[TODAY, "/"] == 3


def test_without_the_cookies_memory_the_same_test_sees_more_than_declared(
    pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(once, "added", lambda text, page, day: text)
    theirs = added(Visitor(), *pages, *pages)
    assert sum(theirs.values()) > once.MOST
    assert max(theirs.values()) > noise.BOUND


def test_the_next_day_the_same_browser_counts_again(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor().opens("/", "/")
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr("time.time", later.timestamp)
    assert added(visitor, "/", "/") == {(TODAY + timedelta(days=1), "/"): 1}


def test_a_page_asked_for_before_midnight_counts_on_its_own_day(
    pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the new day would have it beside a whole share of its own."""
    visitor, tomorrow = Visitor().opens("/"), timezone.now() + timedelta(days=1)
    monkeypatch.setattr("time.time", tomorrow.timestamp)
    assert added(visitor, "/products/") == {(TODAY, "/products/"): 1}


# -- who is in the numbers at all


def test_a_browser_that_keeps_no_cookies_is_not_counted_however_often_it_comes(pages: list[str]) -> None:
    theirs = added(Visitor(keeps=False), *pages * 3)
    assert not theirs


@pytest.mark.parametrize(("answer", "headers"), [("none", {}), (None, {}), (None, {"Sec-GPC": "1"})])
def test_who_has_not_said_yes_is_neither_counted_nor_given_a_cookie(
    answer: str | None, headers: dict[str, str], pages: list[str]
) -> None:
    visitor = Visitor(answer, **headers)
    assert [visitor.pictures(path) for path in pages] == [[]] * len(pages)
    visitor.asks("/seen/page.gif?at=%2F")
    assert visitor.held is None
    assert not numbers()


def test_a_yes_taken_back_takes_the_cookie_along(pages: list[str]) -> None:
    visitor = Visitor().opens("/")
    assert visitor.held is not None
    visitor.client.post("/privacy/choices/", {"answer": "none"})
    visitor.client.get("/products/")
    assert not (visitor.held and visitor.held.value)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-dest": "document"},
        {"sec-purpose": "prefetch"},
        {"user-agent": "curl/8.5"},
    ],
)
def test_what_no_page_of_ours_asked_for_is_not_counted(headers: dict[str, str], pages: list[str]) -> None:
    visitor = Visitor()
    (picture,) = visitor.pictures("/")
    visitor.asks(picture, **headers)
    assert not numbers()
    visitor.asks(picture)
    assert numbers() == {(TODAY, "/"): 1}


@pytest.mark.parametrize("made_up", ["/products/ghost/", "/categories/ghost/", "/office/", "//elsewhere/", ""])
def test_made_up_pages_are_not_counted(made_up: str, pages: list[str]) -> None:
    visitor = Visitor()
    for _each in range(2):
        visitor.client.get("/seen/page.gif", {"at": made_up}, follow=True)
    assert not numbers()


# -- the cookie


def test_the_cookie_says_the_day_and_the_pages_and_is_the_same_for_whoever_opened_them(pages: list[str]) -> None:
    one, other = Visitor().opens(*pages[:3]), Visitor().opens(*reversed(pages[:3]))
    assert one.held is not None
    assert other.held is not None
    assert one.held.value == other.held.value
    assert re.fullmatch(rf"{TODAY:%Y%m%d}(\.[0-9a-f]{{4}}){{3}}", one.held.value)
    assert 0 < int(one.held["max-age"]) <= 86400
    assert one.held["httponly"]
    assert one.held["samesite"] == "Lax"


@pytest.mark.parametrize("text", ["", "20261123.zzzz", "20261123." + "1f0a." * 9, "x" * 4000, "20261123.1f0a.", "2026"])
def test_what_is_not_of_the_form_is_no_cookie_of_ours(text: str) -> None:
    assert not once.is_of(text, date(2026, 11, 23))
    assert once.added(text, "/", date(2026, 11, 23)) is None


def test_the_picture_asks_the_store_once_where_it_counts_and_never_elsewhere(
    pages: list[str], django_assert_num_queries: Any
) -> None:
    visitor, product = Visitor(), pages[-1]
    (picture,) = visitor.pictures(product)
    with django_assert_num_queries(0):
        back = visitor.client.get(picture)["Location"]
    with django_assert_num_queries(1):  # whether the shop has such a product
        visitor.client.get(back)
    with django_assert_num_queries(0):
        visitor.client.get(picture)
    assert numbers() == {(TODAY, product): 1}


# -- with the noise


DRAWS = 40_000
ONCE_IN = 1e-9
WITHOUT = [10] * once.MOST
WITH = [11] * once.MOST
REACH = range(4 * 10 - 60, 4 * 11 + 61)
EVENTS = 2 * (2 * len(REACH) + 1)
TOLERANCE = sqrt(log(2 * 2 * EVENTS / ONCE_IN) / (2 * DRAWS))


def shares(true: list[int], loss: int) -> dict[str, float]:
    """How often each event came: of the day's numbers together, and of all of them at once."""
    flat = noise.drawn(true * DRAWS, loss)
    drawn = [flat[each : each + len(true)] for each in range(0, len(flat), len(true))]
    sums = Counter(map(sum, drawn))
    found = {f"at most {top}": sum(many for each, many in sums.items() if each <= top) / DRAWS for top in REACH}
    found |= {f"at least {low}": sum(many for each, many in sums.items() if each >= low) / DRAWS for low in REACH}
    return found | {"none above": sum(all(each <= 10 for each in day) for day in drawn) / DRAWS}


def broken(declared: int, drawn_with: int) -> list[str]:
    without, with_one = shares(WITHOUT, drawn_with), shares(WITH, drawn_with)
    most = exp(declared / 1000)
    return [
        event
        for event in without
        for one, other in ((without, with_one), (with_one, without))
        if one[event] - TOLERANCE > most * (other[event] + TOLERANCE)
    ]


def test_all_pages_of_a_day_together_cost_one_visitor_what_is_declared() -> None:
    """As OpenDP proves it, for neighbours as far apart as a visitor can make them."""
    assert sum(abs(a - b) for a, b in zip(WITH, WITHOUT, strict=True)) == once.MOST
    assert noise.mechanism(EACH).map(once.MOST) == pytest.approx(of_a_day(once.MOST) / 1000)
    assert noise.mechanism(EACH).map(once.MOST + 1) > of_a_day(once.MOST) / 1000


def test_one_visitor_more_or_less_changes_no_chance_of_a_day_by_more_than_declared() -> None:
    assert broken(of_a_day(once.MOST), EACH) == []


def test_the_test_sees_too_little_noise() -> None:
    """The control."""
    assert broken(of_a_day(once.MOST), 4 * EACH)
