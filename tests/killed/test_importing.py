"""The process dies in the midst of a former shop's file, or while it is taken back: the same file again ends it, and nobody
is doubled.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_CUSTOMERS, SHOPIFY_ORDERS, bring, in_shopify, ordered_at_shopify, sheet
from tests.killed import afterwards
from tests.killed.dying import deaths
from troth import gate
from troth.catalog.models import ImportRun
from troth.intake import runs, taking_contacts, taking_orders
from troth.intake.models import Taken
from troth.orders.models import Order
from troth.vault.models import Person, Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])

FILES = {
    "people": sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN)),
    "orders": sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#1002")),
}


def held() -> tuple[int, int, list[str]]:
    kinds = sorted(Record.objects.values_list("kind", flat=True))
    return Order.objects.count(), Person.objects.count(), kinds


def nothing() -> None:
    for model in (Order, Taken, ImportRun, Person, Record):
        model.objects.all().delete()


@pytest.fixture
def some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row a transaction, so that there is a midst to die in."""
    for module in (taking_contacts, taking_orders):
        monkeypatch.setattr(module, "TOGETHER", 1)
        monkeypatch.setattr(module, "AT_ONCE", 1)


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> bytes:
    return FILES[request.param]


@pytest.mark.usefixtures("some_at_a_time")
def test_the_same_file_again_ends_what_was_begun(file: bytes, tmp_path: Path) -> None:
    bring(tmp_path, file)
    whole = held()
    for _ in deaths(nothing, lambda _: bring(tmp_path, file), least=6):
        bring(tmp_path, file)
        afterwards.hours_go_by()
        assert held() == whole
        for row in Taken.objects.filter(mark=""):
            assert gate.person_behind(row.alias) is None, "a row that was begun stands for nobody"


@pytest.mark.usefixtures("some_at_a_time")
def test_what_was_begun_can_be_taken_back_run_by_run(file: bytes, tmp_path: Path) -> None:
    for _ in deaths(nothing, lambda _: bring(tmp_path, file), least=6):
        afterwards.hours_go_by()
        for run in ImportRun.objects.all():
            runs.undo_by_command(run.ref)
        assert held() == (0, 0, [])
        assert not Taken.objects.exists()


@pytest.mark.usefixtures("some_at_a_time")
def test_taking_back_goes_on_where_it_was_cut_off(file: bytes, tmp_path: Path) -> None:
    def brought() -> UUID:
        nothing()
        return UUID(bring(tmp_path, file)["ref"])

    for ref in deaths(brought, runs.undo_by_command, least=6):
        runs.undo_by_command(ref)
        assert held() == (0, 0, [])
        assert not Taken.objects.exists()
