"""Tables somebody means ill with, sent through the office's own form: refused in words or defused, and nothing stays.

Each protection stands beside its control: the same file where the protection is off.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_ORDERS, ordered_at_shopify, sheet
from tests.intake.looks import vault
from tests.office.conftest import _quick, comes  # noqa: F401
from troth.catalog.exporting import table
from troth.catalog.importing import folder, opening
from troth.catalog.models import ImportRun, Product, RunState
from troth.office.imports import receiving
from troth.tasks import worker

pytestmark = pytest.mark.django_db
HEAD = b"Handle,Title,Variant Price\n"
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def sits(comes: Callable[[str], Client]) -> Callable[[str], Client]:  # noqa: F811
    def somebody(job: str) -> Client:
        client = comes(job)
        client.get("/office/")
        return client

    return somebody


@pytest.fixture
def mia(sits: Callable[[str], Client]) -> Client:
    return sits("marketing")


def send(client: Client, content: bytes, name: str = "products.csv", currency: str = "USD") -> Any:
    return client.post("/office/imports/", {"file": SimpleUploadedFile(name, content), "currency": currency})


def is_refused(answer: Any, said: str) -> None:
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []


def packed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("products.csv", b"%PDF-1.7\n" + b"x" * 400, "PDF"),
        ("products.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "PNG"),
        ("products.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x01" * 400, "no table"),
        ("products.csv", b"\x7fELF\x02\x01" + b"\x00" * 400, "no table"),
        ("products.csv", b"", ""),
        ("products.csv", packed(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")), "spreadsheet's own"),
        ("products.zip", packed(("a.csv", HEAD), ("run.exe", b"MZ")), "holds 2 files"),
        ("products.zip", packed(("../../keys/a.csv", HEAD), ("b.csv", HEAD)), "holds 2 files"),
    ],
    ids=["PDF", "picture", "photograph", "program", "empty", "workbook", "program beside", "paths"],
)
def test_what_is_no_table_is_refused_whatever_it_is_called(mia: Client, name: str, content: bytes, said: str) -> None:
    is_refused(send(mia, content, name), said)


def test_an_archive_that_unpacks_to_more_than_a_table_may_have_is_stopped(
    mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = packed(("products.csv", HEAD + b"a,A,1\n" + b"\n" * 8 * MEGABYTE))
    assert len(bomb) < 20_000
    monkeypatch.setattr(opening, "MOST_BYTES", MEGABYTE)
    is_refused(send(mia, bomb), "Unpacked, the file is larger than")
    monkeypatch.setattr(opening, "MOST_BYTES", 16 * MEGABYTE)  # the control: with room for it, it is unpacked
    assert send(mia, bomb).status_code == 302


def test_a_file_of_more_than_a_table_may_have_is_stopped_while_it_comes(
    mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = HEAD + b"a,A,1\n" + b"\n" * MEGABYTE
    monkeypatch.setattr(receiving, "MOST_BYTES", 100_000)
    is_refused(send(mia, large), "too large")
    monkeypatch.setattr(receiving, "MOST_BYTES", 2 * MEGABYTE)  # the control
    assert send(mia, large).status_code == 302


def cells_of_the_catalogue(mia: Client) -> list[str]:
    answer: Any = mia.get("/office/imports/products.csv")
    told = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(told)) for cell in row]


@pytest.mark.parametrize("formula", ["=HYPERLINK(0)", "+1+1", "-2+3", "@SUM(A1)", "\uff1dcmd", "\t=1+1", "'=1+1"])
def test_a_formula_that_came_in_goes_out_as_words(mia: Client, formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Handle", "Title", "Vendor", "Variant Price"], ["a", formula, formula, "1"]])
    where = send(mia, out.getvalue().encode())["Location"]
    worker.run_due()
    mia.post(f"{where}start/")
    worker.run_due()
    title = Product.objects.get().title
    assert title in "".join(cells_of_the_catalogue(mia))
    risky = ("=", "+", "-", "@", "\uff1d")
    assert not [cell for cell in cells_of_the_catalogue(mia) if cell.startswith(risky)]
    monkeypatch.setattr(table, "guarded", lambda text: text)  # the control
    assert title in cells_of_the_catalogue(mia)
    assert title.startswith(risky)


def test_dates_nobody_can_tell_are_refused_before_anything_is_taken_in(sits: Callable[[str], Client]) -> None:
    paul = sits("privacy_officer")
    rows = [
        {**row, "Created at": date, "Paid at": "", "Fulfilled at": ""}
        for who, number, date in ((ADA, "#1", "03/04/2026"), (BEN, "#2", "05/06/2026"))
        for row in ordered_at_shopify(who, number)
    ]
    where = send(paul, sheet(SHOPIFY_ORDERS, *rows), "orders.csv", "")["Location"]
    worker.run_due()
    page = " ".join(paul.get(where).content.decode().split())
    assert "may be day first or month first" in page
    assert ImportRun.objects.get().state == RunState.REFUSED
    assert vault_of_orders() == []
    ref = ImportRun.objects.get().ref
    assert lying_about() == [folder.sent(ref)]  # until somebody says how it writes its dates, and a day at most
    folder.sweep(time.time() + folder.FILE_KEPT + 60)
    assert lying_about() == []


def lying_about() -> list[Path]:
    """Files in the private folder that name Ada."""
    return [path for path in folder.root().rglob("*") if path.is_file() and ADA.email.encode() in path.read_bytes()]


def vault_of_orders() -> list[str]:
    return [kind for kind, _id in vault() if kind.startswith("order_")]
