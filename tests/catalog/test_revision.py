from collections.abc import Callable

import pytest

from tests.catalog.counting import statements
from tests.catalog.goods import category, product
from troth.catalog import revision
from troth.catalog.models import Category, Product

pytestmark = pytest.mark.django_db


def rename_product() -> None:
    made = Product.objects.get()
    made.title = "Other"
    made.save()


def rename_category() -> None:
    shelf = Category.objects.get()
    shelf.name = "Other"
    shelf.save()


@pytest.mark.parametrize(
    "write",
    [
        lambda: product("Another"),
        rename_product,
        lambda: Product.objects.get().delete(),
        lambda: category("Another"),
        rename_category,
        lambda: Category.objects.get().delete(),
        lambda: Product.objects.all().delete(),
        lambda: Category.objects.all().delete(),
    ],
)
def test_every_change_makes_a_new_revision(write: Callable[[], object]) -> None:
    product("Beaker", categories=(category(),))
    before = revision.current()

    write()

    assert revision.current() > before


def test_asking_is_one_query() -> None:
    revision.bump()
    with statements() as sent:
        revision.current()
    assert len(sent) == 1
