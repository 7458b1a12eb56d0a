"""An import is taken back, as far as nobody is a customer by now."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.cast import ADA, BEN
from tests.gate.conftest import orders
from tests.intake.exports import SHOPIFY_CUSTOMERS, SHOPIFY_ORDERS, bring, in_shopify, ordered_at_shopify, sheet
from tests.intake.looks import person, vault
from troth import gate
from troth.intake import runs
from troth.intake.models import Taken
from troth.orders.models import Order
from troth.orders.states import Status

pytestmark = pytest.mark.django_db
PEOPLE = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN))
ORDERS = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA))


def back(report: dict) -> dict:
    told = runs.undo_by_command(UUID(report["ref"]))
    assert told is not None
    return told


def test_people_are_gone_as_if_they_had_not_come(tmp_path: Path) -> None:
    assert back(bring(tmp_path, PEOPLE))["undone"] == {"removed": 2, "left": 0}
    assert vault() == []
    assert not Taken.objects.exists()


def test_who_ordered_since_stays_and_it_is_said(tmp_path: Path) -> None:
    report = bring(tmp_path, PEOPLE)
    orders(ADA, person(ADA))
    told = back(report)
    assert told["undone"] == {"removed": 1, "left": 1}
    assert "1 people have an order" in told["outcomes"][0]["words"][0]
    assert gate.persons_at(ADA.email)
    assert not gate.persons_at(BEN.email)


def test_somebody_who_was_known_before_only_loses_what_came(tmp_path: Path) -> None:
    orders(BEN)
    before = vault()
    back(bring(tmp_path, PEOPLE))
    kept = [kind for kind, _ in vault()]
    assert set(vault()) >= set(before)
    assert "provenance" not in kept
    assert "address" not in kept


def test_orders_are_gone_with_the_guests_they_brought(tmp_path: Path) -> None:
    report = bring(tmp_path, ORDERS)
    assert back(report)["undone"] == {"removed": 1, "left": 0}
    assert not Order.objects.exists()
    assert vault() == []


def test_orders_go_and_the_customers_of_another_file_stay(tmp_path: Path) -> None:
    bring(tmp_path, PEOPLE)
    before = vault()
    back(bring(tmp_path, ORDERS))
    assert vault() == before


def test_an_order_that_was_worked_on_stays(tmp_path: Path) -> None:
    report = bring(tmp_path, ORDERS)
    Order.objects.update(status=Status.REFUNDED)
    assert back(report)["undone"] == {"removed": 0, "left": 1}
    assert Order.objects.exists()


def test_what_was_taken_back_can_come_again(tmp_path: Path) -> None:
    back(bring(tmp_path, PEOPLE))
    assert bring(tmp_path, PEOPLE)["products"]["new"] == 2


def test_there_is_nothing_to_take_back_of_an_import_nobody_knows() -> None:
    assert runs.undo_by_command(UUID(int=1)) is None
