import re
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.catalog import goods
from troth.catalog import browse, sample
from troth.catalog.models import Category, Product, ProductImage, RelatedProduct, Variant
from troth.catalog.search import search

DRAWINGS = sorted((sample.FOLDER / "pictures").glob("[!_]*.svg"))


@pytest.mark.django_db
def test_the_sample_fills_a_shop() -> None:
    loaded = sample.load()

    assert loaded.products >= 40
    assert Product.objects.count() == loaded.products
    home = browse.home()
    assert len(home.featured) >= 4
    assert len(home.categories) == Category.objects.count()
    assert all(card.in_stock and card.blurb and card.picture.alt for card in home.featured)


@pytest.mark.django_db
def test_every_product_of_the_sample_has_a_page() -> None:
    sample.load()

    for slug in Product.objects.values_list("slug", flat=True):
        page = browse.product(slug)
        assert page is not None
        assert page.description
        assert page.specifications
        assert len(page.crumbs) == 2
        assert page.related
        assert all(len(variant.values) == len(page.options) for variant in page.variants)
        assert search(page.title).page.cards[0].slug == slug


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    sample.load()
    Product.objects.filter(slug="filter-tips").update(title="Ours now")
    before = [list(model.objects.values()) for model in (Product, Variant, ProductImage, RelatedProduct, Category)]

    assert sample.load() == sample.Loaded(0, 0, ())
    assert before == [
        list(model.objects.values()) for model in (Product, Variant, ProductImage, RelatedProduct, Category)
    ]


@pytest.mark.django_db
def test_what_the_shop_sells_already_is_left_alone() -> None:
    goods.product("Our own", slug="filter-tips")

    loaded = sample.load()

    assert loaded.left_alone == ("filter-tips",)
    assert Product.objects.get(slug="filter-tips").title == "Our own"


@pytest.mark.django_db
def test_article_numbers_are_unique() -> None:
    sample.load()
    numbers = list(Variant.objects.values_list("sku", flat=True))
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_square_plain_and_served(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")

    root = ElementTree.fromstring(text)  # noqa: S314  (our own file)
    assert root.get("viewBox") == "0 0 800 800"
    assert not re.search(r"<script|<foreignObject|<image|\son\w+=|href=\"(?!#)|url\((?!#)", text)
    assert len(text) < 60_000
    assert finders.find(f"catalog/sample/{drawing.name}")


def test_every_product_has_its_drawing_and_every_drawing_its_product() -> None:
    used = {product["picture"] for product in sample.read()["products"]}
    assert used == {drawing.name for drawing in DRAWINGS}


@pytest.mark.django_db
def test_loading_is_quick() -> None:
    begun = time.process_time()
    sample.load()
    assert time.process_time() - begun < 6  # about 0.6 s; the rest is room for a slow machine
