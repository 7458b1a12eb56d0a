"""Style sheets and scripts travel compressed to those who read it, and as they are to others."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from troth.storefront import packed

SHEET = "/static/storefront/shop.css"
ON_DISK = Path(packed.__file__).parent / "static" / "storefront" / "shop.css"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> packed.PackedFiles:
    from dataclasses import replace

    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, home=tmp_path))
    return packed.PackedFiles(lambda request: HttpResponse("a page"))


def get(files: packed.PackedFiles, path: str = SHEET, **headers: str):
    return files(RequestFactory().get(path, headers=headers))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("reads", "travels_as", "opened"),
    [("gzip, deflate, br, zstd", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
def test_a_style_sheet_travels_compressed(files, reads: str, travels_as: str, opened) -> None:
    answer = get(files, accept_encoding=reads)
    travelled = body(answer)
    assert answer["Content-Encoding"] == travels_as
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Type"] == 'text/css; charset="utf-8"'
    assert int(answer["Content-Length"]) == len(travelled) < ON_DISK.stat().st_size / 3
    assert opened(travelled) == ON_DISK.read_bytes()


def test_who_does_not_read_it_gets_it_as_it_is(files) -> None:
    get(files, accept_encoding="br")
    answer = get(files)
    assert "Content-Encoding" not in answer
    assert answer["Vary"] == "Accept-Encoding"
    assert body(answer) == ON_DISK.read_bytes()


def test_the_second_asker_and_the_next_process_find_it_done(files, tmp_path: Path, monkeypatch) -> None:
    get(files, accept_encoding="br")
    assert sorted(file.suffix for file in (tmp_path / "packed").iterdir()) == [".br", ".gz"]
    monkeypatch.setattr(brotli, "compress", lambda *_a, **_k: pytest.fail("it was compressed already"))
    assert get(files, accept_encoding="br")["Content-Encoding"] == "br"
    next_process = packed.PackedFiles(lambda request: HttpResponse("a page"))
    assert get(next_process, accept_encoding="br")["Content-Encoding"] == "br"


def test_a_changed_file_is_packed_anew_and_the_old_one_goes(tmp_path: Path) -> None:
    sheet, place = tmp_path / "a.css", tmp_path / "packed"
    sheet.write_text("a{color:red}" * 100)
    packed.pack(sheet, place)
    sheet.write_text("a{color:blue}" * 100)
    copies = packed.pack(sheet, place)
    assert sorted(map(str, place.iterdir())) == sorted(copies.values())
    assert brotli.decompress(Path(copies["br"]).read_bytes()) == sheet.read_bytes()


def test_an_emptied_folder_and_a_full_disk_only_cost_the_compression(files, tmp_path: Path, monkeypatch) -> None:
    get(files, accept_encoding="br")
    for file in (tmp_path / "packed").iterdir():
        file.unlink()
    answer = get(files, accept_encoding="br")
    assert body(answer) == ON_DISK.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packed, "_write", full)
    assert body(get(files, accept_encoding="br")) == ON_DISK.read_bytes()


def test_pictures_and_pages_are_left_alone(files, tmp_path: Path) -> None:
    assert get(files, "/", accept_encoding="br").content == b"a page"
    picture = next(url for url in files.files if url.endswith(".png"))
    assert "Content-Encoding" not in get(files, picture, accept_encoding="br")
    assert not (tmp_path / "packed").exists()


def test_a_browser_that_has_it_is_told_so(files) -> None:
    tag = get(files, accept_encoding="br")["ETag"]
    assert get(files, accept_encoding="br", if_none_match=tag).status_code == 304
