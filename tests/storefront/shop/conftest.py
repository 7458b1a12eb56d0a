"""A small shop with something on each kind of shelf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.catalog import goods
from troth.catalog.models import Category, Product
from troth.storefront.pagecache import store


@dataclass(frozen=True)
class Shelves:
    glass: Category
    flask: Product  # three sizes, one of them sold out
    tips: Product  # two options
    beaker: Product  # one variant


@pytest.fixture(autouse=True)
def _no_kept_pages() -> Iterator[None]:
    """Each test rolls the revision back, so pages of an earlier one would pass for its own."""
    store().clear()
    yield
    store().clear()


@pytest.fixture
def shelves(db: None) -> Shelves:
    return stocked()


def stocked() -> Shelves:
    glass = goods.category("Glassware", blurb="Borosilicate, mostly.")
    flask = goods.product(
        "Erlenmeyer flask",
        *goods.sizes(("50 mL", 900, 20), ("250 mL", 1250, 3), ("1 L", 2400, 0)),
        categories=(glass,),
        option1_name="Volume",
        blurb="A flask that stands its ground.",
        specifications="Glass: Borosilicate 3.3\nNeck: 34 mm",
        featured=True,
        description="<p>Thick where it matters.</p>",
    )
    tips = goods.product(
        "Filter tips",
        goods.variant(980, option1="10 µL", option2="1 rack", sku="FT-10-1"),
        goods.variant(8800, option1="10 µL", option2="10 racks", sku="FT-10-10", sort_order=1),
        goods.variant(1140, option1="1000 µL", option2="1 rack", sku="FT-1000-1", sort_order=2),
        categories=(goods.category("Pipetting", position=1),),
        option1_name="Volume",
        option2_name="Pack",
    )
    beaker = goods.product("Beaker", goods.variant(1000, sku="BK-1", compare_at=1300), categories=(glass,))
    return Shelves(glass, flask, tips, beaker)
