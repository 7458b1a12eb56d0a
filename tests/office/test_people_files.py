"""The office's screen takes customers and orders of an earlier shop from those whose job it is, and from nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import ADA, BEN, CHIARA
from tests.finder import found, marks_of
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    sheet,
)
from tests.intake.looks import vault
from tests.office.conftest import Comes
from troth import gate
from troth.catalog.importing import folder
from troth.catalog.models import ImportRun, RunState
from troth.orders.models import Order
from troth.tasks import worker

pytestmark = pytest.mark.django_db
PEOPLE = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, Note="likes blue"), in_shopify(BEN, Email="nonsense", Phone=""))


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def paul(comes: Comes) -> Client:
    client = comes("privacy_officer")
    client.get("/office/")  # takes his seat
    return client


def send(client: Client, content: bytes) -> Any:
    return client.post("/office/imports/", {"file": SimpleUploadedFile("whatever.csv", content), "currency": "USD"})


def looked_through(client: Client, content: bytes) -> str:
    answer = send(client, content)
    assert answer.status_code == 302, answer.content.decode()
    worker.run_due()
    return str(answer["Location"])


def imported(client: Client, content: bytes) -> str:
    address = looked_through(client, content)
    client.post(f"{address}start/")
    worker.run_due()
    return address


def test_the_privacy_officer_brings_people_in_and_takes_them_back(paul: Client) -> None:
    before = vault()
    address = looked_through(paul, PEOPLE)
    page = paul.get(address).content.decode()
    assert "1 new" in page
    assert " · USD" not in page, "people have no currency"
    assert "Neither an e-mail address nor a telephone number" in page
    assert vault() == before

    paul.post(f"{address}start/")
    worker.run_due()
    assert gate.persons_at(ADA.email)
    assert ImportRun.objects.get().state == RunState.DONE

    paul.post(f"{address}undo/")
    worker.run_due()
    assert ImportRun.objects.get().state == RunState.UNDONE
    assert vault() == before


def test_it_is_done_in_the_name_of_who_sent_the_file(paul: Client) -> None:
    imported(paul, PEOPLE)
    (ada,) = gate.persons_at(ADA.email)
    lines = gate.timeline(ada, actor=gate.the_person(ada))
    assert {(line.actor, line.actor_code, line.purpose) for line in lines} == {
        ("employee", "privacy_officer", "take_over")
    }


def test_orders_and_contacts_go_the_same_way(paul: Client) -> None:
    imported(paul, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA)))
    address = imported(paul, sheet(WIX_CONTACTS, in_wix(CHIARA, **{"Email subscriber status": "Subscribed"})))
    assert Order.objects.count() == 1
    assert gate.persons_at(CHIARA.email)
    assert "unless they agree again" in paul.get(address).content.decode()


@pytest.mark.parametrize("job", ["marketing", "order_desk", "customer_service"])
def test_nobody_else_may_send_such_a_file(comes: Comes, job: str) -> None:
    client = comes(job)
    client.get("/office/")
    answer = send(client, PEOPLE)
    assert answer.status_code in (404, 200, 422)
    assert not ImportRun.objects.exists()
    assert gate.persons_at(ADA.email) == []


def test_neither_pages_nor_notes_nor_what_is_downloaded_names_anybody(paul: Client) -> None:
    address = imported(paul, PEOPLE)
    run = ImportRun.objects.get()
    files = [(path.name, path.read_bytes()) for path in folder.place(run.ref).iterdir()]
    pages = [(end, paul.get(f"{address}{end}").content) for end in ("", "report.csv", "report.json")]
    assert not folder.sent(run.ref).exists()
    assert found([*marks_of(ADA, BEN), "likes blue"], [*files, *pages]) == []


def test_who_lost_the_job_before_the_import_began_brings_nothing_in(paul: Client) -> None:
    address = looked_through(paul, PEOPLE)
    by = ImportRun.objects.get().by
    paul.post(f"{address}start/")
    gate.revoke_role(by, "privacy_officer", actor=gate.system("manage_staff"))
    worker.run_due()
    assert gate.persons_at(ADA.email) == []
    assert ImportRun.objects.get().state == RunState.FAILED


def test_who_has_a_telephone_number_alone_is_found_by_it_and_can_be_erased(paul: Client) -> None:
    imported(paul, sheet(SHOPIFY_CUSTOMERS, in_shopify(BEN, Email="")))
    found = paul.post("/office/people/", {"telephone": "+49 30 901820"})
    assert found.status_code == 302
    page = str(found["Location"])
    assert BEN.name in paul.get(page).content.decode()
    paul.post(f"{page}erase/", {"sure": "yes"})
    worker.run_due()
    assert "Nobody is known" in paul.post("/office/people/", {"telephone": "+49 30 901820"}).content.decode()


@pytest.mark.parametrize("told", [{}, {"email": ADA.email, "telephone": "+49 30 901820"}, {"telephone": "x"}])
def test_a_search_says_what_it_needs(paul: Client, told: dict[str, str]) -> None:
    answer = paul.post("/office/people/", told).content.decode()
    assert (
        "Write an e-mail address, or a telephone number" in answer or "does not look like a telephone number" in answer
    )
