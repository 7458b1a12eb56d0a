"""Banners stand where and when they are planned, for everybody alike; looks and presses are totals and nothing else."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.visits.record.conftest import FIREFOX, Browser
from troth.catalog.models import Category, Product, Status
from troth.visits.banners import shelf, tally
from troth.visits.models import Banner, BannerDay, BannerWords, ProductDay
from troth.visits.models.banners import Standing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TODAY = timezone.localdate()


def banner(product: Product, *, words: str = "Fresh glass", **told: Any) -> Banner:
    made = Banner(**{"name": words, "product": product, "home": True, "first_day": TODAY, **told})
    made.words.add(BannerWords(language="en", title=words))
    made.save()
    return made


def visitor(**headers: str) -> Client:
    return Client(headers={"user-agent": FIREFOX, "sec-fetch-site": "same-origin", **headers})


def page(path: str = "/", **headers: str) -> str:
    answer = visitor(**headers).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def totals(of: Banner) -> tuple[int, int]:
    tally.flush()
    sums = BannerDay.objects.filter(banner=of).aggregate(views=Sum("views"), presses=Sum("presses"))
    return sums["views"] or 0, sums["presses"] or 0


@pytest.mark.parametrize(
    ("place", "path"),
    [("home", "/"), ("category", "/categories/glassware/"), ("on_product", "/products/erlenmeyer-flask/")],
)
def test_a_banner_stands_in_its_place_and_in_no_other(flask: Product, ring: Product, place: str, path: str) -> None:
    banner(ring, **{"home": False, place: True})
    others = {"/", "/categories/glassware/", "/products/erlenmeyer-flask/"} - {path}
    assert "Fresh glass" in page(path)
    for other in others:
        assert "Fresh glass" not in page(other)


def test_in_the_basket_it_stands_below_what_is_there(flask: Product, ring: Product) -> None:
    banner(ring, home=False, basket=True)
    client = visitor(origin="http://testserver")
    client.post("/basket/add/", {"variant": str(flask.variants.get().ref), "quantity": "1"})
    assert "Fresh glass" in client.get("/basket/").content.decode()


def test_one_for_some_shelves_stands_beside_these_only(flask: Product, ring: Product) -> None:
    one = banner(ring, home=False, category=True)
    one.categories.set([Category.objects.get(slug="glassware")])
    one.save()
    assert "Fresh glass" in page("/categories/glassware/")
    assert "Fresh glass" not in page("/categories/holders/")


@pytest.mark.parametrize(
    ("first", "last", "paused", "expected"),
    [
        (0, None, False, Standing.RUNNING),
        (0, 0, False, Standing.RUNNING),
        (1, None, False, Standing.PLANNED),
        (-9, -1, False, Standing.ENDED),
        (-9, -1, True, Standing.ENDED),
        (0, None, True, Standing.PAUSED),
    ],
)
def test_it_is_shown_from_its_first_day_to_its_last(
    ring: Product, first: int, last: int | None, paused: bool, expected: Standing
) -> None:
    one = banner(
        ring,
        first_day=TODAY + timedelta(days=first),
        last_day=None if last is None else TODAY + timedelta(days=last),
        paused=paused,
    )
    assert one.standing(TODAY) is expected
    assert ("Fresh glass" in page()) is (expected is Standing.RUNNING)


def test_a_kept_page_does_not_outlive_the_day(ring: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    banner(ring, last_day=TODAY)
    assert "Fresh glass" in page()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY + timedelta(days=1))
    assert "Fresh glass" not in page()


def test_a_changed_banner_is_on_the_next_page(ring: Product) -> None:
    one = banner(ring)
    assert "Fresh glass" in page()
    one.paused = True
    one.save()
    assert "Fresh glass" not in page()
    one.paused = False
    one.save()
    assert "Fresh glass" in page()
    one.delete()
    assert "Fresh glass" not in page()


def test_a_product_that_is_not_shown_takes_its_banner_along(ring: Product) -> None:
    banner(ring)
    ring.status = Status.DRAFT
    ring.save()
    assert "Fresh glass" not in page()


def test_everybody_sees_the_same_whoever_they_are_and_whatever_they_chose(flask: Product, ring: Product) -> None:
    """Two banners in one place take turns by the day, not by the visitor."""
    banner(ring, words="Rings")
    banner(flask, words="Flasks")
    shown = {re.search(r'class="banner__title">([^<]+)', each).group(1) for each in (page(), page(**{"sec-gpc": "1"}))}
    ada = Browser(ADA)
    shown.add(re.search(r'class="banner__title">([^<]+)', ada.opens("/")).group(1))
    assert len(shown) == 1
    days = {shelf.standing("home", day=TODAY + timedelta(days=n), revision=-1).title for n in range(2)}
    assert days == {"Rings", "Flasks"}


def test_its_words_are_in_the_language_of_the_page(ring: Product) -> None:
    one = banner(ring)
    one.words.add(BannerWords(language="de", title="Frisches Glas"))
    one.save()
    assert "Frisches Glas" in page("/de/")
    assert "Frisches Glas" not in page("/")


def test_without_words_it_speaks_as_the_product_does(ring: Product) -> None:
    one = banner(ring)
    one.words.all().delete()
    one.save()
    assert re.search(r'class="banner__title">Cork ring<', page())


def test_it_loads_nothing_from_elsewhere(ring: Product) -> None:
    banner(ring)
    part = re.search(r'<aside class="banner".*?</aside>', page(), re.DOTALL).group(0)
    assert not re.search(r'(?:src|href|srcset)="(?:https?:)?//', part)


def test_looks_and_presses_are_counted_and_the_press_leads_to_the_product(ring: Product) -> None:
    one = banner(ring)
    client = visitor()
    shown = client.get("/").content.decode()
    picture = re.search(r'class="beacon" src="([^"]+)"', shown).group(1)
    way = re.search(r'href="(/go/[^"]+)"', shown).group(1)
    answer = client.get(picture)
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "image/gif")
    went = client.get(way)
    assert (went.status_code, went["Location"], went["Cache-Control"]) == (302, "/products/cork-ring/", "no-store")
    assert totals(one) == (1, 1)
    assert client.cookies == {}


def test_in_another_language_it_leads_to_the_page_in_that(ring: Product) -> None:
    one = banner(ring)
    assert visitor().get(f"/de/go/{one.ref}/home/")["Location"] == "/de/products/cork-ring/"


def test_the_way_through_leads_nowhere_but_to_our_own(ring: Product) -> None:
    one = banner(ring)
    for tail in ("?next=https://evil.example/", "?url=//evil.example", "?to=%2F%2Fevil.example"):
        assert visitor().get(f"/go/{one.ref}/home/{tail}")["Location"] == "/products/cork-ring/"
    assert visitor().get(f"/go/{uuid.uuid4()}/home/").status_code == 404
    assert visitor().get(f"/go/{one.ref}/elsewhere/").status_code == 404


def test_links_to_an_ended_banner_still_lead_to_the_product_or_to_the_shop(ring: Product) -> None:
    one = banner(ring, first_day=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=1))
    assert visitor().get(f"/go/{one.ref}/home/")["Location"] == "/products/cork-ring/"
    ring.status = Status.DRAFT
    ring.save()
    assert visitor().get(f"/go/{one.ref}/home/")["Location"] == "/products/"


@pytest.mark.parametrize(
    "headers",
    [{"sec-purpose": "prefetch"}, {"sec-fetch-site": "cross-site"}, {"user-agent": "curl/8.5.0"}],
    ids=["fetched in advance", "on another site", "a program"],
)
def test_what_nobody_looks_at_is_not_counted(ring: Product, headers: dict[str, str]) -> None:
    one = banner(ring)
    visitor(**headers).get(f"/seen/banner/{one.ref}/home.gif")
    visitor(**headers).get(f"/go/{one.ref}/home/")
    assert totals(one) == (0, 0)


def test_a_question_for_headers_only_is_not_counted(ring: Product) -> None:
    one = banner(ring)
    assert visitor().head(f"/seen/banner/{one.ref}/home.gif").status_code == 200
    assert totals(one) == (0, 0)


def test_somebody_signed_in_is_one_more_and_nothing_is_noted_of_it(ring: Product) -> None:
    one, ada = banner(ring), Browser(ADA)
    ada.opens("/")
    assert totals(one) == (1, 0)
    assert ada.noted() == []


def test_counts_add_up_and_survive_a_store_that_fails_once(ring: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    one = banner(ring)
    for _each in range(3):
        visitor().get(f"/seen/banner/{one.ref}/home.gif")
    with monkeypatch.context() as broken:
        broken.setattr(tally, "_grow", lambda *_args, **_told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tally.flush()
    assert totals(one) == (3, 0)
    visitor().get(f"/seen/banner/{one.ref}/home.gif")
    assert totals(one) == (4, 0)
    assert BannerDay.objects.count() == 1


def test_counts_of_what_there_is_not_are_dropped(ring: Product) -> None:
    visitor().get(f"/seen/banner/{uuid.uuid4()}/home.gif")
    visitor().get("/seen/product/nothing-of-ours.gif")
    tally.flush()
    assert not BannerDay.objects.exists()


def test_a_stream_of_made_up_names_does_not_fill_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST", 5)
    for number in range(50):
        tally.product_seen(f"made-up-{number}")
    assert len(tally._waiting) == 5


def test_made_up_names_do_not_crowd_out_what_there_is(ring: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST", 2)
    one = banner(ring)
    for number in range(5):
        assert visitor().get(f"/seen/product/made-up-{number}.gif").status_code == 200
        assert visitor().get(f"/seen/banner/{uuid.uuid4()}/home.gif").status_code == 200
    assert visitor().get(f"/seen/product/{'x' * 5000}.gif").status_code == 200
    assert not tally._waiting
    visitor().get("/seen/product/cork-ring.gif")
    assert totals(one) == (0, 0)
    visitor().get(f"/seen/banner/{one.ref}/home.gif")
    assert totals(one) == (1, 0)
    assert ProductDay.objects.get().views == 1


@pytest.mark.parametrize("wrong", [{"last_day": date(2020, 1, 1)}, {"home": False}])
def test_nonsense_is_not_planned(ring: Product, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Banner(**{"name": "No", "product": ring, "home": True, "first_day": TODAY, **wrong}).full_clean()
