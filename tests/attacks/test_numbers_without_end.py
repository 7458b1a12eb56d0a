"""Numbers no column can hold, typed where somebody chooses rows: they are in nobody's list, and break nothing."""

from __future__ import annotations

import pytest
from django import forms
from django.db import connection
from django.db.utils import DatabaseError

from tests.catalog.goods import product
from troth.catalog.models import Category, Product

pytestmark = pytest.mark.django_db

ENDLESS = (2**63, -(2**63) - 1, 10**23, 10**400)


@pytest.mark.parametrize("number", ENDLESS[:3], ids=str)
def test_a_row_beyond_all_rows_is_not_there(number: int) -> None:
    here = product()
    assert not Product.objects.filter(pk__in=[number]).exists()
    assert [each.pk for each in Product.objects.filter(pk__in=[number, here.pk])] == [here.pk]
    assert Product.objects.filter(pk=here.pk).exclude(pk__in=[number, -1]).exists()


@pytest.mark.parametrize("typed", ["9" * 23, "-" + "9" * 23, "9" * 400])
def test_a_choice_of_several_rows_says_that_it_is_none(typed: str) -> None:
    class Shelves(forms.Form):
        shelves = forms.ModelMultipleChoiceField(Category.objects.all())

    form = Shelves({"shelves": [typed]})
    assert not form.is_valid()
    assert "shelves" in form.errors


@pytest.mark.parametrize("number", ENDLESS)
def test_what_is_written_is_never_bent_into_something_else(number: int) -> None:
    """Only questions are asked with another number."""
    here = product()
    with connection.cursor() as cursor, pytest.raises((OverflowError, DatabaseError)):
        cursor.execute("UPDATE catalog_product SET price_from = %s WHERE id = %s", [number, here.pk])
