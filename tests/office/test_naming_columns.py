"""At the office's screen a file of people asks what it does not say itself: what a column is, and how its dates begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    in_shopify,
    ordered_at_shopify,
    sheet,
)
from tests.intake.looks import said
from tests.office.conftest import Comes
from tests.office.test_people_files import looked_through
from troth import gate
from troth.catalog.importing import folder
from troth.catalog.models import ImportRun, RunState
from troth.intake import naming
from troth.orders.models import Order
from troth.tasks import worker

pytestmark = pytest.mark.django_db
COLUMNS = [*SHOPIFY_CUSTOMERS, "Handy", "Birthdate"]
CUSTOMER = sheet(COLUMNS, in_shopify(ADA, Phone="") | {"Handy": "+1 617 555 0199", "Birthdate": "1969-07-20"})
HANDY = f"column-{COLUMNS.index('Handy')}"
DOUBTFUL = {"Created at": "03/04/2026", "Paid at": "03/04/2026", "Fulfilled at": "05/04/2026"}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def paul(comes: Comes) -> Client:
    client = comes("privacy_officer")
    client.get("/office/")  # takes his seat
    return client


def orders(**cells: str) -> bytes:
    rows = [{**row, "Created at": cells["Created at"]} for row in ordered_at_shopify(ADA, **cells)]
    return sheet(SHOPIFY_ORDERS, *rows)


def page(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def offered(where: BeautifulSoup, name: str) -> list[str]:
    return [str(each["value"]) for each in where.select(f"select[name='{name}'] option")]


def look_again(client: Client, address: str, **told: str) -> Any:
    answer = client.post(f"{address}look/", told)
    worker.run_due()
    return answer


def test_a_column_is_named_and_comes_in_and_only_fields_of_the_policy_are_offered(paul: Client) -> None:
    address = looked_through(paul, CUSTOMER)
    asked = page(paul, address)
    assert offered(asked, HANDY) == ["", *(name for name, _words in naming.offered("customers"))]
    assert look_again(paul, address, **{HANDY: "telephone.telephone"}).status_code == 302
    assert ImportRun.objects.get().state == RunState.READY
    chosen = page(paul, address).select_one(f"select[name='{HANDY}'] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "telephone.telephone"
    paul.post(f"{address}start/")
    worker.run_due()
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0199"


def test_what_looks_sensitive_has_no_choice_and_the_page_says_why(paul: Client) -> None:
    asked = page(paul, looked_through(paul, CUSTOMER))
    assert not asked.select(f"select[name='column-{COLUMNS.index('Birthdate')}']")
    assert "looks like a date of birth" in asked.get_text()


@pytest.mark.parametrize("field", ["order_contact.telephone", "staff.email", "visit.ip_address", "provenance.system"])
def test_a_field_that_is_not_offered_is_not_taken(paul: Client, field: str) -> None:
    address = looked_through(paul, CUSTOMER)
    assert look_again(paul, address, **{HANDY: field}).status_code == 422
    assert ImportRun.objects.get().taken_as == {}


def test_dates_nobody_can_tell_apart_are_asked_about_and_the_file_waits(paul: Client) -> None:
    address = looked_through(paul, orders(**DOUBTFUL))
    asked = page(paul, address)
    run = ImportRun.objects.get()
    assert (run.state, folder.sent(run.ref).exists()) == (RunState.REFUSED, True)
    assert "may be day first or month first" in asked.get_text()
    assert offered(asked, "dates") == ["", "day", "month"]
    assert not asked.select("select[name^='column-']")

    look_again(paul, address, dates="month")
    assert ImportRun.objects.get().state == RunState.READY
    paul.post(f"{address}start/")
    worker.run_due()
    assert f"{Order.objects.get().placed_at:%Y-%m-%d}" == "2026-03-04"


def test_what_was_said_of_the_dates_stays_said_when_a_column_is_named(paul: Client) -> None:
    columns = [*SHOPIFY_ORDERS, "Steuernummer"]
    first, second = ordered_at_shopify(ADA, **DOUBTFUL)
    rows = [first | {"Steuernummer": "DE123456789"}, second | {"Created at": "03/04/2026"}]
    address = looked_through(paul, sheet(columns, *rows))
    look_again(paul, address, dates="day")
    named = f"column-{columns.index('Steuernummer')}"
    look_again(paul, address, **{"dates": "day", named: "order_billing.tax_id"})
    assert ImportRun.objects.get().taken_as == {"dates": "day", str(len(columns) - 1): "order_billing.tax_id"}
    paul.post(f"{address}start/")
    worker.run_due()
    order = Order.objects.get()
    opened = gate.use(order.whose, ["order_billing"], purpose="take_over", actor=gate.system("take_over"))
    assert opened.first("order_billing")["tax_id"].reveal() == "DE123456789"  # type: ignore[index, union-attr]
    assert f"{order.placed_at:%Y-%m-%d}" == "2026-04-03"


def test_a_file_that_is_no_table_is_still_let_go_at_once(paul: Client) -> None:
    looked_through(paul, orders(**DOUBTFUL) + b'"' * 3 + b"x" * 2_000_000)
    run = ImportRun.objects.get()
    assert (run.state, folder.sent(run.ref).exists()) == (RunState.REFUSED, False)
