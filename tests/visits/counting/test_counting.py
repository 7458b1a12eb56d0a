"""Counting: how many came, from where and with what; never who."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from tests.catalog.goods import product, variant
from tests.orders.counting import questions
from troth.visits import counting
from troth.visits.counting import buffer, store
from troth.visits.models import Count
from troth.visits.models.counting import What

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604"
)
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    buffer.forget()
    yield
    buffer.forget()


def visitor(agent: str = BROWSER, **headers: str) -> Client:
    return Client(headers={"user-agent": agent, **headers})


def counts(what: What | str = "") -> dict[str, int]:
    """What stands in the counts after a flush."""
    counting.flush()
    rows = Count.objects.filter(**({"what": what} if what else {}))
    return dict(rows.order_by().values_list("name").annotate(Sum("many")))


def test_a_page_shown_is_a_view_and_one_asked_for_from_elsewhere_is_a_visit() -> None:
    somebody = visitor()
    somebody.get("/", headers={"sec-fetch-site": "none"})
    somebody.get("/products/", headers={"sec-fetch-site": "same-origin"})
    somebody.get("/", headers={"sec-fetch-site": "same-origin"})
    assert counts(What.VIEW) == {"/": 2, "/products/": 1}
    assert counts(What.VISIT) == {"/": 1}


def test_a_browser_that_says_no_site_is_told_by_the_page_before() -> None:
    somebody = visitor()
    somebody.get("/products/", headers={"referer": "https://journal.example/an-article?reader=ada"})
    somebody.get("/products/", headers={"referer": "http://testserver/"})
    assert counts(What.VISIT) == {"/products/": 1}


def test_a_page_in_another_language_is_the_same_page() -> None:
    visitor().get("/de/products/")
    assert counts(What.VIEW) == {"/products/": 1}


def test_a_kept_page_counts_and_asks_the_store_nothing_for_it() -> None:
    visitor().get("/products/")
    with questions() as asked:
        visitor().get("/products/")
        tag = visitor().get("/products/")["ETag"]
        assert visitor().get("/products/", headers={"if-none-match": tag}).status_code == 304
    assert all("catalog_catalogue" in each for each in asked), "the catalogue's revision, and nothing else"
    assert counts(What.VIEW) == {"/products/": 4}


@pytest.mark.parametrize(
    "path", ["/account/", "/my/privacy/", "/orders/", "/healthz", "/robots.txt", "/products/nowhere/", "/office/"]
)
def test_what_is_somebodys_own_is_no_page_to_count(path: str) -> None:
    visitor().get(path)
    assert counts() == {}


def test_parts_of_pages_and_pages_fetched_in_advance_do_not_count() -> None:
    visitor().get("/products/", headers={"hx-request": "true"})
    visitor().get("/products/", headers={"sec-purpose": "prefetch;prerender"})
    visitor().head("/products/")
    assert counts() == {}


def test_programs_are_counted_apart() -> None:
    visitor(ROBOT).get("/", headers={"sec-fetch-site": "none"})
    visitor("curl/8.5.0").get("/")
    visitor().get("/")
    assert counts(What.ROBOT) == {"/": 2}
    assert counts(What.VIEW) == {"/": 1}
    assert sum(counts(What.DEVICE).values()) == 1


def test_of_a_referring_page_the_host_alone_is_counted_and_only_once_several_came_from_it(monkeypatch: Any) -> None:
    for hour in range(gate_few()):
        at(monkeypatch, hour)
        visitor().get("/", headers={"referer": f"https://www.journal.example/secret/{hour}?who=ada@example.com"})
    visitor().get("/", headers={"referer": "https://ada-okafor.example/"})
    visitor().get("/", headers={"sec-fetch-site": "none"})
    assert counts(What.SOURCE) == {"journal.example": 1, "": 5, "-": 1}
    at(monkeypatch, 30)
    visitor().get("/", headers={"referer": "https://journal.example/"})
    assert counts(What.SOURCE)["journal.example"] == 2


def test_devices_are_three_classes() -> None:
    visitor().get("/")
    visitor(PHONE).get("/")
    visitor(PHONE.replace("iPhone", "iPad")).get("/")
    assert counts(What.DEVICE) == {"computer": 1, "phone": 1, "tablet": 1}


def test_the_way_to_an_order_is_counted_step_by_step() -> None:
    tube = product("Tube", variant(1000))
    somebody = visitor()
    somebody.get(f"/products/{tube.slug}/")
    somebody.post("/basket/add/", {"variant": str(tube.variants.get().ref), "quantity": "1"})
    somebody.post("/basket/add/", {"variant": "nonsense", "quantity": "1"})
    somebody.get("/checkout/")
    assert counts(What.STEP) == {"product": 1, "basket": 1, "checkout": 1}


# -- what people type


def at(monkeypatch: Any, hours: int) -> None:
    moment = 1_800_000_000 + hours * 3600
    monkeypatch.setattr("troth.storefront.counted.time.time", lambda: float(moment))


def gate_few() -> int:
    from troth import gate

    return gate.FEW


def searched(words: str, monkeypatch: Any, hours: int) -> None:
    at(monkeypatch, hours)
    visitor().get("/search/", {"q": words})


def test_words_without_hits_are_counted_once_several_looked_for_them(monkeypatch: Any) -> None:
    for hour in range(4):
        searched("Glass  Pipette", monkeypatch, hour)
    assert counts(What.SEARCH) == {"": 4}
    searched("glass pipette", monkeypatch, 5)
    assert counts(What.SEARCH) == {"": 5, "glass pipette": 5}
    searched("glass pipette", monkeypatch, 6)
    assert counts(What.SEARCH) == {"": 6, "glass pipette": 6}


def test_one_person_typing_again_and_again_is_not_several(monkeypatch: Any) -> None:
    for _each in range(20):
        searched("ada okafor", monkeypatch, 0)
    assert counts(What.SEARCH) == {"": 20}


@pytest.mark.parametrize(
    "typed",
    ["ada@example.com", "+49 30 901820", "T-2026-000123", "77 quillfeather lane", "10115", "x" * 70, "a b c d e"],
)
def test_what_is_no_word_is_never_written_down(typed: str, monkeypatch: Any) -> None:
    for hour in range(12):
        searched(typed, monkeypatch, hour)
    assert counts(What.SEARCH) == {"": 12}


def test_words_known_to_another_process_are_known_here(monkeypatch: Any) -> None:
    Count.objects.create(day=date(2026, 1, 1), what=What.SEARCH, name="burette", many=5)
    searched("burette", monkeypatch, 0)
    assert counts(What.SEARCH) == {"": 1, "burette": 6}


# -- the rows


def test_a_row_has_a_day_a_name_and_a_number_and_nothing_else() -> None:
    assert {field.name for field in Count._meta.get_fields()} == {"id", "day", "what", "name", "many"}


def test_counting_sets_no_cookie_and_reads_none() -> None:
    somebody = visitor()
    somebody.get("/")
    somebody.get("/products/")
    assert not somebody.cookies
    with_cookies = visitor()
    with_cookies.cookies["basket"] = "x" * 43
    with_cookies.get("/", headers={"sec-fetch-site": "none"})
    seen = [*buffer._waiting]
    assert all("x" * 43 not in repr(each) and each.address is None for each in seen)


def test_what_is_put_aside_does_not_print_what_the_browser_said() -> None:
    visitor(f"{BROWSER} Special").get("/", headers={"referer": "https://ada.example/"})
    assert "Special" not in repr(buffer._waiting)
    assert "ada.example" not in repr(buffer._waiting)


def test_a_store_that_does_not_answer_loses_nothing(monkeypatch: Any) -> None:
    visitor().get("/")
    with monkeypatch.context() as patched:
        patched.setattr(store, "add", lambda sums: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            counting.flush()
    assert counts(What.VIEW) == {"/": 1}


def test_a_store_that_fails_once_loses_none_of_the_first_times_of_a_name(monkeypatch: Any) -> None:
    """They are told once, when the name has been heard often enough: by then the store has to have them."""
    for hour in range(gate_few()):
        searched("glass pipette", monkeypatch, hour)
    with monkeypatch.context() as patched:
        patched.setattr(store, "add", lambda sums: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            counting.flush()
    assert not buffer._waiting, "no request waits for the store, only sums do"
    searched("glass pipette", monkeypatch, 9)
    assert counts(What.SEARCH) == {"": 6, "glass pipette": 6}


def test_ten_thousand_visits_are_one_statement_and_add_up() -> None:
    visitor().get("/", headers={"sec-fetch-site": "none"})
    buffer._waiting.extend([*buffer._waiting] * 9_999)
    with questions() as asked:
        assert counting.flush() == 10_000
    assert len([each for each in asked if "INSERT" in each]) == 1
    assert counts(What.VISIT) == {"/": 10_000}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="an SQLite in memory has one connection")
def test_two_processes_that_count_at_once_both_count() -> None:
    day = timezone.localdate()

    def adds() -> None:
        for _each in range(20):
            store.add({(day, What.VIEW, name): 1 for name in ("/", "/products/")})  # type: ignore[arg-type]
        connections.close_all()

    threads = [threading.Thread(target=adds) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(What.VIEW) == {"/": 80, "/products/": 80}
