"""The office asks which former shop a file is from, of whoever may send such files, and keeps the answer with the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_ORDERS, ordered_at_shopify, sheet
from tests.office.conftest import Comes
from troth.catalog.models import ImportRun
from troth.intake.models import Taken
from troth.orders.models import Order
from troth.tasks import worker

pytestmark = pytest.mark.django_db
GLASS = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA))
WOOD = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(BEN, **{"Created at": "2025-06-01 10:00:00 -0500"}))


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def paul(comes: Comes) -> Client:
    client = comes("privacy_officer")
    client.get("/office/")
    return client


def sent(client: Client, content: bytes, shop: str = "") -> Any:
    told = {"file": SimpleUploadedFile("whatever.csv", content), "currency": "", "shop": shop}
    answer = client.post("/office/imports/", told)
    worker.run_due()
    return answer


def brought(client: Client, content: bytes, shop: str = "") -> str:
    address = str(sent(client, content, shop)["Location"])
    client.post(f"{address}start/")
    worker.run_due()
    return address


def test_the_name_said_with_a_file_keeps_two_shops_apart(paul: Client) -> None:
    brought(paul, GLASS)
    address = brought(paul, WOOD, "Wood")
    assert sorted(Taken.objects.values_list("shop", flat=True)) == ["", "Wood"]
    assert Order.objects.count() == 2
    assert "Wood" in paul.get(address).content.decode()
    assert '<option value="Wood">' in paul.get("/office/imports/").content.decode(), "it is offered with the next file"


def test_it_can_be_said_after_the_look(paul: Client) -> None:
    brought(paul, GLASS)
    address = str(sent(paul, WOOD)["Location"])
    assert "say a name for that shop" in paul.get(address).content.decode()
    paul.post(f"{address}look/", {"shop": "Wood"})
    worker.run_due()
    assert "say a name for that shop" not in paul.get(address).content.decode()
    paul.post(f"{address}start/")
    worker.run_due()
    assert Order.objects.count() == 2


def test_a_name_that_may_be_somebodys_loses_nothing_and_says_what_to_do(paul: Client) -> None:
    answer = sent(paul, WOOD, "ada@example.com")
    assert "This is no name of a shop" in answer.content.decode()
    assert not ImportRun.objects.exists()
    address = str(sent(paul, WOOD)["Location"])
    again = paul.post(f"{address}look/", {"shop": "ada@example.com"})
    assert again.status_code == 422
    assert "This is no name of a shop" in again.content.decode()
    assert ImportRun.objects.get().taken_as == {}


def test_whoever_brings_in_goods_alone_is_not_asked(comes: Comes) -> None:
    mia = comes("marketing")
    mia.get("/office/")
    assert 'name="shop"' not in mia.get("/office/imports/").content.decode()
