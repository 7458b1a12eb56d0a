"""A prepared insert writes what `save` would write."""

from __future__ import annotations

import uuid
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.channels.models import Message
from troth.orders.models import Basket, BasketLine
from troth.prepared import Inserts

pytestmark = pytest.mark.django_db


def everything(row: Basket) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


def test_it_is_one_statement_and_the_object_knows_its_number() -> None:
    baskets, at = Inserts(Basket), timezone.now()
    Basket(token_digest="c" * 64, changed_at=at).save()
    for digest in ("a" * 64, "b" * 64):
        with statements() as sent:
            written = baskets.write(Basket(token_digest=digest, changed_at=at))
        assert len(sent) == 1
        read = Basket.objects.get(token_digest=digest)
        assert read == written
        assert everything(read) == everything(written)
        assert everything(read) | {"token_digest": ""} == everything(Basket.objects.get(token_digest="c" * 64)) | {
            "token_digest": ""
        }


def test_what_it_wrote_is_saved_again_as_the_same_row() -> None:
    written = Inserts(Basket).write(Basket(token_digest="a" * 64))
    written.currency = "EUR"
    written.save()
    assert list(Basket.objects.values_list("currency", flat=True)) == ["EUR"]


def test_an_id_of_its_own_and_json_are_written_too() -> None:
    now = timezone.now()
    told = {"order": 7, "language": "de"}
    written = Inserts(Message).write(
        Message(template="order_paid", whose="party", to=str(uuid.uuid4()), ids=told, queued_at=now, next_at=now)
    )
    read = Message.objects.get(pk=written.pk)
    assert (read.ids, read.queued_at, read.lease_until) == (told, now, None)


def test_an_object_whose_owner_is_not_written_yet_is_refused() -> None:
    """As `save` refuses it: the number would be missing."""
    (of_it,) = product("Beaker", variant(500)).variants.all()
    with pytest.raises(ValueError, match="unsaved related object"):
        Inserts(BasketLine).write(BasketLine(basket=Basket(token_digest="a" * 64), variant=of_it, quantity=1))


def test_one_of_its_kind_stays_one_and_the_transaction_is_over() -> None:
    baskets = Inserts(Basket)
    baskets.write(Basket(token_digest="a" * 64))

    @transaction.atomic
    def going_on_all_the_same() -> None:
        with suppress(IntegrityError):
            baskets.write(Basket(token_digest="a" * 64))
        Basket.objects.count()

    with pytest.raises(transaction.TransactionManagementError):
        going_on_all_the_same()
    assert Basket.objects.count() == 1


def test_a_row_that_is_there_already_is_left_as_it_is_where_that_is_wished() -> None:
    baskets = Inserts(Basket, unless_there=True)
    for currency in ("EUR", "USD"):
        with statements() as sent:
            baskets.write(Basket(token_digest="a" * 64, currency=currency))
        assert len(sent) == 1
    assert list(Basket.objects.values_list("currency", flat=True)) == ["EUR"]
