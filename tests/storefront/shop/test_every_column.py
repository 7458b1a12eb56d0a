"""Whatever column of the catalogue or of a banner changes, a kept page shows what a page drawn anew would.

The digest of what a page shows (`storefront.drawn`) holds only if nothing reaches a page past it.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import models
from django.test import Client

from tests.storefront.shop.conftest import Shelves
from tests.storefront.shop.test_drawn import seen
from troth.catalog import revision
from troth.catalog.models import Category, CategoryWords, Product, ProductWords, Variant
from troth.storefront.pagecache import store
from troth.visits.banners import shelf
from troth.visits.models import Banner
from troth.visits.models.banners import BannerWords

pytestmark = pytest.mark.django_db
ROWS: list[type[models.Model]] = [Product, Variant, Category, ProductWords, CategoryWords, Banner, BannerWords]
BOTH = [
    *("/", "/products/", "/products/erlenmeyer-flask/", "/products/filter-tips/", "/search/?q=flask"),
    *("/de/categories/glassware/", "/de/products/erlenmeyer-flask/"),
]
NO_CHOICE = (models.AutoField, models.BigAutoField, models.ForeignKey, models.UUIDField, models.FileField)


@pytest.fixture
def told(shelves: Shelves) -> Shelves:
    """With words in German, and a banner that has some in both."""
    ProductWords.objects.create(product=shelves.flask, language="de", title="Erlenmeyerkolben", blurb="Steht fest.")
    CategoryWords.objects.create(category=shelves.glass, language="de", name="Glas", blurb="Meist Borosilikat.")
    banner = Banner.objects.create(product=shelves.tips, name="Tips", home=True, category=True, on_product=True)
    for language, title in (("en", "Tips, filtered"), ("de", "Spitzen mit Filter")):
        BannerWords.objects.create(banner=banner, language=language, title=title)
    banner.save()
    return shelves


def other(field: Any, value: Any) -> Any:
    """Something else that may stand in the column, None where nothing may."""
    if field.name == "facets":
        return '[["Volume", "1 mL", "2 mL"]]'
    if field.choices:
        return next((key for key, _words in field.flatchoices if key != value), None)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime.date):
        return value + datetime.timedelta(days=-400)
    if isinstance(value, str):
        return "another" if isinstance(field, models.SlugField) else f"{value} anew"[: field.max_length or None]
    if isinstance(value, dict):
        return {"Volume": "Rauminhalt", "Glass": "Glasart"}
    if value is None and isinstance(field, models.DateField):
        return datetime.date(2020, 1, 1)
    return 77 if value is None and isinstance(field, models.IntegerField) else None


@pytest.mark.parametrize("model", ROWS, ids=lambda model: str(model.__name__))
def test_a_changed_column_is_on_the_kept_page_as_on_one_drawn_anew(
    client: Client, told: Shelves, model: type[models.Model]
) -> None:
    rows, changed = model._default_manager.order_by("pk"), []
    for field in model._meta.concrete_fields:
        before = list(rows.values_list("pk", field.attname))
        if isinstance(field, NO_CHOICE) or (now := other(field, before[0][1])) is None:
            continue
        first = {path: seen(client, path)[1] for path in BOTH}
        rows.filter(pk=before[0][0]).update(**{field.attname: now})
        revision.bump()
        kept = {path: seen(client, path) for path in BOTH}
        store().clear()
        shelf.forget()
        assert kept == {path: seen(client, path) for path in BOTH}, field.name
        changed += [field.name] if any(kept[path][1] != first[path] for path in BOTH) else []
        rows.filter(pk=before[0][0]).update(**{field.attname: before[0][1]})
        revision.bump()
    assert changed, "the control: some column is seen on some page"
