"""The basket's page shows accessories of what is in it; a basket without any costs nothing for that."""

from __future__ import annotations

import pytest

from tests.catalog.goods import product
from tests.storefront.checkout.pages import Shopper
from tests.storefront.checkout.test_pace import statements
from troth.catalog.models import Product, RelatedProduct, Relation, Variant

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HEADING = "Works with what is in your basket"
CARDS = '"catalog_product"."blurb"'


def goes_with(tube: Variant, kind: Relation, title: str = "Cork ring") -> Product:
    other = product(title)
    RelatedProduct.objects.create(product=tube.product, other=other, kind=kind)
    return other


def test_an_accessory_of_what_is_in_the_basket_is_shown(shopper: Shopper, tube: Variant) -> None:
    other = goes_with(tube, Relation.ACCESSORY)
    page = shopper.takes(tube).look("/basket/")
    assert HEADING in page
    assert f'href="/products/{other.slug}/"' in page


def test_what_is_in_the_basket_already_is_not_shown_beside_it(shopper: Shopper, tube: Variant) -> None:
    other = goes_with(tube, Relation.ACCESSORY)
    page = shopper.takes(tube).takes(other.variants.get()).look("/basket/")
    assert HEADING not in page


@pytest.mark.parametrize("kind", [None, Relation.RELATED, Relation.SPARE])
def test_a_basket_without_accessories_asks_for_none(shopper: Shopper, tube: Variant, kind: Relation | None) -> None:
    if kind:
        goes_with(tube, kind)
    shopper.takes(tube)
    with statements() as sent:
        page = shopper.look("/basket/")
    assert HEADING not in page
    assert not any(CARDS in sql for sql in sent)


def test_with_accessories_it_asks_once(shopper: Shopper, tube: Variant) -> None:
    goes_with(tube, Relation.ACCESSORY)
    shopper.takes(tube)
    with statements() as sent:
        shopper.look("/basket/")
    assert sum(CARDS in sql for sql in sent) == 1
