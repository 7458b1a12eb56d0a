"""A prepared change does what `QuerySet.update` would do, each time with other values."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.catalog.models import Product, Variant
from troth.orders.models import Basket
from troth.prepared import Changes
from troth.prepared.changes import Change

pytestmark = pytest.mark.django_db


def dearer(variant: int, by: int) -> Change:
    return Variant.objects.filter(pk=variant, offered=True), {"price": F("price") + by}


def test_it_changes_the_rows_it_is_told_and_says_how_many() -> None:
    first, other = product("Beaker", variant(500), variant(900, option1="large")).variants.order_by("price")
    change = Changes(dearer, variant=int, by=int)
    with statements() as sent:
        assert change.run(variant=first.pk, by=10) == 1
        assert change.run(variant=other.pk, by=1) == 1
        assert change.run(variant=0, by=1000) == 0
    assert len(sent) == 3
    assert list(Variant.objects.order_by("price").values_list("price", flat=True)) == [510, 901]


def test_instants_and_nothing_are_written_as_django_writes_them() -> None:
    basket = Basket.objects.create(token_digest="a" * 64, currency="EUR")
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    change = Changes(
        lambda basket, at: (Basket.objects.filter(pk=basket), {"changed_at": at, "voucher": None}),
        basket=int,
        at=datetime,
    )
    for moment in (at, at + timedelta(days=200), timezone.now()):
        assert change.run(basket=basket.pk, at=moment) == 1
        basket.refresh_from_db()
        assert basket.changed_at == moment
        assert Basket.objects.filter(changed_at=moment).exists()


def test_a_change_that_fails_takes_its_transaction_with_it() -> None:
    """As an update does: what follows in the same transaction would build on what is not there."""
    product("Beaker")
    flask = product("Flask")
    change = Changes(lambda pk, slug: (Product.objects.filter(pk=pk), {"slug": slug}), pk=int, slug=str)
    with pytest.raises(IntegrityError), transaction.atomic():
        change.run(pk=flask.pk, slug="beaker")

    @transaction.atomic
    def going_on_all_the_same() -> None:
        with suppress(IntegrityError):
            change.run(pk=flask.pk, slug="beaker")
        Product.objects.count()

    with pytest.raises(transaction.TransactionManagementError):
        going_on_all_the_same()


def test_a_change_that_would_ask_another_table_first_is_refused() -> None:
    prepared = Changes(lambda slug: (Variant.objects.filter(product__slug=slug), {"price": 1}), slug=str)
    with pytest.raises(ValueError, match="one table"):
        prepared.run(slug="beaker")
