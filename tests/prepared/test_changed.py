"""A prepared change that tells its row tells what Django would read after an update."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.catalog.models import Product, Variant
from troth.orders.models import Basket
from troth.prepared import Changed
from troth.prepared.changes import Change

pytestmark = pytest.mark.django_db


def dearer(variant: int, by: int) -> Change:
    return Variant.objects.filter(pk=variant, offered=True), {"price": F("price") + by}


def test_the_row_is_told_as_it_stands_afterwards_in_one_statement() -> None:
    first, other = product("Beaker", variant(500), variant(900, option1="large")).variants.order_by("price")
    change = Changed[Variant](dearer, variant=int, by=int)
    change.first(variant=first.pk, by=0)
    for row, by in ((first, 10), (other, 1), (first, 5)):
        with statements() as sent:
            told = change.first(variant=row.pk, by=by)
        assert len(sent) == 1
        stands = Variant.objects.get(pk=row.pk)
        assert told == stands
        assert {field.attname: getattr(told, field.attname) for field in Variant._meta.concrete_fields} == {
            field.attname: getattr(stands, field.attname) for field in Variant._meta.concrete_fields
        }


def test_where_nothing_is_changed_nothing_is_told() -> None:
    row = product("Beaker", variant(500)).variants.get()
    row.offered = False
    row.save()
    change = Changed[Variant](dearer, variant=int, by=int)
    assert change.first(variant=row.pk, by=10) is None
    assert change.first(variant=0, by=10) is None
    row.refresh_from_db()
    assert row.price == 500


def test_instants_are_told_as_django_reads_them() -> None:
    basket = Basket.objects.create(token_digest="a" * 64, currency="EUR")
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    change = Changed[Basket](
        lambda basket, at: (Basket.objects.filter(pk=basket), {"changed_at": at}), basket=int, at=datetime
    )
    told = change.first(basket=basket.pk, at=at)
    assert told is not None
    assert told.changed_at == at


def test_a_change_that_fails_takes_its_transaction_with_it() -> None:
    product("Beaker")
    flask = product("Flask")
    change = Changed[Product](lambda pk, slug: (Product.objects.filter(pk=pk), {"slug": slug}), pk=int, slug=str)
    with pytest.raises(IntegrityError), transaction.atomic():
        change.first(pk=flask.pk, slug="beaker")
