"""A prepared question asks what Django would ask, each time with other values."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.catalog.models import Variant
from troth.prepared import Rows

pytestmark = pytest.mark.django_db

COLUMNS = ("ref", "price", "offered", "product__pictures", "product__created_at")


def asked(slug: str, price: int) -> QuerySet[Variant, Any]:
    found = Variant.objects.filter(product__slug=slug, price__gte=price).order_by("price")
    return found.values_list(*COLUMNS)


def test_its_rows_are_those_of_the_query_whatever_the_values():
    product("Beaker", variant(500, option1="small"), variant(900, option1="large"))
    product("Flask")
    prepared = Rows(asked, slug=str, price=int)
    for told in (("beaker", 0), ("beaker", 600), ("flask", 0), ("%s' OR 1=1 --", 0)):
        with statements() as sent:
            rows = prepared.rows(slug=told[0], price=told[1])
        assert rows == list(asked(*told))
        assert len(sent) == 1


def test_a_value_that_is_no_parameter_is_no_question():
    with pytest.raises(ValueError, match="no parameter"):
        Rows(lambda limit: Variant.objects.values_list("pk")[:limit], limit=int).rows(limit=3)
