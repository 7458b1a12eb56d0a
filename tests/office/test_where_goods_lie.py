"""Locations, counts and moves at the office's screens."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.catalog import goods
from tests.office.conftest import Comes
from troth.catalog import stock
from troth.catalog.locations import moving, opening
from troth.catalog.models import Location, MovedFor, StockMove, Variant

pytestmark = pytest.mark.django_db
PLACES = "/office/catalogue/locations/"
HARBOUR = {"name": "Harbour store", "code": "harbour", "country": "nl", "ships": "on", "priority": "2"}


def seated(comes: Comes, job: str) -> Client:
    client = comes(job)
    client.get("/office/")
    return client


@pytest.fixture
def mia(comes: Comes) -> Client:
    return seated(comes, "marketing")


@pytest.fixture
def olga(comes: Comes) -> Client:
    return seated(comes, "order_desk")


@pytest.fixture
def tube(db: None) -> Variant:
    return goods.only_variant(goods.product("Tube", goods.variant(stock=10, sku="T-1")))


def at(tube: Variant) -> str:
    return f"/office/catalogue/stock/{tube.ref}/"


def words(answer: Any) -> str:
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def left(tube: Variant, code: str = "") -> int:
    tube.refresh_from_db()
    return moving.at(tube, Location.objects.get(code=code) if code else None)


def test_a_shop_with_one_place_is_shown_none(olga: Client, tube: Variant) -> None:
    page = words(olga.get(at(tube)))
    assert "10 for sale" in page
    assert "Location" not in page
    assert "Move" not in page


def test_a_count_is_written_down_with_reason_and_account(olga: Client, tube: Variant) -> None:
    olga.post(f"{at(tube)}count/", {"now": "7", "seen": "10", "why": "broken"})

    assert left(tube) == 7
    line = StockMove.objects.get()
    assert (line.change, line.why, line.by) == (-3, MovedFor.BROKEN, int(olga.session["_auth_user_id"]))
    assert "Broken or spoilt" in words(olga.get("/office/catalogue/stock/journal/"))


def test_what_is_sold_while_somebody_counts_stays_sold(olga: Client, tube: Variant) -> None:
    stock.reserve(tube.pk, 4)
    olga.post(f"{at(tube)}count/", {"now": "9", "seen": "10", "why": "counted"})
    assert left(tube) == 5

    answer = olga.post(f"{at(tube)}count/", {"now": "0", "seen": "10", "why": "counted"})
    assert answer.status_code == 422
    assert "Only 5 are left there by now." in words(answer)
    assert left(tube) == 5


def test_with_a_second_location_goods_are_moved_and_counted_place_by_place(
    mia: Client, olga: Client, tube: Variant
) -> None:
    assert mia.post(PLACES, HARBOUR).status_code == 302
    assert Location.objects.get(code="harbour").country == "NL"

    olga.post(f"{at(tube)}move/", {"quantity": "4", "source": "main", "target": "harbour"})
    olga.post(f"{at(tube)}count/", {"place": "harbour", "now": "5", "seen": "4", "why": "counted"})

    assert (left(tube, "main"), left(tube, "harbour")) == (6, 5)
    assert "Harbour store" in words(olga.get(at(tube)))
    answer = olga.post(f"{at(tube)}move/", {"quantity": "7", "source": "main", "target": "harbour"})
    assert "Only 6 are left there by now." in words(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"quantity": "0", "source": "main", "target": "harbour"}, "greater than or equal to 1"),
        ({"quantity": "1", "source": "main", "target": "main"}, "Choose another place"),
        ({"quantity": "1", "source": "main", "target": "moon"}, "valid choice"),
    ],
)
def test_a_move_that_makes_no_sense_says_why(
    mia: Client, olga: Client, tube: Variant, sent: dict[str, str], said: str
) -> None:
    mia.post(PLACES, HARBOUR)
    answer = olga.post(f"{at(tube)}move/", sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert left(tube, "main") == 10


def test_a_location_changes_and_is_closed_once_it_is_empty(mia: Client, tube: Variant) -> None:
    mia.post(PLACES, HARBOUR)
    harbour = Location.objects.get(code="harbour")
    moving.adjust(tube.pk, harbour, 2, MovedFor.ARRIVED, None)
    place = f"{PLACES}{harbour.ref}/"

    assert "Move it, or count it out" in words(mia.post(f"{place}close/", follow=True))
    mia.post(place, HARBOUR | {"name": "Quay", "ships": ""})
    tube.refresh_from_db()
    assert (Location.objects.get(code="harbour").name, tube.stock) == ("Quay", 10)
    moving.adjust(tube.pk, Location.objects.get(code="harbour"), -2, MovedFor.USED, None)
    mia.post(f"{place}close/")
    assert not Location.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"), [("code", "main", "already exists"), ("country", "XQ", "no country")]
)
def test_a_location_that_makes_no_sense_says_why(mia: Client, field: str, value: str, said: str) -> None:
    mia.post(PLACES, HARBOUR)
    answer = mia.post(PLACES, HARBOUR | {"code": "third", field: value})
    assert answer.status_code == 422
    assert said in words(answer)


def test_the_main_location_keeps_sending(mia: Client) -> None:
    mia.post(PLACES, HARBOUR)
    main = Location.objects.get(main=True)
    answer = mia.post(f"{PLACES}{main.ref}/", {"name": "Main", "code": "main", "priority": "0"})
    assert "The main location sends" in words(answer)
    assert Location.objects.get(main=True).name == "Main location"


def test_the_order_desk_counts_and_marketing_opens_locations(comes: Comes, olga: Client, tube: Variant) -> None:
    assert olga.get(PLACES).status_code == 404
    assert olga.post(PLACES, HARBOUR).status_code == 404
    sam = seated(comes, "customer_service")
    assert olga.get("/office/catalogue/stock/journal/").status_code == 200
    assert sam.get("/office/catalogue/stock/journal/").status_code == 404
    assert "10 pieces" in words(sam.get(at(tube)))
    assert "Write it down" in words(olga.get(at(tube)))
    assert "Write it down" not in words(sam.get(at(tube)))
    assert sam.post(f"{at(tube)}count/", {"now": "0", "seen": "10", "why": "lost"}).status_code == 404
    assert left(tube) == 10
    assert not Location.objects.exists()


def test_marketing_swaps_it_in_the_office_and_the_order_desk_does_not(comes: Comes) -> None:
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour"))
    path = f"{PLACES}{harbour.ref}/"
    assert comes("order_desk").post(f"{path}main/").status_code == 404
    assert Location.objects.get(main=True) != harbour
    browser = comes("marketing")
    assert "Make it the main location" in browser.get(path).content.decode()
    assert "Nothing was moved." in browser.post(f"{path}main/", follow=True).content.decode()
    assert Location.objects.get(main=True) == harbour
    assert "Make it the main location" not in browser.get(path).content.decode()
