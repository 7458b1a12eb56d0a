"""Bringing a file in at the office: sent, looked through, imported, taken back; and who may."""

from __future__ import annotations

import csv
import io
import stat
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office.conftest import Comes
from troth.catalog.importing import folder, opening
from troth.catalog.models import ImportRun, Product, RunState, Variant
from troth.office.imports import kinds, work
from troth.tasks import worker

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "catalog" / "importing" / "files"
LEGACY = (FILES / "legacy.csv").read_bytes()


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def mia(comes: Comes) -> Client:
    client = comes("marketing")
    client.get("/office/")  # takes her seat
    return client


def send(client: Client, content: bytes = LEGACY, currency: str = "USD") -> Any:
    file = SimpleUploadedFile("whatever.csv", content)
    return client.post("/office/imports/", {"file": file, "currency": currency})


def sent(client: Client, content: bytes = LEGACY, currency: str = "USD") -> str:
    """The address of the run of a file that was sent and looked through."""
    answer = send(client, content, currency)
    assert answer.status_code == 302, answer.content.decode()
    worker.run_due()
    return str(answer["Location"])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def run() -> ImportRun:
    return ImportRun.objects.get()


def test_a_file_is_looked_through_before_anything_changes(mia: Client) -> None:
    page = text(mia, sent(mia))

    assert not Product.objects.exists()
    assert run().state == RunState.READY
    assert "3 new" in page
    assert "Shopify, “Handle”" in page
    assert "Variant Tax Code" in page
    assert "Import it" in page


def test_it_is_imported_in_the_background_and_the_file_is_gone_after(mia: Client) -> None:
    address = sent(mia)
    mia.post(f"{address}start/")
    waiting = mia.get(address)
    assert waiting["Refresh"]
    assert not Product.objects.exists()

    worker.run_due()

    assert Product.objects.count() == 3
    assert run().state == RunState.DONE
    assert not folder.sent(run().ref).exists()
    assert "Refresh" not in mia.get(address)
    assert "Take it back" in text(mia, address)


def test_it_is_taken_back(mia: Client) -> None:
    address = sent(mia)
    mia.post(f"{address}start/")
    worker.run_due()
    assert "What it made is removed" in text(mia, f"{address}undo/")

    mia.post(f"{address}undo/")
    worker.run_due()

    assert not Product.objects.exists()
    assert run().state == RunState.UNDONE
    assert "3 removed again" in text(mia, address)


def test_a_second_file_shows_the_difference(mia: Client) -> None:
    mia.post(f"{sent(mia)}start/")
    worker.run_due()

    page = text(mia, sent(mia, LEGACY.replace(b",85.00,", b",79.00,")))

    assert '<del class="office-before">85.00</del>' in page
    assert '<ins class="office-after">79.00</ins>' in page


def test_columns_nobody_knows_are_named_by_hand_and_it_is_looked_through_again(mia: Client) -> None:
    address = sent(mia, b"Bezeichnung;Preis;Farbe\nKolben;12,50;klar\n", "EUR")
    assert "no shop system we can read" in text(mia, address)

    mia.post(
        f"{address}look/", {"column-0": "title", "column-1": "price", "column-2": "specification", "currency": "EUR"}
    )
    worker.run_due()
    assert "1 new" in text(mia, address)
    mia.post(f"{address}start/")
    worker.run_due()

    assert Product.objects.get().specifications == "Farbe: klar"
    assert (Variant.objects.get().price, Variant.objects.get().currency) == (1250, "EUR")


def test_names_of_columns_are_not_in_the_shop_store(mia: Client) -> None:
    """A table of people without a header begins with a person."""
    address = sent(mia, b"Ada Marlowe,blue\nBen,red\n")
    mia.post(f"{address}look/", {"column-0": "specification"})

    kept = str(
        [{field.name: getattr(each, field.name) for field in each._meta.fields} for each in ImportRun.objects.all()]
    )
    assert "Ada" not in kept
    assert "whatever" not in kept


