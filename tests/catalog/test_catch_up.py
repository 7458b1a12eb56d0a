"""A shop of an earlier version gets the new columns filled when it starts."""

import pytest

from troth.catalog import sample
from troth.catalog.catch_up import catch_up
from troth.catalog.models import Product

pytestmark = pytest.mark.django_db


def test_products_of_before_get_what_lists_need() -> None:
    sample.load()
    before = dict(Product.objects.values_list("slug", "price_to"))
    Product.objects.update(price_to=0, facets="")

    assert catch_up() == len(before)

    assert dict(Product.objects.values_list("slug", "price_to")) == before
    assert Product.objects.exclude(facets="").exists()
    assert catch_up() == 0
