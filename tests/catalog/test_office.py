"""The catalogue's screens in the office, used as staff use them: open the form, change something, save."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

import troth.office.catalog.hooks  # noqa: F401  (registers the screens)
from tests.catalog import goods
from troth.catalog import browse, revision, stock
from troth.catalog.locations import moving, opening
from troth.catalog.models import Category, Location, MovedFor, Product, Status, StockMove, Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Client:
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    staff = get_user_model()(email="desk@sealed.invalid", is_staff=True, is_superuser=True, is_active=True)
    staff.set_unusable_password()
    staff.save()
    client = Client()
    client.force_login(staff)
    return client


def address(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def opened(office: Client, url: str) -> dict[str, Any]:
    """The form at an address, as a browser would send it back unchanged."""
    page = BeautifulSoup(office.get(url).content, "html.parser")
    forms = page.find_all("form", method=re.compile("post", re.I))
    form = max(forms, key=lambda form: len(form.find_all(attrs={"name": True})))
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        name, kind = field["name"], field.get("type", "")
        if "__prefix__" in name:
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            sent[name] = chosen["value"] if chosen else ""
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "textarea":
            sent[name] = field.get_text().removeprefix("\n")
        elif kind != "submit":
            sent[name] = field.get("value", "")
    return sent


def errors(response: Any) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(found.get_text(" ", strip=True) for found in page.select(".error-message, .messages .error"))


def saved(office: Client, url: str, sent: dict[str, Any]) -> None:
    response = office.post(url, sent)
    assert response.status_code == 302, errors(response)


def test_the_lists_show_pictures_prices_and_stock(office: Client) -> None:
    goods.product("Flask", *goods.sizes(("50 mL", 900, 0), ("1 L", 1500, 7)), option1_name="Volume")
    goods.product("Tube", goods.variant(stock=0))

    page = office.get(address(Product, "list")).content.decode()

    assert re.search(r"from \S*9\.00", page)
    assert "7 left, 1 variant sold out" in page
    assert "placeholder.svg" in page


@pytest.mark.parametrize("asked", ['flask"', "FL-1", "fla", "' OR", '"'])
def test_the_list_can_be_searched_with_anything(office: Client, asked: str) -> None:
    goods.product("Flask", goods.variant(sku="FL-1"))

    response = office.get(address(Product, "list"), {"q": asked})

    assert response.status_code == 200
    assert ("Flask" in response.content.decode()) == (asked not in ("' OR", '"'))


def test_saving_a_form_unchanged_changes_nothing_a_shopper_sees(office: Client) -> None:
    made = goods.product(
        "Flask",
        *goods.sizes(("50 mL", 905, 3), ("1 L", 1500, 7)),
        option1_name="Volume",
        description="<p>Some <b>words</b>.</p>",
        specifications="Neck: NS 29/32",
        categories=(goods.category(),),
    )
    before = browse.product("flask")
    assert before is not None

    url = address(Product, "edit", made.pk)
    saved(office, url, opened(office, url))

    after = browse.product("flask")
    assert after is not None
    assert (after.variants, after.specifications, after.crumbs) == (
        before.variants,
        before.specifications,
        before.crumbs,
    )


def test_a_price_is_typed_as_people_write_it_and_is_on_the_page_at_once(office: Client) -> None:
    made = goods.product("Flask")
    before = revision.current()
    url = address(Product, "edit", made.pk)

    saved(office, url, opened(office, url) | {"variants-0-price_shown": "12,50", "title": "Round flask"})

    (card,) = browse.products().page.cards
    assert (card.title, card.price.plain) == ("Round flask", "12.50")
    assert revision.current() > before


def test_what_is_sold_while_somebody_edits_stays_sold(office: Client) -> None:
    made = goods.product("Flask", goods.variant(stock=10))
    url = address(Product, "edit", made.pk)
    untouched, topped_up = opened(office, url), opened(office, url) | {"variants-0-stock_shown": "30"}
    variant = goods.only_variant(made)
    stock.reserve(variant.pk, 4)

    saved(office, url, untouched)
    variant.refresh_from_db()
    assert variant.stock == 6

    saved(office, url, topped_up)
    variant.refresh_from_db()
    assert variant.stock == 26
    (line,) = StockMove.objects.all()
    assert (line.change, line.left) == (20, 26)


def test_a_form_does_not_count_away_what_lies_at_another_location(office: Client) -> None:
    made = goods.product("Flask", goods.variant(stock=6))
    variant = goods.only_variant(made)
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour"))
    moving.transfer(moving.Transfer(variant.pk, Location.objects.get(main=True), harbour, 4), None)
    for url, field in (
        (address(Product, "edit", made.pk), "variants-0-stock_shown"),
        (address(Variant, "edit", variant.pk), "stock_shown"),
    ):
        answer = office.post(url, opened(office, url) | {field: "3"})
        assert "4 of them lie at other locations." in answer.content.decode()
    variant.refresh_from_db()
    assert variant.stock == 6


def test_more_cannot_be_taken_out_than_there_is_by_now(office: Client) -> None:
    made = goods.product("Flask", goods.variant(stock=10))
    url = address(Product, "edit", made.pk)
    sent = opened(office, url) | {"variants-0-stock_shown": "2"}
    stock.reserve(goods.only_variant(made).pk, 4)

    response = office.post(url, sent)

    assert "Only 6 are left by now." in response.content.decode()


def test_a_new_product_with_two_variants(office: Client) -> None:
    shelf = goods.category()
    url = address(Product, "add")
    row = {"currency": "usd", "stock_was": "0", "oversell": "", "tracked": "on", "offered": "on", "shipped": "on"}
    sent = opened(office, url) | {
        "title": "Cap",
        "slug": "cap",
        "description": "null",
        "status": "published",
        "option1_name": "Colour",
        "categories": [str(shelf.pk)],
        "specifications": "Material: silicone",
        "variants-TOTAL_FORMS": "2",
    }
    for place, colour in enumerate(("red", "blue")):
        told = {"id": "", "ORDER": str(place + 1), "DELETE": "", "option1": colour, "price_shown": "1.20", **row}
        told |= {"stock_shown": str(place * 5), "weight_grams": "4", "tax_class": "standard"}
        sent |= {f"variants-{place}-{name}": value for name, value in told.items()}

    saved(office, url, sent)

    page = browse.product("cap")
    assert page is not None
    assert [(variant.title, variant.price.plain, variant.most) for variant in page.variants] == [
        ("red", "1.20", 0),
        ("blue", "1.20", 5),
    ]
    assert page.crumbs[-1].name == "Glassware"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"variants-0-price_shown": "12.345"}, "more decimals"),
        ({"variants-0-price_shown": ""}, "required"),
        ({"variants-0-currency": "dollars"}, "Three letters"),
        ({"variants-0-currency": "EUR"}, "same currency"),
        ({"variants-1-option1": "50 mL"}, "Two variants are the same"),
        ({"variants-1-option1": ""}, "lacks the answer"),
        ({"option1_name": ""}, "does not have"),
        ({"specifications": "no colon here"}, "name: value"),
        ({"slug": "tube"}, "already exists"),
    ],
)
def test_a_form_that_makes_no_sense_says_what_to_do(office: Client, changed: dict[str, str], words: str) -> None:
    goods.product("Tube")
    made = goods.product("Flask", *goods.sizes(("50 mL", 905, 3), ("1 L", 1500, 7)), option1_name="Volume")
    url = address(Product, "edit", made.pk)

    response = office.post(url, opened(office, url) | changed)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert browse.product("flask") is not None


def beside_it(*others: Product) -> dict[str, str]:
    told = {"chosen_related-TOTAL_FORMS": str(len(others))}
    for place, other in enumerate(others):
        row = {"id": "", "ORDER": str(place + 1), "DELETE": "", "other": str(other.pk), "kind": "accessory"}
        told |= {f"chosen_related-{place}-{name}": value for name, value in row.items()}
    return told


def test_accessories_are_named_in_the_office(office: Client) -> None:
    hose, pump = goods.product("Hose"), goods.product("Pump")
    url = address(Product, "edit", pump.pk)

    saved(office, url, opened(office, url) | beside_it(hose))

    page = browse.product("pump")
    assert page is not None
    assert [card.title for card in page.accessories] == ["Hose"]


def test_a_product_is_named_once_and_not_beside_itself(office: Client) -> None:
    hose, pump = goods.product("Hose"), goods.product("Pump")
    url = address(Product, "edit", pump.pk)

    twice = office.post(url, opened(office, url) | beside_it(hose, hose)).content.decode()
    itself = office.post(url, opened(office, url) | beside_it(pump)).content.decode()

    assert "named twice" in twice
    assert "does not go with itself" in itself


def test_scripts_do_not_get_into_a_description(office: Client) -> None:
    made = goods.product("Flask")
    made.description = '<p>ok</p><script>alert(1)</script><img src="x" onerror="alert(1)">'
    made.save()
    url = address(Product, "edit", made.pk)

    saved(office, url, opened(office, url))

    made.refresh_from_db()
    assert "script" not in made.description
    assert "img" not in made.description


def test_stock_is_changed_from_its_own_list(office: Client) -> None:
    made = goods.product("Tube", goods.variant(stock=2))
    variant = goods.only_variant(made)
    url = address(Variant, "edit", variant.pk)
    sent = opened(office, url) | {"stock_shown": "50"}
    stock.reserve(variant.pk, 1)

    saved(office, url, sent)

    variant.refresh_from_db()
    assert variant.stock == 49
    (line,) = StockMove.objects.all()
    assert (line.change, line.left, line.why) == (48, 49, MovedFor.EDITED)
    assert get_user_model().objects.filter(pk=line.by).exists()
    page = browse.product("tube")
    assert page is not None
    assert page.chosen.stock_words == "In stock"


@pytest.mark.parametrize(("left", "title"), [("out", "Gone"), ("few", "Low"), ("uncounted", "Endless")])
def test_the_stock_list_finds_what_runs_low(office: Client, left: str, title: str) -> None:
    goods.product("Gone", goods.variant(stock=0))
    goods.product("Low", goods.variant(stock=2))
    goods.product("Endless", goods.variant(tracked=False))

    page = BeautifulSoup(office.get(address(Variant, "list"), {"left": left}).content, "html.parser")

    text = " ".join(table.get_text() for table in page.find_all("table"))
    assert [name for name in ("Gone", "Low", "Endless") if name in text] == [title]


def test_a_variant_alone_is_neither_added_nor_deleted(office: Client) -> None:
    variant = goods.only_variant(goods.product("Tube"))

    assert office.get(address(Variant, "add")).status_code == 302
    office.post(address(Variant, "delete", variant.pk))
    assert Variant.objects.filter(pk=variant.pk).exists()


def test_a_category_is_added_and_deleted(office: Client) -> None:
    url = address(Category, "add")
    saved(office, url, opened(office, url) | {"name": "Glass", "slug": "glass", "published": "on"})
    shelf = Category.objects.get()
    goods.product("Flask", categories=(shelf,))

    saved(office, address(Category, "delete", shelf.pk), {})

    assert not Category.objects.exists()
    assert browse.product("flask") is not None


def test_a_deleted_product_is_gone_from_lists_and_search(office: Client) -> None:
    made = goods.product("Flask", status=Status.PUBLISHED)

    saved(office, address(Product, "delete", made.pk), {})

    assert browse.products().page.total == 0


# -- addresses made from names


def test_a_new_product_needs_no_address_typed(office: Client) -> None:
    goods.product("Test vial")
    url = address(Product, "add")
    for _ in range(2):
        sent = opened(office, url) | {
            "title": "Test vial",
            "blurb": "A vial.",
            "variants-0-price_shown": "4.20",
            "slug": "",
        }
        answer = office.post(url, sent)
        assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").select(".error-message")
    assert sorted(Product.objects.values_list("slug", flat=True)) == ["test-vial", "test-vial-2", "test-vial-3"]


def test_one_that_is_typed_is_kept_and_a_name_without_letters_asks_for_one(office: Client) -> None:
    url = address(Product, "add")
    sent = opened(office, url) | {"title": "試験管", "blurb": "A tube.", "variants-0-price_shown": "4.20"}
    page = office.post(url, sent | {"slug": ""}).content.decode()
    assert "This field is required." in page
    assert not Product.objects.exists()
    office.post(url, sent | {"slug": "test-tube"})
    assert Product.objects.get().slug == "test-tube"


def test_what_is_there_keeps_its_address_and_cannot_lose_it(office: Client) -> None:
    product = goods.product("Beaker")
    url = address(Product, "edit", product.pk)
    office.post(url, opened(office, url) | {"title": "Glass beaker"})
    office.post(url, opened(office, url) | {"slug": ""})
    product.refresh_from_db()
    assert (product.title, product.slug) == ("Glass beaker", "beaker")


def test_nor_does_a_new_category(office: Client) -> None:
    url = address(Category, "add")
    office.post(url, opened(office, url) | {"name": "Vials & tubes", "slug": ""})
    assert Category.objects.get().slug == "vials-tubes"
