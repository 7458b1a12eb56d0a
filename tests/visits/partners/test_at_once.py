"""Two exports at once cannot both spend the last of an allowance, and cannot draw twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from tests.attacks.test_races import at_once
from tests.catalog.goods import product, variant
from troth import gate
from troth.publishing import partners
from troth.visits.models import Allowance, Cell
from troth.visits.partners import A_MONTH, EACH, AllowanceSpent

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
DAY = timezone.localdate().replace(day=1) - timedelta(days=1)
ROUNDS = 5


@pytest.fixture
def pages() -> list[str]:
    return [f"/products/{product(f'Tube {each}', variant(1000)).slug}/" for each in range(A_MONTH // EACH + 3)]


def asks(page: str) -> partners.Given:
    return partners.give("lab_compass", "page_visitors", page, DAY, DAY, actor=gate.system("partner_figures"))


def test_the_last_of_it_is_spent_once(pages: list[str]) -> None:
    for _each in range(ROUNDS):
        Allowance.objects.all().delete()
        for page in pages[: A_MONTH // EACH - 1]:
            asks(page)
        came = at_once(*[partial(asks, page) for page in pages[-4:]])
        assert sum(isinstance(each, partners.Given) for each in came) == 1
        assert sum(isinstance(each, AllowanceSpent) for each in came) == 3
        assert Allowance.objects.get().spent == A_MONTH


def test_two_who_ask_for_the_same_get_the_same_and_it_is_paid_once(pages: list[str]) -> None:
    for _each in range(ROUNDS):
        Allowance.objects.all().delete()
        Cell.objects.all().delete()
        came = at_once(*[partial(asks, pages[0])] * 4)
        told = [each.rows for each in came if isinstance(each, partners.Given)]
        assert len(told) == 4
        assert all(each == told[0] for each in told)
        assert Allowance.objects.get().spent == EACH


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer, with or without the lock")
def test_without_the_lock_it_goes_wrong(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with nobody waiting, more than one is let through, or the store has to stop them."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self: self)
    wrong = 0
    for _each in range(3 * ROUNDS):
        Allowance.objects.all().delete()
        for page in pages[: A_MONTH // EACH - 1]:
            asks(page)
        came = at_once(*[partial(asks, page) for page in pages[-4:]])
        wrong += sum(isinstance(each, AllowanceSpent) for each in came) != 3
    assert wrong
