"""A prepared question for whole objects finds what Django would find, and what it reads along."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet, Value

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.catalog.models import Variant
from troth.prepared import Objects

pytestmark = pytest.mark.django_db


def asked(slug: str, price: int) -> QuerySet[Variant]:
    found = Variant.objects.filter(product__slug=slug, price__gte=price)
    return found.select_related("product").order_by("price")


def everything(row: Variant) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_they_are_those_of_the_query_whatever_the_values() -> None:
    product("Beaker", variant(500, option1="small"), variant(900, option1="large"))
    product("Flask")
    found = Objects(asked, slug=str, price=int)
    for told in (("beaker", 0), ("beaker", 600), ("flask", 0), ("nothing' OR 1=1 --", 0)):
        theirs = list(asked(*told))
        with statements() as sent:
            ours = found.all(slug=told[0], price=told[1])
            assert [row.product.title for row in ours] == [row.product.title for row in theirs]
        assert ours == theirs
        assert [everything(row) for row in ours] == [everything(row) for row in theirs]
        assert [everything(row.product) for row in ours] == [everything(row.product) for row in theirs]
        assert len(sent) == 1


def test_an_object_found_can_be_saved_and_not_written_twice() -> None:
    product("Beaker", variant(500))
    row = Objects(asked, slug=str, price=int).first(slug="beaker", price=0)
    assert row is not None
    row.price = 600
    row.save()
    assert list(Variant.objects.values_list("price", flat=True)) == [600]


def test_what_is_asked_beside_whole_objects_is_refused() -> None:
    prepared = Objects(lambda price: Variant.objects.filter(price=price).annotate(one=Value(1)), price=int)
    with pytest.raises(ValueError, match="whole objects"):
        prepared.all(price=1)
