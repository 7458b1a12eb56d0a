"""Changing many products at the office's screen: chosen, looked at, done, taken back; and who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.catalog import goods
from tests.office.conftest import Comes
from troth.catalog.models import ImportRun, Product, Variant

pytestmark = pytest.mark.django_db
PLACE = "/office/catalogue/changes/"
CHEAPER = {"price_by": "percent", "price_number": "-10", "rounding": "coin"}


@pytest.fixture
def mia(comes: Comes) -> Client:
    client = comes("marketing")
    client.get("/office/")  # takes her seat
    return client


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    goods.product("Flask", goods.variant(1000), vendor="Corbel")
    goods.product("Dish", goods.variant(500))


def words(answer: Any) -> str:
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def once_more(answer: Any, step: str) -> dict[str, Any]:
    """The form of the page that shows what would change, as a browser sends it."""
    form = BeautifulSoup(answer.content, "html.parser").select_one('form:has([name="mark"])')
    assert form is not None
    sent: dict[str, Any] = {"step": step}
    for field in form.find_all("input", attrs={"type": "hidden"}):
        sent.setdefault(str(field["name"]), []).append(field["value"])
    return sent


def looked(client: Client, **sent: Any) -> Any:
    return client.post(PLACE, {"step": "look", **CHEAPER, **sent})


def prices() -> dict[str, int]:
    return dict(Variant.objects.values_list("product__title", "price"))


def test_it_is_looked_at_first_then_done_and_taken_back(mia: Client) -> None:
    answer = looked(mia)
    assert re.search(r"Flask price 10\.00 9\.00", words(answer))
    assert "2 products would change" in words(answer)
    assert prices() == {"Flask": 1000, "Dish": 500}

    done = mia.post(PLACE, once_more(answer, "apply"))
    assert prices() == {"Flask": 900, "Dish": 450}
    page = words(mia.get(done["Location"]))
    assert "2 products were changed." in page
    assert "Prices changed by -10 per cent. Rounded to the smallest coin" in page.replace(" .", ".")

    answer = mia.post(f"{done['Location']}undo/")
    assert "2 products are as before." in words(answer)
    assert prices() == {"Flask": 1000, "Dish": 500}
    again = mia.post(f"{done['Location']}undo/", follow=True)
    assert "taken back already" in words(again)


def test_only_what_fits_or_is_ticked_changes(mia: Client) -> None:
    mia.post(PLACE, once_more(looked(mia, maker="Corbel"), "apply"))
    assert prices() == {"Flask": 900, "Dish": 500}

    dish = Product.objects.get(title="Dish")
    mia.post(PLACE, once_more(looked(mia, which="ticked", product=[str(dish.pk)]), "apply"))
    assert prices() == {"Flask": 900, "Dish": 450}


def test_who_ticks_some_and_leaves_all_chosen_is_asked_again(mia: Client) -> None:
    """Three boxes ticked are no wish to change everything."""
    before, dish = prices(), Product.objects.order_by("pk").first()
    assert dish is not None
    sent = {**CHEAPER, "which": "all", "product": [str(dish.pk)]}
    for step in ("look", "apply"):
        answer = mia.post(PLACE, {**sent, "step": step})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "You ticked 1 product, but chose all that fit." in page
        assert f'value="{dish.pk}" id="product-{dish.pk}" checked' in page
        assert 'value="ticked" checked' in page
    assert prices() == before


def test_what_was_changed_meanwhile_is_shown_before_anything_is_done(mia: Client) -> None:
    answer = looked(mia)
    Variant.objects.filter(product__title="Dish").update(price=700)

    again = mia.post(PLACE, once_more(answer, "apply"))

    assert "Something was changed meanwhile" in words(again)
    assert prices() == {"Flask": 1000, "Dish": 700}
    mia.post(PLACE, once_more(again, "apply"))
    assert prices() == {"Flask": 900, "Dish": 630}


def test_back_leads_to_the_form_as_it_was_filled_in(mia: Client) -> None:
    answer = mia.post(PLACE, once_more(looked(mia, maker="Corbel"), "again"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert page.select_one('[name="price_number"]')["value"] == "-10"  # type: ignore[index]
    assert [row.get_text(" ", strip=True) for row in page.select("table th label")] == ["Flask Corbel"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"price_number": "-101"}, "Between -100 and 1000 per cent."),
        ({"price_by": "set", "price_number": "-1"}, "A price is not below zero."),
        ({"price_by": "amount", "price_number": "-6"}, "“Dish” would cost less than nothing."),
        ({"price_number": "ten"}, "Type a number such as 10 or -2.50."),
        ({"price_number": ""}, "Say how much, or which one."),
        ({"price_by": "", "stock_by": "add", "stock_number": "-11"}, "Fewer than none"),
        ({"price_by": ""}, "Say what to change."),
        ({"which": "ticked"}, "Choose at least one product."),
        ({"price_number": "0"}, "They are all like that already."),
    ],
)
def test_nonsense_is_refused_with_a_sentence(mia: Client, sent: dict[str, str], said: str) -> None:
    answer = looked(mia, **sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert prices() == {"Flask": 1000, "Dish": 500}


def test_a_forged_mark_does_nothing(mia: Client) -> None:
    answer = mia.post(PLACE, {**CHEAPER, "step": "apply", "mark": "x"})
    assert "Something was changed meanwhile" in words(answer)
    assert prices() == {"Flask": 1000, "Dish": 500}


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "no job"])
def test_others_find_nothing_there(comes: Comes, mia: Client, who: str) -> None:
    run = mia.post(PLACE, once_more(looked(mia), "apply"))["Location"]
    other = comes(who)
    other.get("/office/")
    for answer in (other.get(PLACE), looked(other), other.get(run), other.post(f"{run}undo/")):
        assert answer.status_code in (302, 403, 404)
        assert "Flask" not in words(answer)
    assert prices() == {"Flask": 900, "Dish": 450}
    assert ImportRun.objects.get().state == "done"


def test_the_list_of_products_leads_here_with_what_is_ticked(mia: Client) -> None:
    dish = Product.objects.get(title="Dish")
    answer = mia.get(f"/office/bulk/catalog/product/change-many/?id={dish.pk}")
    assert answer["Location"] == f"{PLACE}?only={dish.pk}"
    page = BeautifulSoup(mia.get(answer["Location"]).content, "html.parser")
    assert [row.get_text(" ", strip=True) for row in page.select("table th label")] == ["Dish"]


def test_what_to_change_comes_after_what_is_ticked(mia: Client) -> None:
    """On a phone one stands below the other, and a link leads over the list."""
    page = BeautifulSoup(mia.get(PLACE).content, "html.parser")
    order = [str(each.get("name") or each.get("id")) for each in page.select("[name=product], #what, [name=step]")]
    assert order == ["product", "product", "what", "step"]
    assert page.select_one(".office-on-a-phone a[href='#what']")


def test_a_fault_of_a_change_is_said_above_the_list(mia: Client) -> None:
    page = BeautifulSoup(mia.post(PLACE, {"step": "look"}).content, "html.parser")
    fault = page.select_one("form .office-error")
    assert fault is not None
    assert fault.find_next("input", attrs={"name": "product"})
