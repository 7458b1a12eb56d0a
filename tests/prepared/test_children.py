"""Rows read along with what they belong to are those Django would read along."""

from __future__ import annotations

import pytest
from django.db.models import prefetch_related_objects

from tests.catalog.counting import statements
from tests.catalog.goods import product, sizes
from troth.catalog.models import Product
from troth.prepared import Children

pytestmark = pytest.mark.django_db


def read(row: Product) -> list[tuple[int, bool]]:
    return [(each.pk, each.product is row) for each in row.variants.all()]


def test_they_come_in_one_statement_in_their_own_order_and_know_whose_they_are() -> None:
    product("Flask", *sizes(("a", 100, 1)))
    beaker = product("Beaker", *sizes(("small", 500, 3), ("large", 900, 2), ("huge", 1500, 0)))
    ours, theirs = Product.objects.get(pk=beaker.pk), Product.objects.get(pk=beaker.pk)
    children = Children(Product, "variants")
    prefetch_related_objects([theirs], "variants")
    with statements() as sent:
        children.read(ours)
        children.read(ours)
        assert read(ours) == read(theirs)
        assert len(ours.variants.all()) == ours.variants.count() == 3
    assert len(sent) == 1
    assert all(same for _, same in read(ours))


def test_what_was_read_before_is_not_read_again() -> None:
    beaker = product("Beaker")
    prefetch_related_objects([beaker], "variants")
    with statements() as sent:
        Children(Product, "variants").read(beaker)
    assert not sent


def test_a_narrower_question_is_refused_since_it_would_find_everybodys() -> None:
    product("Flask")
    beaker = product("Beaker")
    Children(Product, "variants").read(beaker)
    with pytest.raises(TypeError, match="read along"):
        beaker.variants.filter(price__gt=0)
