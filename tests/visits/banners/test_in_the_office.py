"""Banners in the office: planned, looked at and counted by those whose job it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.catalog.test_office import address, opened
from tests.office.conftest import Comes
from tests.office.conftest import comes as comes
from tests.visits.banners.test_banners import banner
from troth.catalog.models import Product, Status
from troth.visits.banners import figures
from troth.visits.models import Banner, BannerDay, ProductDay
from troth.visits.models.banners import Place

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TODAY = timezone.localdate()


def typed(product: Product, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Winter glass",
        "product": str(product.pk),
        "picture": "1",
        "home": "on",
        "first_day": TODAY.isoformat(),
        "words-TOTAL_FORMS": "2",
        "words-INITIAL_FORMS": "0",
        "words-0-language": "en",
        "words-0-title": "Glass for cold days",
        "words-0-ORDER": "1",
        "words-1-language": "de",
        "words-1-title": "Glas für kalte Tage",
        "words-1-ORDER": "2",
        **changes,
    }


def test_marketing_plans_a_banner_and_the_next_page_has_it(comes: Comes, client: Any, ring: Product) -> None:
    assert "Glass for cold days" not in client.get("/").content.decode()
    mia = comes("marketing")
    form = opened(mia, address(Banner, "add"))
    answer = mia.post(address(Banner, "add"), {**form, **typed(ring)})
    assert answer.status_code == 302
    assert "Glass for cold days" in client.get("/").content.decode()
    assert "Glas für kalte Tage" in client.get("/de/").content.decode()
    assert "Running" in mia.get(address(Banner, "list")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, "It ends before it begins."),
        ({"home": ""}, "Choose at least one place."),
        ({"words-1-language": "en"}, "words"),
    ],
)
def test_nonsense_is_said_on_the_form(comes: Comes, ring: Product, wrong: dict[str, str], said: str) -> None:
    mia = comes("marketing")
    form = opened(mia, address(Banner, "add"))
    answer = mia.post(address(Banner, "add"), {**form, **{k: v for k, v in typed(ring, **wrong).items() if v}})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Banner.objects.exists()


@pytest.mark.parametrize("who", ["order_desk", "privacy_officer", "no job", "customer", "anonymous"])
def test_nobody_else_plans_or_previews_one(comes: Comes, ring: Product, who: str) -> None:
    one, them = banner(ring), comes(who)
    for path in (address(Banner, "add"), address(Banner, "edit", one.pk), f"/office/banners/{one.pk}/"):
        assert them.get(path).status_code in (302, 403, 404)
    assert Banner.objects.count() == 1


@pytest.mark.parametrize("first", [-9, 0, 9])
def test_the_preview_shows_every_language_before_and_after_and_counts_nothing(
    comes: Comes, ring: Product, first: int
) -> None:
    one = banner(ring, first_day=TODAY + timedelta(days=first), last_day=TODAY + timedelta(days=first))
    page = comes("marketing").get(f"/office/banners/{one.pk}/").content.decode()
    assert page.count('class="banner__title"') == 2
    assert "/seen/banner/" not in page
    assert 'href="/de/products/cork-ring/"' in page


def test_the_preview_says_why_there_is_none(comes: Comes, ring: Product) -> None:
    one = banner(ring)
    Product.objects.filter(pk=ring.pk).update(status=Status.DRAFT)
    assert "so there is no banner" in comes("marketing").get(f"/office/banners/{one.pk}/").content.decode()


def test_the_figures_add_up_by_day_and_by_place(comes: Comes, flask: Product, ring: Product) -> None:
    one, other = banner(ring, words="Rings", basket=True), banner(flask, words="Flasks")
    yesterday = TODAY - timedelta(days=1)
    BannerDay.objects.create(banner=one, place=Place.HOME, day=TODAY, views=41, presses=6)
    BannerDay.objects.create(banner=one, place=Place.BASKET, day=yesterday, views=11, presses=1)
    BannerDay.objects.create(banner=other, place=Place.HOME, day=yesterday, views=1200, presses=0)
    BannerDay.objects.create(banner=other, place=Place.HOME, day=TODAY - timedelta(days=300), views=7, presses=7)
    ProductDay.objects.create(product=ring, day=TODAY, views=77)
    mia = comes("marketing")
    page = mia.get("/office/figures/banners/").content.decode()
    for said in ("1,250", "Flasks", "Rings", "12.5", "75", "<svg"):
        assert said in page
    rows = mia.get("/office/figures/banners/file/?as=csv").content.decode("utf-8-sig")
    assert "Rings,Running,the first page,40,5" in rows.replace('"', "").replace(";", ",")
    assert "Flasks,Running,the first page,1200,0" in rows.replace('"', "").replace(";", ",")


def test_what_fewer_than_five_did_is_not_told_and_the_rest_is_in_fives(
    comes: Comes, flask: Product, ring: Product
) -> None:
    one, other = banner(ring, words="Rings"), banner(flask, words="Flasks")
    BannerDay.objects.create(banner=one, place=Place.HOME, day=TODAY, views=43, presses=3)
    BannerDay.objects.create(banner=other, place=Place.BASKET, day=TODAY - timedelta(days=1), views=2, presses=0)
    ProductDay.objects.create(product=ring, day=TODAY, views=1)
    ProductDay.objects.create(product=flask, day=TODAY, views=88)
    file = comes("marketing").get("/office/figures/banners/file/?as=csv").content.decode("utf-8-sig")
    told = {number for line in file.replace('"', "").replace(";", ",").splitlines() for number in line.split(",")}
    assert "45" in told
    assert told.isdisjoint({"1", "2", "3", "43", "88", "89"})
    shown = figures.of_banners(TODAY - timedelta(days=9), TODAY)
    assert [(each.name, each.views, each.presses, each.rate) for each in shown.places] == [
        ("Rings", 45, None, None),
        ("Flasks", None, 0, None),
    ]
    assert figures.products(TODAY, TODAY).rows == ()  # one product alone beside the rest would tell of the other


def test_days_without_a_look_say_so(comes: Comes) -> None:
    assert "Nothing was seen in these days." in comes("marketing").get("/office/figures/banners/").content.decode()


def test_who_may_read_no_figures_reads_none_of_these(comes: Comes) -> None:
    assert comes("no job").get("/office/figures/banners/").status_code in (302, 403, 404)