def test_a_file_that_is_no_table_is_refused_at_once_and_nothing_stays(mia: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")

    answer = send(mia, out.getvalue())

    assert "spreadsheet&#x27;s own file" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []


def test_a_file_that_is_too_large_is_stopped_while_it_comes(mia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.office.imports import receiving

    monkeypatch.setattr(receiving, "MOST_BYTES", 1000)

    answer = send(mia, b"x" * 200_000)

    assert "too large" in answer.content.decode()
    assert list(folder.root().iterdir()) == []


def test_what_is_kept_is_for_the_shop_alone(mia: Client) -> None:
    sent(mia)
    assert stat.S_IMODE(folder.root().stat().st_mode) == 0o700
    for path in folder.root().rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_file_can_be_forgotten(mia: Client) -> None:
    address = sent(mia)
    mia.post(f"{address}forget/")
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []
    assert mia.get(address).status_code == 404


def test_two_clicks_start_one_import(mia: Client) -> None:
    address = sent(mia)
    mia.post(f"{address}start/")
    mia.post(f"{address}start/")
    assert worker.run_due() == 1


def test_an_import_that_broke_off_goes_on(mia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = sent(mia)
    mia.post(f"{address}start/")
    real = kinds.KINDS[0].bring
    monkeypatch.setattr(type(kinds.KINDS[0]), "bring", lambda *told: 1 / 0)
    worker.run_due()
    assert run().state == RunState.FAILED
    assert "broke off" in text(mia, address)

    monkeypatch.setattr(type(kinds.KINDS[0]), "bring", lambda self, *told: real(*told))
    mia.post(f"{address}start/")
    worker.run_due()
    assert run().state == RunState.DONE
    assert Product.objects.count() == 3


def test_the_report_can_be_taken_away_and_no_cell_of_it_is_a_formula(mia: Client) -> None:
    address = sent(mia, b'Handle,Title,Variant Price,=evil\na,"=1+1",1,=cmd\n,,3,\n')

    told = mia.get(f"{address}report.csv").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(told)))
    assert any("lost" in row for row in rows)
    assert any("'=evil" in row for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert mia.get(f"{address}report.json").json()["products"]["new"] == 1


def test_the_catalogue_can_be_taken_away(mia: Client) -> None:
    mia.post(f"{sent(mia)}start/")
    worker.run_due()
    answer = mia.get("/office/imports/products.csv")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="products.csv"'
    assert content.decode().count("round-flask") > 2


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "privacy_officer", "no job"])
def test_who_may_not_edit_the_catalogue_does_not_find_its_files(who: str, comes: Comes, mia: Client) -> None:
    """The privacy officer has a screen for files of people, and there no file of products is listed or taken."""
    address = sent(mia)
    other = comes(who)
    other.get("/office/")
    for place in ("/office/imports/products.csv", address, f"{address}undo/", f"{address}report.csv"):
        assert other.get(place).status_code == 404, place
    for act in ("start", "look", "undo", "forget"):
        assert other.post(f"{address}{act}/").status_code == 404, act
    listed, answer = other.get("/office/imports/"), send(other)
    assert str(run().ref) not in listed.content.decode()
    assert answer.status_code == listed.status_code
    if who == "privacy_officer":
        assert "Your job does not include it" in answer.content.decode()
    else:
        assert answer.status_code == 404
        assert "Bring in" not in text(other, "/office/")
    assert run().state == RunState.READY


def test_the_form_is_guarded_against_other_sites(comes: Comes) -> None:
    mia = comes("marketing")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = mia.cookies
    strict.get("/office/")
    assert send(strict).status_code == 403
    assert not ImportRun.objects.exists()


def test_a_kind_that_is_not_ones_own_is_refused_and_its_file_is_gone(
    mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Customers(type(kinds.KINDS[0])):  # type: ignore[misc]
        name = "customers"
        label = "Customers"

        def may(self, request: Any) -> bool:
            return False

        def recognises(self, columns: Any) -> bool:
            return "Email" in columns

    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, Customers()))

    answer = send(mia, b"First Name,Email\nAda,ada@example.com\n")

    assert "Your job does not include it" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []


def test_old_files_and_notes_are_swept_away(mia: Client) -> None:
    import os
    import time

    sent(mia)
    ref, now = run().ref, time.time()
    assert folder.sweep(now) == 0
    assert folder.sweep(now + folder.FILE_KEPT + 60) == 1
    assert not folder.sent(ref).exists()
    assert folder.noted(ref, folder.LOOKED)
    os.utime(folder.place(ref), (now, now))
    assert folder.sweep(now + folder.NOTES_KEPT + 60) == 1
    assert folder.noted(ref, folder.LOOKED) == {}


def test_a_run_whose_file_went_says_so(mia: Client) -> None:
    address = sent(mia)
    folder.drop_file(run().ref)
    answer = mia.post(f"{address}start/", follow=True)
    assert "The file is gone" in answer.content.decode()
    assert run().state == RunState.READY


def test_a_task_for_a_run_that_is_not_there_does_nothing() -> None:
    for task in (work.look, work.bring, work.take_back):
        task.func(str(uuid.uuid4()))


def test_the_limit_is_the_same_everywhere() -> None:
    from troth.office.imports import receiving

    assert receiving.MOST_BYTES == opening.MOST_BYTES == folder.MOST_BYTES
