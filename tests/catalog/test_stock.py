import pytest

from tests.catalog.goods import only_variant, product, variant
from troth.catalog import revision, stock
from troth.catalog.models import Status, Variant

pytestmark = pytest.mark.django_db


def left(of: Variant) -> int:
    return Variant.objects.values_list("stock", flat=True).get(pk=of.pk)


def test_what_is_there_can_be_reserved_and_put_back() -> None:
    tube = only_variant(product("Tube", variant(stock=5)))

    assert stock.reserve(tube.pk, 5)
    assert left(tube) == 0
    stock.release(tube.pk, 2)
    assert left(tube) == 2


def test_more_than_is_there_cannot_and_nothing_changes() -> None:
    tube = only_variant(product("Tube", variant(stock=5)))

    assert not stock.reserve(tube.pk, 6)
    assert left(tube) == 5


def test_what_is_sold_without_stock_goes_below_zero() -> None:
    tube = only_variant(product("Tube", variant(stock=0, oversell=True)))

    assert stock.reserve(tube.pk, 3)
    assert left(tube) == -3


def test_a_stock_that_is_not_counted_is_left_alone() -> None:
    tube = only_variant(product("Tube", variant(stock=7, tracked=False)))

    assert stock.reserve(tube.pk, 100)
    stock.release(tube.pk, 100)
    assert left(tube) == 7


@pytest.mark.parametrize("columns", [{"offered": False}, {}])
def test_what_the_shop_does_not_sell_cannot_be_reserved(columns: dict[str, bool]) -> None:
    status = Status.PUBLISHED if columns else Status.DRAFT
    tube = only_variant(product("Tube", variant(**columns), status=status))  # type: ignore[arg-type]

    assert not stock.reserve(tube.pk, 1)
    assert not stock.reserve(tube.pk + 999, 1)


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_at_least_one(quantity: int) -> None:
    tube = only_variant(product("Tube"))
    with pytest.raises(ValueError, match="at least 1"):
        stock.reserve(tube.pk, quantity)
    with pytest.raises(ValueError, match="at least 1"):
        stock.release(tube.pk, quantity)


def test_several_are_reserved_all_or_none() -> None:
    tube, rack = (only_variant(product(title, variant(stock=2))) for title in ("Tube", "Rack"))

    with pytest.raises(stock.SoldOut) as short:
        stock.reserve_all({rack.pk: 3, tube.pk: 1})

    assert short.value.variant_id == rack.pk
    assert (left(tube), left(rack)) == (2, 2)
    stock.reserve_all({tube.pk: 1, rack.pk: 2})
    stock.release_all({tube.pk: 1, rack.pk: 1})
    assert (left(tube), left(rack)) == (2, 1)


def test_a_sale_changes_the_revision_only_when_pages_say_something_else() -> None:
    tube = only_variant(product("Tube", variant(stock=100)))
    before = revision.current()

    stock.reserve(tube.pk, 50)
    assert revision.current() == before
    stock.reserve(tube.pk, 46)
    assert revision.current() == before + 1


def test_saving_a_variant_does_not_undo_a_sale_in_between() -> None:
    tube = only_variant(product("Tube", variant(stock=10)))
    stock.reserve(tube.pk, 4)

    tube.sku = "new"
    tube.stock += 5
    tube.save()

    assert left(tube) == 11
    assert tube.stock == 11


def test_the_database_itself_refuses_an_oversold_stock() -> None:
    from django.db import IntegrityError, transaction

    tube = only_variant(product("Tube", variant(stock=1)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.filter(pk=tube.pk).update(stock=-1)
