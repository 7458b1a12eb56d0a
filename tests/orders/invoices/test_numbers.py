"""Numbers of invoices: no gap, no twin, whoever is there at the same time and whatever fails."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import transaction

from tests.orders.test_races import together
from troth.orders.invoices import numbering
from troth.orders.models import InvoiceYear

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
MANY = 8


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    InvoiceYear.objects.all().delete()


def one(place: int) -> int:
    with transaction.atomic():
        return numbering.take(2026).place


def test_many_at_once_get_one_number_each_without_a_gap_also_when_the_year_begins() -> None:
    assert sorted(together(MANY, one)) == list(range(1, MANY + 1))
    assert InvoiceYear.objects.get().last == MANY


def test_what_fails_gives_its_number_back() -> None:
    class Fails(Exception):
        pass

    def some_fail(place: int) -> int | None:
        try:
            with transaction.atomic():
                number = numbering.take(2026)
                if place % 2:
                    raise Fails
                return number.place
        except Fails:
            return None

    got = [each for each in together(MANY, some_fail) if each is not None]
    assert sorted(got) == list(range(1, MANY // 2 + 1))


def test_each_year_begins_at_one() -> None:
    with transaction.atomic():
        assert [str(numbering.take(year)) for year in (2026, 2026, 2027)] == [
            "2026-000001",
            "2026-000002",
            "2027-000001",
        ]


def test_no_number_outside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        numbering.take(2026)


def test_control_a_number_read_before_it_is_written_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    InvoiceYear.objects.create(year=2026)
    everybody_has_read = threading.Barrier(MANY)

    def careless(place: int) -> Any:
        row = InvoiceYear.objects.get(year=2026)
        everybody_has_read.wait(timeout=30)
        with transaction.atomic():
            InvoiceYear.objects.filter(year=2026).update(last=row.last + 1)
        return row.last + 1

    assert set(together(MANY, careless)) == {1}
