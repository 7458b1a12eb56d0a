"""The step after an import, at the office: hosts are looked at and confirmed, pictures come, what did not is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.catalog.importing.brought import furnished, mugs_and_bowls, zipped
from tests.doubles.former_shop import FormerShop, open_shop, picture
from tests.office.conftest import Comes
from tests.office.test_imports import send, sent, text
from troth.catalog.importing import folder
from troth.catalog.importing.pictures import archive, runs, waiting
from troth.catalog.models import ImportRun, ProductImage, RunState
from troth.office.imports import picture_work
from troth.recipients import former_shop
from troth.tasks import worker

pytestmark = pytest.mark.django_db
PAGE = "/office/imports/pictures/"


@pytest.fixture
def old_shop(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FormerShop]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    monkeypatch.setattr(former_shop, "PAUSE", 0.0)
    cache.clear()
    with open_shop() as shop:
        yield furnished(shop)


@pytest.fixture
def mia(comes: Comes) -> Client:
    client = comes("marketing")
    client.get("/office/")
    return client


@pytest.fixture
def imported(mia: Client, old_shop: FormerShop) -> str:
    """The address of an import that has ended."""
    address = sent(mia, mugs_and_bowls(old_shop))
    mia.post(f"{address}start/")
    worker.run_due()
    return address


def ship(client: Client, content: bytes, name: str = "pictures.zip") -> Any:
    return client.post(f"{PAGE}send/", {"archive": SimpleUploadedFile(name, content)})


def test_after_an_import_its_pictures_are_fetched_from_the_hosts_that_are_confirmed(
    mia: Client, imported: str, old_shop: FormerShop
) -> None:
    assert "3 pictures still lie at the former shop" in text(mia, imported)
    assert "3 pictures still lie at the former shop" in text(mia, "/office/imports/")
    page = text(mia, PAGE)
    assert f"<code>{old_shop.host}</code>" in page
    assert "Fetch 3 pictures" in page
    assert old_shop.asked == []  # nothing before somebody said so

    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    waits = mia.get(PAGE)
    assert waits["Refresh"]
    assert "Fetching pictures" in waits.content.decode()
    worker.run_due()

    page = text(mia, PAGE)
    assert "3 pictures brought" in page
    assert "Fetch 3 pictures" not in page
    assert "still lie at the former shop" not in text(mia, imported)
    shop = Client().get("/products/mug/").content.decode()
    assert "placeholder.svg" not in shop
    assert 'type="image/avif"' in shop


def test_a_host_that_is_not_ticked_or_not_in_the_file_is_not_called(
    mia: Client, imported: str, old_shop: FormerShop
) -> None:
    for told in ({}, {"host": "169.254.169.254"}, {"host": "cdn.example.com"}):
        answer = mia.post(f"{PAGE}fetch/", told, follow=True)
        assert "Tick at least one host" in answer.content.decode()
    worker.run_due()
    assert old_shop.asked == []
    assert not ImportRun.objects.filter(kind=runs.KIND).exists()


def test_what_could_not_be_brought_is_named_and_tried_again(mia: Client, imported: str, old_shop: FormerShop) -> None:
    gone = old_shop.answers.pop("/bowl.jpg")
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    page = text(mia, PAGE)
    assert "1 could not be brought" in page
    assert "It is not there any more" in page
    assert f"Bowl<br><code>{old_shop.at('/bowl.jpg')}</code>" in page
    rows = list(csv.reader(io.StringIO(mia.get(f"{PAGE}report.csv").content.decode("utf-8-sig"))))
    assert rows[1][:2] == [old_shop.at("/bowl.jpg"), "Bowl"]

    old_shop.answers["/bowl.jpg"] = gone
    assert "Fetch 1 picture" in page
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    assert "1 picture brought" in text(mia, PAGE)
    assert waiting.count() == 0


def test_hosts_that_pictures_were_pointed_on_to_are_offered_and_not_ticked(
    mia: Client, imported: str, old_shop: FormerShop
) -> None:
    with open_shop() as other:
        furnished(other)
        moved = old_shop.answers["/bowl.jpg"]
        assert not isinstance(moved, list)
        old_shop.answers["/bowl.jpg"] = replace(moved, status=302, headers={"Location": other.at("/bowl.jpg")})
        mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
        worker.run_due()
        page = text(mia, PAGE)
        assert f'value="{other.host}"> <code>{other.host}</code>' in page
        assert other.asked == []
        mia.post(f"{PAGE}fetch/", {"host": [old_shop.host, other.host]})
        worker.run_due()
        assert other.paths == ["/bowl.jpg"]
    assert waiting.count() == 0


def test_the_way_there_is_open_also_when_nothing_waits(mia: Client, old_shop: FormerShop) -> None:
    assert f'href="{PAGE}"' in text(mia, "/office/imports/")
    assert "No picture waits" in text(mia, PAGE)


def test_two_clicks_begin_one_errand_and_it_can_be_stopped(mia: Client, imported: str, old_shop: FormerShop) -> None:
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    answer = mia.post(f"{PAGE}fetch/", {"host": old_shop.host}, follow=True)
    assert "being brought already" in answer.content.decode()
    assert ImportRun.objects.filter(kind=runs.KIND).count() == 1
    assert "Stopped" in mia.post(f"{PAGE}stop/", follow=True).content.decode()
    worker.run_due()
    assert old_shop.asked == []


def test_long_work_is_done_a_piece_at_a_time(
    mia: Client, imported: str, old_shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_work, "AT_A_TIME", 0.0)
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due(limit=1)
    run = ImportRun.objects.get(kind=runs.KIND)
    assert run.state == RunState.RUNNING
    monkeypatch.setattr(picture_work, "AT_A_TIME", 900.0)
    worker.run_due()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.counts == {"brought": 3, "known": 0, "failed": 0}


def test_work_that_broke_off_says_so_and_goes_on(
    mia: Client, imported: str, old_shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = runs.go_on
    monkeypatch.setattr(runs, "go_on", lambda *told, **how: 1 / 0)
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    assert "It broke off" in text(mia, PAGE)
    monkeypatch.setattr(runs, "go_on", real)
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    assert waiting.count() == 0


def test_an_archive_is_sent_instead(mia: Client, imported: str, old_shop: FormerShop, tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", {"mug.jpg": picture(), "MUG-R.jpg": picture("PNG"), "x.jpg": picture()})
    assert ship(mia, file.read_bytes()).status_code == 302
    worker.run_due()
    page = text(mia, PAGE)
    assert "2 pictures brought" in page
    assert "No product has a picture, an article number or a key of this name. <small>1</small>" in page
    assert "<code>x.jpg</code>" in page
    assert old_shop.asked == []
    assert not list(folder.root().rglob("sent"))


def test_an_archive_too_large_is_stopped_while_it_comes_and_one_that_is_none_is_refused_in_words(
    mia: Client, imported: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth.office.imports.pictures import ArchiveUpload

    assert ArchiveUpload.most == archive.MOST_SENT
    ship(mia, b"no archive")
    worker.run_due()
    assert "This is no ZIP archive that can be read" in text(mia, PAGE)
    monkeypatch.setattr(ArchiveUpload, "most", 1000)
    answer = ship(mia, b"x" * 200_000)
    assert answer.status_code == 422
    assert "larger than 512 MB" in answer.content.decode()
    assert ImportRun.objects.filter(kind=runs.KIND).count() == 1
    assert not list(folder.root().rglob("sent"))


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "privacy_officer", "no job"])
def test_who_may_not_edit_the_catalogue_finds_none_of_it(
    who: str, comes: Comes, mia: Client, imported: str, old_shop: FormerShop
) -> None:
    other = comes(who)
    other.get("/office/")
    assert other.get(PAGE).status_code == other.get(f"{PAGE}report.csv").status_code == 404
    assert other.post(f"{PAGE}fetch/", {"host": old_shop.host}).status_code == 404
    assert other.post(f"{PAGE}stop/").status_code == 404
    assert ship(other, b"PK").status_code == 404
    assert not ImportRun.objects.filter(kind=runs.KIND).exists()


def test_the_forms_are_guarded_against_other_sites(mia: Client, imported: str, old_shop: FormerShop) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = mia.cookies
    strict.get("/office/")
    assert strict.post(f"{PAGE}fetch/", {"host": old_shop.host}).status_code == 403
    assert ship(strict, b"PK").status_code == send(strict).status_code == 403
    assert not ImportRun.objects.filter(kind=runs.KIND).exists()


def test_what_cannot_be_had_is_left_with_its_reason_and_tried_again_when_asked_to(
    mia: Client, imported: str, old_shop: FormerShop
) -> None:
    there = old_shop.answers.pop("/bowl.jpg")
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    page = text(mia, PAGE)
    assert "Leave it there" in page
    assert "Try again" in page

    said = mia.post(f"{PAGE}leave/", {"why": "slow"}, follow=True).content.decode()
    assert waiting.count() == 1, "that was not the reason"
    said = mia.post(f"{PAGE}leave/", {"why": "gone"}, follow=True).content.decode()
    assert "1 picture was left there" in said
    assert "Left at the former shop" in said
    assert "It is not there any more" in said
    assert "Leave it there" not in said
    assert "still lie" not in text(mia, imported)
    assert waiting.count() == 0

    old_shop.answers["/bowl.jpg"] = there
    assert "1 picture waits again" in mia.post(f"{PAGE}again/", follow=True).content.decode()
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    assert "Left at the former shop" not in text(mia, PAGE)
    assert waiting.count() == 0


def test_leaving_pictures_is_for_those_who_sell(comes: Comes, mia: Client, imported: str) -> None:
    sam = comes("customer_service")
    for verb in ("leave", "again"):
        assert sam.post(f"{PAGE}{verb}/").status_code == 404
        assert mia.post(f"{PAGE}{verb}/").status_code == 302  # the control


def test_an_address_that_leads_nowhere_is_not_named_as_a_failure_once_it_was_left(
    mia: Client, imported: str, old_shop: FormerShop
) -> None:
    ProductImage.objects.filter(source_url=old_shop.at("/mug.jpg")).update(source_url="https://[mug.jpg")
    mia.post(f"{PAGE}fetch/", {"host": old_shop.host})
    worker.run_due()
    assert "https://[mug.jpg" in text(mia, PAGE)
    mia.post(f"{PAGE}leave/")
    page = text(mia, PAGE)
    assert "Left at the former shop" in page
    assert "https://[mug.jpg" not in page
